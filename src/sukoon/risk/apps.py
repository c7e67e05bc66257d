from django.apps import AppConfig


class RiskConfig(AppConfig):
    name = "sukoon.risk"
    label = "risk"
