from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "sukoon.exchange"
    label = "exchange"
