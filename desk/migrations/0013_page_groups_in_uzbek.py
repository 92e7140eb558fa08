"""What Wagtail makes for its pages, two groups and their workflow, is named in the screens' default language too; names
that somebody chose are left alone. Wagtail's own migrations, which look for the groups by name, run before."""

from django.db import migrations

GROUPS = {"Editors": "Sahifa muharrirlari", "Moderators": "Sahifa moderatorlari"}
APPROVAL = {"Moderators approval": "Sahifalarni tasdiqlash"}
NAMES = {"auth.Group": GROUPS, "wagtailcore.Task": APPROVAL, "wagtailcore.Workflow": APPROVAL}


def rename(apps, model, names):
    rows = apps.get_model(model).objects
    for old, new in names.items():
        if not rows.filter(name=new).exists():
            rows.filter(name=old).update(name=new)


def forwards(apps, schema_editor):
    for model, names in NAMES.items():
        rename(apps, model, names)


def backwards(apps, schema_editor):
    for model, names in NAMES.items():
        rename(apps, model, {new: old for old, new in names.items()})


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0012_groups_in_uzbek"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
