from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    name = "sukoon.coordination"
    label = "coordination"
