"""Who may bring videos into the library: those who may bring pictures and documents."""

from django.db import migrations

GROUPS = ("Authors", "Approvers")
# Wagtail's media asks for "change" also where a video is only chosen
VERBS = ("add", "change")


def forwards(apps, schema_editor):
    get = apps.get_model
    # rights hang on the package's own model, whatever model the library uses
    content_type, _ = get("contenttypes.ContentType").objects.get_or_create(app_label="wagtailmedia", model="media")
    root = get("wagtailcore.Collection").objects.get(depth=1)
    for verb in VERBS:
        # on an empty database Django makes permissions only after all migrations: same names as it would give
        permission, _ = get("auth.Permission").objects.get_or_create(
            content_type=content_type, codename=f"{verb}_media", defaults={"name": f"Can {verb} media"}
        )
        for name in GROUPS:
            group, _ = get("auth.Group").objects.get_or_create(name=name)
            get("wagtailcore.GroupCollectionPermission").objects.get_or_create(
                group=group, collection=root, permission=permission
            )


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0004_calendar_and_exceptions"),
        # it gives every group its rights anew, and stumbles over those given here
        ("wagtailmedia", "0005_alter_media_options"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
