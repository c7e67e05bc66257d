"""Addresses of downloads, feeds and imports."""

app_name = "exchange"
urlpatterns: list[object] = []
