from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "sukoon.places"
    label = "places"
