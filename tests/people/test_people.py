"""People: sealed at rest, found by how a name sounds, within reach only."""

import json
import sqlite3
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection, transaction

from sukoon.accounts.mfa_adapter import SealedSecrets
from sukoon.accounts.roles import console_actor
from sukoon.audit.models import AuditEntry
from sukoon.config import doctor
from sukoon.config.cli import main
from sukoon.core import clock, keys
from sukoon.core.access import Actor, Grant, NotAllowed, Reach
from sukoon.core.permissions import Permission
from sukoon.core.vault import Sealed, VaultBroken, seal, seal_bytes, unseal, unseal_bytes
from sukoon.people import actions, queries
from sukoon.people.models import Person, PersonName, PersonPhone, PersonToken
from sukoon.people.naming import Verdict
from sukoon.people.problems import PhoneUnreadable, TextTooLong
from tests.factories import UserFactory
from tests.people.conftest import OTHERS

pytestmark = pytest.mark.django_db
TEAM = uuid4()


def worker(team=TEAM, *permissions):
    held = permissions or (Permission.PERSON_VIEW, Permission.PERSON_WRITE)
    return Actor(uuid4(), "care_worker", frozenset(Grant(p, Reach.TEAM, org_id=team) for p in held))


@pytest.fixture
def by():
    return worker()


@pytest.fixture
def ring(tmp_path, settings):
    settings.KEY_FOLDER = tmp_path / "keys"
    return keys.ring


def person(by, *names, phones=()):
    return actions.record_person(
        by=by, names=names, phones=phones, org_id=TEAM, area_path="PK/PK5/"
    )


def test_a_name_is_found_by_another_spelling_and_another_script(by):
    kept = person(by, "محمد اسلم خان", phones=["0300 1234567"])
    person(by, "Muhammad Akram Khan")
    for wanted in ("Mohd Aslam Khan", "Mohammad Aslam Khaan", "محمد اسلم خان"):
        first = queries.search(by, wanted)[0]
        assert (first.person, first.verdict) == (kept, Verdict.SAME)
    assert queries.by_phone(by, "+923001234567") == [kept]


class TestACrowd:
    """Every twentieth man is called Muhammad and Khan: a search looks at the rarer of a name first."""

    @pytest.fixture(autouse=True)
    def few(self, monkeypatch):
        from sukoon.people.queries import persons

        monkeypatch.setattr(persons, "MOST_LOOKED_AT", 4)
        monkeypatch.setattr(persons, "ENOUGH", 3)

    def test_hides_nobody_who_shares_the_rarer_names(self, by):
        for _ in range(8):
            person(by, "Muhammad Iqbal Khan")
        kept = person(by, "Muhammad Zarghun Khan")
        found = queries.search(by, "Mohd Zarghun Khan")
        assert (found[0].person, found[0].verdict) == (kept, Verdict.SAME)

    def test_is_looked_at_where_nobody_in_reach_has_the_rarer_names(self, by, stranger):
        for _ in range(3):
            actions.record_person(by=stranger, names=["Muhammad Zarghun Khan"], phones=(),
                                  org_id=OTHERS, area_path="PK/PK5/")  # fmt: skip
        kept = person(by, "Muhammad Khan")
        for n in range(5):
            person(by, f"Muhammad {'ABCDE'[n]}slam Khan")
        assert kept in [match.person for match in queries.search(by, "Muhammad Zarghun Khan")]


def test_a_person_without_a_name_is_normal(by):
    kept = person(by)
    assert kept.names.count() == kept.tokens.count() == 0


def test_another_team_finds_nothing(by):
    person(by, "Zarghuna")
    assert queries.search(worker(uuid4()), "Zarghuna") == []
    assert queries.search(worker(TEAM, Permission.PERSON_WRITE), "Zarghuna") == []


def test_who_may_not_write_is_stopped():
    with pytest.raises(NotAllowed):
        person(worker(TEAM, Permission.PERSON_VIEW), "Zarghuna")
    with pytest.raises(NotAllowed):
        person(worker(uuid4()), "Zarghuna")


def test_reading_one_person_leaves_a_trace_and_needs_reach(by):
    kept = person(by, "Zarghuna")
    actions.note_read(by=by, person=kept)
    assert AuditEntry.objects.filter(
        event="person.read", subject_id=kept.pk, actor_id=by.id
    ).exists()
    with pytest.raises(NotAllowed):
        actions.note_read(by=worker(uuid4()), person=kept)


@pytest.mark.parametrize("phone", ["12", "call me", "+", "0" * 40])
def test_a_number_that_is_none_is_refused(by, phone):
    with pytest.raises(PhoneUnreadable):
        person(by, "Zarghuna", phones=[phone])
    assert not Person.objects.exists()


def test_a_name_without_end_is_refused(by):
    with pytest.raises(TextTooLong):
        person(by, "x" * 201)


def test_names_and_numbers_never_reach_the_audit(by):
    person(by, "Zarghuna Bibi", phones=["03001234567"])
    told = json.dumps(list(AuditEntry.objects.values("event", "told")))
    assert "Zarghuna" not in told
    assert "3001234567" not in told


@pytest.mark.django_db(transaction=True)
def test_the_database_holds_no_name_and_no_number(by, tmp_path):
    """Look into the raw pages of a real file, with the log that SQLite keeps beside it."""
    told = ["Zarghuna Qalandari", "زرغونه قلندري"]
    person(by, *told, phones=["0345 9876543"])
    if connection.vendor != "sqlite":
        rows = [bytes(r) for r in PersonName.objects.values_list("text", flat=True)]
        raw = b"".join(rows) + json.dumps(list(PersonToken.objects.values_list("token"))).encode()
    else:
        path = tmp_path / "copy.sqlite3"
        copy = sqlite3.connect(path)
        connection.connection.backup(copy)
        copy.close()
        raw = path.read_bytes()
    assert len(raw) > 100
    for text in (*told, "9876543", "Zarghuna", "zrgn"):
        for encoding in ("utf-8", "utf-16-le"):
            assert text.encode(encoding) not in raw


