from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "sukoon.services"
    label = "services"
