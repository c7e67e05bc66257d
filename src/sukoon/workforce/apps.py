from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "sukoon.workforce"
    label = "workforce"
