"""Pages of accounts: a lost second factor is taken away by whoever saw whose it is."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.urls import reverse

from sukoon.accounts import actions
from sukoon.accounts.words import Proof
from sukoon.audit.models import AuditEntry
from sukoon.core.access import NotAllowed
from tests.accounts.test_security import by_password, sign_in

pytestmark = pytest.mark.django_db


def told(event):
    return [dict(e.details) for e in AuditEntry.objects.filter(event=event).order_by("id")]


class TestLostFactors:
    def test_they_are_taken_away_by_whoever_saw_whose_they_are(self, cast):
        victim = by_password(cast.vida)
        TOTP.activate(cast.vida, generate_totp_secret())
        url = reverse("desk:account_factors", args=[cast.vida.pk])
        client = sign_in(cast.adam)
        assert client.post(url, {}).status_code == 422
        assert client.post(url, {"proof": "in_person"}).status_code == 302
        assert not Authenticator.objects.filter(user=cast.vida).exists()
        assert victim.get("/desk/").status_code == 302
        assert told("account.factors_forgotten") == [{"proof": "in_person", "factors": "1"}]

    def test_nobody_takes_their_own_and_nobody_without_the_right(self, cast):
        url = reverse("desk:account_factors", args=[cast.adam.pk])
        assert sign_in(cast.adam).post(url, {"proof": "in_person"}).status_code == 422
        assert sign_in(cast.coco).get(url).status_code == 404
        with pytest.raises(NotAllowed):
            actions.forget_factors(by=cast.actor("coco"), user=cast.vida, proof=Proof.IN_PERSON)

    def test_its_owner_is_written_to(self, cast, settings):
        settings.MAIL_IS_SET_UP = True
        url = reverse("desk:account_factors", args=[cast.vida.pk])
        sign_in(cast.adam).post(url, {"proof": "by_lead"})
        assert [m.to for m in mail.outbox] == [[cast.vida.email]]
