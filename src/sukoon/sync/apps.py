from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "sukoon.sync"
    label = "sync"
