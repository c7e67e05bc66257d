from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "sukoon.ui"
    label = "ui"
