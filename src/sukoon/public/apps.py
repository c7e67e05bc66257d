from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "sukoon.public"
    label = "public"
