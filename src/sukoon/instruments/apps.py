from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "sukoon.instruments"
    label = "instruments"
