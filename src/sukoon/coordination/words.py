"""The words of coordination. Codes are stored and exchanged: change one only with a migration."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Pledges


class PledgeKind(TextChoices):
    """What a commitment gives. One may give several."""

    FINANCIAL = "financial", _("Financial")
    MATERIAL = "material", _("Material")
    TECHNICAL = "technical", _("Technical")
    POLICY = "policy", _("Policy")


class Stage(TextChoices):
    """How far a commitment is, as its signatory says (the stages of the global pledge forms)."""

    NOT_TOLD = "not_told", _("Not told yet")
    PLANNING = "planning", _("Planning stage")
    IN_PROGRESS = "in_progress", _("In progress")
    FULFILLED = "fulfilled", _("Fulfilled")


class Standing(TextChoices):
    """What deserves a question about a commitment."""

    SILENT = "silent", _("Silent")
    LATE = "late", _("Past its deadline")
    KEPT = "kept", _("Fulfilled, as told")
    ON_COURSE = "on_course", _("In time")


class Measure(TextChoices):
    """From which of our records the progress of a commitment is computed."""

    NONE = "none", _("Nothing we hold")
    SERVICES = "services", _("Services in the register")
    PLACES = "places", _("Districts with a service in the register")
    WORKERS = "workers", _("Workers in the register")
    CONTACTS = "contacts", _("Contacts in accepted returns")
    EMERGENCIES = "emergencies", _("Emergencies with a deployment")
    EXERCISES = "exercises", _("Simulation exercises held")
    MEETINGS = "meetings", _("Meetings held")
    TRAINED = "trained", _("People trained, in records of trainings")
    PROGRAMMES = "programmes", _("Programmes running, in the catalogue and the register")


class Counts(TextChoices):
    """Whether a service counts towards a commitment."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    LOOK = "look", _("Look")


class Why(TextChoices):
    """Why the register thinks that a service does, or does not, count."""

    SAME_WORK = "same_work", _("Same partner, an activity of the commitment")
    OTHER_WORK = "other_work", _("Same partner, another activity")
    OTHER_PARTNER = "other_partner", _("Found by place and activity; another partner")
    NOT_RUNNING = "not_running", _("Planned only, or it ended before the commitment began")
    DECIDED = "decided", _("Decided by the coordinator")


# Groups and meetings


class GroupKind(TextChoices):
    STEERING = "steering", _("Steering committee")
    SECRETARIAT = "secretariat", _("Secretariat")
    WORKING = "working", _("Working group")
    SUB = "sub", _("Sub-group")
    EMERGENCY = "emergency", _("Group in an emergency")


class MemberRole(TextChoices):
    CHAIR = "chair", _("Chair")
    CO_CHAIR = "co_chair", _("Co-chair")
    SECRETARY = "secretary", _("Secretary")
    MEMBER = "member", _("Member")
    OBSERVER = "observer", _("Observer")


class MeetingStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    AGREED = "agreed", _("Minutes agreed")
    CANCELLED = "cancelled", _("Cancelled")


class Presence(TextChoices):
    """How somebody took part. A number of a list may be left out, or not say how."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    PRESENT = "present", _("Present; how was not told")
    ABSENT = "absent", _("Absent")
    NOT_LISTED = "not_listed", _("The list leaves this number out")


class ActionState(TextChoices):
    OPEN = "open", _("Open")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class ReminderKind(TextChoices):
    SENT = "sent", _("Sent after the meeting")
    BEFORE = "before", _("Before it is due")
    LATE = "late", _("After it was due")


# The minimum service package


class PackageStatus(TextChoices):
    NOT_TOLD = "not_told", _("Not told yet")
    NOT_DONE = "not_done", _("Not done")
    PLANNED = "planned", _("Planned")
    PARTLY = "partly", _("Partly done")
    FULLY = "fully", _("Fully done")


class PackageKind(TextChoices):
    CORE = "core", _("Core actions")
    ADDITIONAL = "additional", _("Additional actions")


class Priority(TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class PackageFinding(TextChoices):
    """What the status and the register say together about an activity in an area."""

    GAP = "gap", _("Gap: nobody in the register")
    LOOK = "look", _("Look: told as done, nobody in the register")
    TELL = "tell", _("In the register; say how far it is")
    BEGUN = "begun", _("Begun")
    COVERED = "covered", _("Covered")


class Ingredient(TextChoices):
    STAFF = "staff", _("Staff")
    TRAINING = "training", _("Training")
    SUPPLIES = "supplies", _("Supplies")
    TRANSPORT = "transport", _("Transport")
    SPACE = "space", _("Space")
    OTHER = "other", _("Other")


# Plans


class Phase(TextChoices):
    """EPIS: from looking to lasting."""

    EXPLORATION = "exploration", _("Exploration")
    PREPARATION = "preparation", _("Preparation")
    IMPLEMENTATION = "implementation", _("Implementation")
    SUSTAINMENT = "sustainment", _("Sustainment")


class PlanStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("In force")
    CLOSED = "closed", _("Closed")


class ObjectiveState(TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class BudgetHead(TextChoices):
    COORDINATION = "coordination", _("Coordination mechanism")
    DIGITAL = "digital", _("Digital solution")
    HUMAN_RESOURCES = "human_resources", _("Human resources")
    SERVICES = "services", _("MHPSS services")
    CAMPAIGN = "campaign", _("Mental health education campaign")


class Readiness(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class PolicyKind(TextChoices):
    ACT = "act", _("Law")
    POLICY = "policy", _("Policy or strategy")
    GUIDELINE = "guideline", _("Guideline")
    INTERVENTION = "intervention", _("Intervention to endorse")


class PolicyState(TextChoices):
    DRAFTED = "drafted", _("Drafted")
    SUBMITTED = "submitted", _("Submitted")
    PENDING = "pending", _("Pending")
    ENDORSED = "endorsed", _("Endorsed")
    REFUSED = "refused", _("Refused")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("No longer in force")


# What is known and learned


class Evidence(TextChoices):
    """How well an intervention is tested."""

    HERE = "here", _("Trials in Pakistan")
    ELSEWHERE = "elsewhere", _("Trials in other countries")
    GUIDELINE = "guideline", _("A guideline recommends it")
    PRACTICE = "practice", _("In use; no trial known to us")
    NOT_TOLD = "not_told", _("Not told")


class Alignment(TextChoices):
    """How far an intervention agrees with the national model."""

    ALIGNED = "aligned", _("Agrees with the national model")
    PARTLY = "partly", _("Agrees in part")
    NOT = "not", _("Does not agree")
    NOT_JUDGED = "not_judged", _("Not judged yet")


class LogKind(TextChoices):
    POLICY_GAP = "policy_gap", _("Gap in policy")
    LESSON = "lesson", _("Lesson learned")


class LogState(TextChoices):
    OPEN = "open", _("Open")
    TAKEN_UP = "taken_up", _("Taken up")
    SETTLED = "settled", _("Settled")
    DROPPED = "dropped", _("Dropped")


class Unknown(TextChoices):
    """What is not known of an organisation."""

    SERVICES = "services", _("No service of it stands in the register.")
    WORKERS = "workers", _("No active worker of it that you may see is named.")
    ROLE = "role", _("It has no role in a group.")
    STATEMENT = "statement", _("No statement of it is kept.")
    ANSWER = "answer", _("It was asked for something and has not answered.")
