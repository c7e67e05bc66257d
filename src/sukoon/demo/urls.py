"""Addresses of the demonstration."""

from django.urls import path

from sukoon.demo import views

app_name = "demo"
urlpatterns = [path("sign-in/", views.sign_in, name="sign_in")]
