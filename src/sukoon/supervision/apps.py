from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "sukoon.supervision"
    label = "supervision"
