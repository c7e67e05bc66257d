from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "sukoon.desk"
    label = "desk"
