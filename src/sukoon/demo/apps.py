from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "sukoon.demo"
    label = "demo"
