"""Telephone numbers as people write them, to one form."""

import phonenumbers

from sukoon.people.problems import PhoneUnreadable

COUNTRY = "PK"


def read_phone(text: str) -> str:
    """Return a telephone number as +92…; raises PhoneUnreadable."""
    try:
        number = phonenumbers.parse(text, COUNTRY)
    except phonenumbers.NumberParseException:
        raise PhoneUnreadable from None
    if not phonenumbers.is_possible_number(number):
        raise PhoneUnreadable
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
