from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sukoon.cases"
    label = "cases"
