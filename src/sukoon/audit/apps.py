from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sukoon.audit"
    label = "audit"
