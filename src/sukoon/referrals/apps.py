from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "sukoon.referrals"
    label = "referrals"
