from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "sukoon.pathways"
    label = "pathways"
