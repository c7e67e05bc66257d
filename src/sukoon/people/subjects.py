"""What this area holds about a person, for their copy and their erasure."""

from django.utils.translation import gettext_lazy as _

from sukoon.core.subjects import How, Records
from sukoon.people.words import Disability

RECORDS = (
    Records(
        model="people.Person", person="id", title=_("Record"), erased=How.BLANK,
        tells={
            "alias": _("Alias"), "born": _("Born"), "age_told": _("Age told"),
            "age_told_on": _("Told on"), "sex": _("Sex"), "gender": _("Gender"),
            "displacement": _("Displacement"), "disability": _("Disability"),
            "address": _("Address"), "created_at": _("Recorded at"),
        },
        blanks={"disability": Disability.NOT_TOLD}, touched="updated_at",
    ),
    Records(
        model="people.PersonName", person="person_id", title=_("Names"), erased=How.DELETE,
        tells={"kind": _("Kind"), "text": _("Name"), "created_at": _("Recorded at")},
    ),
    Records(
        model="people.PersonPhone", person="person_id", title=_("Telephone numbers"),
        erased=How.DELETE, tells={
            "text": _("Telephone number"), "whose": _("Whose"), "safe_to_call": _("Safe to call"),
            "safe_from": _("Safe from"), "safe_until": _("Safe until"),
            "safe_to_leave_word": _("Safe to leave a message"), "note": _("Note"),
            "created_at": _("Recorded at"),
        },
    ),
    Records(
        model="people.PersonIdentifier", person="person_id", title=_("Identity papers"),
        erased=How.DELETE, tells={"kind": _("Kind"), "text": _("Number")},
    ),
    Records(
        model="people.PersonLanguage", person="person_id", title=_("Languages"),
        erased=How.DELETE, tells={"code": _("Language")},
    ),
    Records(
        model="people.PersonLink", person="person_id", title=_("Guardians and carers"),
        erased=How.DELETE, tells={
            "kind": _("What they are"), "other_name": _("Name"), "other_phone": _("Telephone number"),
            "is_risk": _("Is a danger"), "began_on": _("Since"), "ended_on": _("Until"),
        },
    ),
    Records(
        model="people.HouseholdMember", person="person_id", title=_("Household"),
        erased=How.DELETE,
        tells={"is_head": _("Head"), "joined_on": _("Since"), "left_on": _("Until")},
    ),
    Records(
        model="people.PersonChange", person="person_id", title=_("Changes of the record"),
        erased=How.KEEP, why=_("It says which line changed, and nothing of what it held."),
        tells={"field": _("What"), "created_at": _("Recorded at")},
    ),
    Records(
        model="people.PersonConflict", person="person_id", title=_("Changes that waited"),
        erased=How.DELETE, tells={"field": _("What"), "wanted": _("Wanted")},
    ),
    Records(
        model="people.PersonToken", person="person_id", title=_("Search tokens"),
        erased=How.DELETE, tells={"kind": _("Kind")}, untold=frozenset({"token"}),
    ),
    Records(
        model="people.Consent", person="person_id", title=_("Consents"), erased=How.BLANK,
        tells={
            "purpose": _("Purpose"), "recipient": _("To whom"), "shared": _("What may be shared"),
            "answer": _("Answer"), "given_by": _("Given by"), "guardian": _("Guardian"),
            "reason": _("Why one answered alone"), "manner": _("How"), "language": _("Language"),
            "notice": _("Notice read out"), "given_at": _("Given at"),
            "expires_at": _("Runs out at"), "ended_at": _("Ended at"), "end_reason": _("Why it ended"),
        },
        touched="given_at",
    ),
    Records(
        model="people.PersonMerge", person="merged_id", title=_("Merged records"),
        erased=How.KEEP, why=_("It says that two records are one person, and nothing of who."),
        tells={"created_at": _("Recorded at"), "undone_at": _("Undone at")},
    ),
    Records(
        model="people.DuplicatePair", person="first_id", title=_("Records that look alike"),
        erased=How.DELETE, tells={"status": _("Decision"), "decided_at": _("Decided at")},
    ),
    Records(
        model="people.LegalHold", person="person_id", title=_("Legal holds"), erased=How.KEEP,
        why=_("It says why nothing could be erased, and until when."),
        tells={"created_at": _("Recorded at"), "reason": _("Reason"), "lifted_at": _("Lifted at")},
    ),
    Records(
        model="people.SubjectRequest", person="person_id", title=_("Requests"), erased=How.BLANK,
        tells={
            "kind": _("Kind"), "said": _("What was asked"), "asked_on": _("Asked on"),
            "due_on": _("Due on"), "status": _("Status"),
        },
    ),
    Records(
        model="people.SubjectStep", person="request__person_id", title=_("Answers to requests"),
        erased=How.BLANK,
        tells={"status": _("Status"), "said": _("Answer"), "created_at": _("Recorded at")},
    ),
    Records(
        model="people.Erasure", person="person_id", title=_("Erasure"), erased=How.KEEP,
        why=_("It says that this record was erased, when and on which request."),
        tells={"created_at": _("Recorded at"), "is_whole": _("All of it")},
    ),
)  # fmt: skip
