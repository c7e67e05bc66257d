"""Addresses of staff care."""

from django.urls import path

from sukoon.staffcare import views

app_name = "staffcare"
urlpatterns = [
    path("", views.calls, name="calls"),
    path("<uuid:pk>/", views.call_answer, name="call_answer"),
]
