"""Who may make groups of channels: approvers; authors see them."""

from django.db import migrations

RIGHTS = {"Authors": ("view",), "Approvers": ("add", "change", "delete", "view")}


def forwards(apps, schema_editor):
    get = apps.get_model
    content_type, _ = get("contenttypes.ContentType").objects.get_or_create(app_label="content", model="channelgroup")
    for name, verbs in RIGHTS.items():
        group, _ = get("auth.Group").objects.get_or_create(name=name)
        for verb in verbs:
            # on an empty database Django makes permissions only after all migrations: same names as it would give
            permission, _ = get("auth.Permission").objects.get_or_create(
                content_type=content_type,
                codename=f"{verb}_channelgroup",
                defaults={"name": f"Can {verb} group of channels"},
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0005_video_library"),
        ("content", "0003_channels_in_depth"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
