from django.apps import AppConfig


class StaffCareConfig(AppConfig):
    name = "sukoon.staffcare"
    label = "staffcare"
