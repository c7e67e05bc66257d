from django.apps import AppConfig


class SurgeConfig(AppConfig):
    name = "sukoon.surge"
    label = "surge"
