"""The one place where doors read the clock. Rules and queries take `now` or `today`."""

from datetime import date, datetime, time

from django.utils import timezone


def now() -> datetime:
    """Return this instant, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Return the day it is where the system is used (settings.TIME_ZONE)."""
    return timezone.localdate()


def morning_of(day: date) -> datetime:
    """Return nine in the morning of a day where the system is used: when a day's work is due."""
    return timezone.make_aware(datetime.combine(day, time(9)))
