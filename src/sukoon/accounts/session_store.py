"""Sessions in the database, as Django keeps them; the look at each request is worded once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from sukoon.core import prepared


def _kept(key: str, now: datetime) -> QuerySet[Session, tuple[Any, ...]]:
    kept = Session.objects.filter(session_key=key, expire_date__gt=now)
    return kept.values_list("session_data", "expire_date")


class SessionStore(db.SessionStore):
    """Django's own, but for how a session is looked for."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        key = str(self.session_key)
        found = prepared.rows(_kept, key, timezone.now())
        if not found:
            self._session_key = None  # as Django's: the next one gets a key of its own
            return None
        data, expires = found[0]
        return Session(session_key=key, session_data=data, expire_date=expires)
