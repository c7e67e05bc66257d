from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sukoon.accounts"
    label = "accounts"
