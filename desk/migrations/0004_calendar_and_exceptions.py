"""Who keeps the calendar of days off, and who may move, excuse or replace a single occurrence."""

from django.db import migrations

GROUPS = {
    "Authors": {
        ("scheduler", "calendarday"): "add change delete view",
        ("scheduler", "confirmedholiday"): "add change delete view",
        ("scheduler", "occurrence"): "change",
    },
    "Approvers": {
        ("scheduler", "calendarday"): "view",
        ("scheduler", "confirmedholiday"): "view",
        ("scheduler", "occurrence"): "change",
    },
}


def forwards(apps, schema_editor):
    get = apps.get_model

    def permission(app, model, verb):
        # on an empty database Django makes permissions only after all migrations: same names as it would give
        content_type, _ = get("contenttypes.ContentType").objects.get_or_create(app_label=app, model=model)
        return get("auth.Permission").objects.get_or_create(
            content_type=content_type, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {model}"}
        )[0]

    for name, rights in GROUPS.items():
        group, _ = get("auth.Group").objects.get_or_create(name=name)
        for (app, model), verbs in rights.items():
            group.permissions.add(*[permission(app, model, verb) for verb in verbs.split()])


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0003_mail_waits_between_tries"),
        ("scheduler", "0003_plan_in_depth"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
