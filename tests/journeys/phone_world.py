"""Makes a team with a lead and two workers in Swat, and prints a code for a phone of each.

Run as a script beside a prepared database, before the server starts.
"""

import json
import sys

import django

PASSWORD = "correct horse battery staple"

if __name__ == "__main__":
    django.setup()
    from django.utils import timezone

    from sukoon.accounts import actions as accounts
    from sukoon.accounts.roles import actor_for, console_actor
    from sukoon.places import queries as places
    from sukoon.services import actions as services
    from sukoon.services.models import Activity
    from sukoon.workforce import actions as workforce

    by, area = console_actor(), places.area("PK532") or places.areas().filter(level=2)[0]
    team = workforce.record_organisation(by=by, name="Misaal", type="national_ngo")
    activity = Activity.objects.filter(is_group=False, counts_people=True).order_by("code")[0]
    services.record(
        by=by, reported_on=timezone.localdate(),
        draft=services.ServiceDraft(
            organisation=team, activity=activity, areas=(area,), status="under_way",
            description="Counselling", opening_hours="Mon-Fri 9-14", public_phone="+92946000000",
        ),
    )  # fmt: skip
    told = {}
    for name, role in (("lead", "care_lead"), ("one", "community_worker"), ("two", "care_worker")):
        user = accounts.create_account(
            by=by, email=f"{name}@example.org", full_name=f"Farzi {name}", password=PASSWORD,
            language=sys.argv[1] if len(sys.argv) > 1 else "ur", synthetic=True,
        )  # fmt: skip
        accounts.give_role(by=by, user=user, role=role, org_id=team.pk, area=area)
        told[name] = accounts.make_device_code(by=actor_for(user, now=timezone.now()), user=user)
    sys.stdout.write(json.dumps(told) + "\n")
