from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "sukoon.config"
    label = "config"

    def ready(self) -> None:
        from sukoon.accounts import alert_rules  # noqa: PLC0415
        from sukoon.cases import fields  # noqa: PLC0415
        from sukoon.config.neighbours import register_neighbours  # noqa: PLC0415
        from sukoon.config.operation_kinds import register_operations  # noqa: PLC0415
        from sukoon.config.panels import register_panels  # noqa: PLC0415
        from sukoon.config.reactions import register_reactions  # noqa: PLC0415 - needs loaded apps
        from sukoon.config.subjects import register_subjects  # noqa: PLC0415
        from sukoon.config.tasks import register_tasks  # noqa: PLC0415
        from sukoon.core import pack_rules  # noqa: PLC0415
        from sukoon.instruments import definitions, wording  # noqa: PLC0415
        from sukoon.pathways import checking, medicines  # noqa: PLC0415
        from sukoon.people import identifiers, notices  # noqa: PLC0415
        from sukoon.referrals import definitions as referrals  # noqa: PLC0415
        from sukoon.risk import definitions as risk  # noqa: PLC0415
        from sukoon.supervision import definitions as supervision  # noqa: PLC0415
        from sukoon.sync import brought  # noqa: PLC0415

        pack_rules.register("instruments", definitions.check)
        pack_rules.register("wording", wording.check)
        pack_rules.register("sounds", brought.check)
        pack_rules.register("identifiers", identifiers.check)
        pack_rules.register("notices", notices.check)
        pack_rules.register("security", alert_rules.check)
        register_neighbours()
        pack_rules.register("risk", risk.check)
        pack_rules.register("fields", fields.check)
        pack_rules.register("pathways", checking.check)
        pack_rules.register("medicines", medicines.check)
        pack_rules.register("supervision", supervision.check)
        pack_rules.register("referrals", referrals.check)
        register_operations()
        register_panels()
        register_reactions()
        register_subjects()
        register_tasks()
