"""Addresses of pathways."""

from django.urls import URLPattern, URLResolver, path

from sukoon.pathways.views import medicines, reading, reviewing, walking

app_name = "pathways"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", reading.index, name="index"),
    path("medicines/", medicines.medicines, name="medicines"),
    path("medicines/stock/", medicines.stock, name="stock"),
    path("case/<uuid:pk>/", walking.choose, name="choose"),
    path("walk/<uuid:pk>/", walking.walk, name="walk"),
    path("walk/<uuid:pk>/back/", walking.back, name="back"),
    path("walk/<uuid:pk>/finish/", walking.finish, name="finish"),
    path("walk/<uuid:pk>/leave/", walking.leave, name="leave"),
    path("read/<slug:pathway>/", reading.pathway, name="pathway"),
    path("read/<slug:pathway>/diagram/", reading.diagram, name="diagram"),
    path("read/<slug:pathway>/remark/", reviewing.remark, name="remark"),
    path("read/<slug:pathway>/sign/", reviewing.sign, name="sign"),
]
