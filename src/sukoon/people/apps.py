from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "sukoon.people"
    label = "people"