def test_a_sealed_value_moved_to_another_row_or_column_does_not_open(by):
    mine, other = person(by, "Zarghuna").names.get(), person(by, "Palwasha").names.get()
    PersonName.objects.filter(pk=mine.pk).update(
        text=Sealed(PersonName.objects.values_list("text", flat=True).get(pk=other.pk))
    )
    with pytest.raises(VaultBroken):
        _ = PersonName.objects.get(pk=mine.pk).text


def test_changed_bytes_and_lost_keys_do_not_open(ring):
    sealed = seal("Zarghuna", where=b"x")
    assert unseal(sealed, where=b"x") == "Zarghuna"
    for broken in (sealed[:-1], sealed[:1] + b"\x00\x09" + sealed[3:], b"", b"\x07" + sealed[1:]):
        with pytest.raises(VaultBroken):
            unseal(broken, where=b"x")
    with pytest.raises(VaultBroken):
        unseal(sealed, where=b"y")
    assert repr(sealed) == "<sealed>"


def test_two_seals_of_one_name_differ():
    assert seal("Zarghuna", where=b"x") != seal("Zarghuna", where=b"x")


def test_an_encrypted_field_cannot_be_filtered_updated_or_read_past_its_seal(by):
    kept = person(by, "Zarghuna").names.get()
    for careless in (
        lambda: PersonName.objects.filter(text="Zarghuna").count(),
        lambda: PersonName.objects.update(text="Zarghuna"),
    ):
        with pytest.raises(TypeError, match="encrypted"), transaction.atomic():
            careless()
    assert isinstance(PersonName.objects.values_list("text", flat=True).get(pk=kept.pk), Sealed)


def test_keys_rotate_moves_everything_and_finds_everybody(by, ring, capsys):
    kept = person(by, "Zarghuna Khan", phones=["03001234567"])
    before = bytes(PersonName.objects.values_list("text", flat=True).get())
    assert main(["keys", "rotate", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["remaining"], told["source"]) == (2, 0, "file")
    assert told["moved"] == 4
    assert bytes(PersonName.objects.values_list("text", flat=True).get()) != before
    assert PersonPhone.objects.get().text == "+923001234567"
    assert queries.search(by, "زرغونہ خان")[0].person == kept
    assert {t.key_version for t in PersonToken.objects.all()} == {2}


def test_a_rotation_that_broke_off_is_taken_up_and_everybody_is_found_meanwhile(by, ring, capsys):
    for n in range(3):
        person(by, f"Zarghuna {'abc'[n]}khan")
    keys.write_ring(keys.ring().with_new_key())
    actions.move_to_current_key(by=console_actor(), most=1)
    new = person(by, "Zarghuna dkhan")
    assert queries.left_on_older_keys() > 0
    assert len(queries.search(by, "Zarghuna")) == 4
    assert main(["keys", "rotate", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["remaining"]) == (2, 0)
    assert PersonName.objects.get(person=new).text == "Zarghuna dkhan"


def test_a_rotation_moves_files_and_second_factors_too(ring, settings, tmp_path, capsys):
    """Afterwards the older key may go: everything opens without it."""
    settings.UPLOADS = tmp_path / "uploads"
    settings.UPLOADS.mkdir()
    letter, other = settings.UPLOADS / ("a" * 32), settings.UPLOADS / ("b" * 32)
    ring()
    letter.write_bytes(seal_bytes(b"her letter", where=letter.name.encode()))
    other.write_bytes(b"\x01\x00\x01 begins like one that is sealed")
    user, secret = UserFactory(), generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    keys.write_ring(keys.ring().with_new_key())
    assert queries.left_on_older_keys() == 3
    # A batch takes second factors before it looks for files.
    assert [actions.move_to_current_key(by=console_actor(), most=1) for _ in range(2)] == [1, 1]
    assert queries.left_on_older_keys() == 1
    assert main(["keys", "rotate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["remaining"] == 0
    keys.write_ring(keys.ring().without({1}))
    assert unseal_bytes(letter.read_bytes(), where=letter.name.encode()) == b"her letter"
    assert other.read_bytes() == b"\x01\x00\x01 begins like one that is sealed"
    assert {p.stat().st_mode & 0o777 for p in (letter,)} == {0o600}
    assert len(list(settings.UPLOADS.iterdir())) == 2
    kept = Authenticator.objects.get(user=user, type="totp")
    assert SealedSecrets().decrypt(kept.data["secret"]) == secret
    kept = Authenticator.objects.get(user=user, type="recovery_codes")
    assert RecoveryCodes(kept).get_unused_codes() == codes


def test_who_is_not_the_platform_rotates_no_keys(by):
    with pytest.raises(NotAllowed):
        actions.move_to_current_key(by=by, most=1)


def test_keys_that_are_gone_are_never_replaced_by_others(by, ring):
    """A disk that is not mounted: nothing is sealed under a new ring, and the doctor says so."""
    made = person(by, "Zarmina Gul")
    kept = ring()
    folder = keys.ring_file().parent
    folder.rename(folder.with_name("unmounted"))
    with pytest.raises(keys.KeysMissing):
        person(by, "Palwasha")
    assert not folder.exists()
    found = [f for f in doctor.examine(now=clock.now()) if f.check == "keys"]
    assert [f.ok for f in found] == [False]
    assert "copy" in found[0].said
    folder.with_name("unmounted").rename(folder)
    assert ring() == kept
    assert queries.shown_name(by, made) == "Zarmina Gul"
