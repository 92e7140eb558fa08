"""The groups of the staff get names in the screens' default language, as their workflows have; names that somebody chose
are left alone."""

from django.db import migrations

NAMES = {"Authors": "Mualliflar", "Approvers": "Tasdiqlovchilar", "Second approvers": "Ikkinchi tasdiqlovchilar"}


def rename(apps, names):
    groups = apps.get_model("auth.Group").objects
    for old, new in names.items():
        if not groups.filter(name=new).exists():
            groups.filter(name=old).update(name=new)


def forwards(apps, schema_editor):
    rename(apps, NAMES)


def backwards(apps, schema_editor):
    rename(apps, {new: old for old, new in NAMES.items()})


class Migration(migrations.Migration):
    dependencies = [("desk", "0011_indexes_by_state"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(forwards, backwards)]
