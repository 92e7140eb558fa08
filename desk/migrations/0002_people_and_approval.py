"""The groups of the press service and the approval workflow of posts and templates."""

from django.db import migrations

GROUPS = {
    # name -> {(app, model): verbs}
    "Authors": {
        ("content", "post"): "add change view",
        ("content", "posttemplate"): "add change view",
        ("content", "channel"): "view",
        ("content", "organization"): "view",
        ("scheduler", "mediaplan"): "add change view",
        ("scheduler", "planitem"): "change view",
        ("scheduler", "occurrence"): "view",
        ("publishers", "delivery"): "view",
        ("publishers", "channelaccount"): "view",
    },
    "Approvers": {
        ("content", "post"): "change view",
        ("content", "posttemplate"): "change view",
        ("content", "channel"): "view",
        ("content", "organization"): "view",
        ("scheduler", "mediaplan"): "view",
        ("scheduler", "planitem"): "view",
        ("scheduler", "occurrence"): "view",
        ("publishers", "delivery"): "change view",
        ("publishers", "channelaccount"): "view",
    },
}
# Wagtail asks for the rights of its own models, whatever models the library uses
MEDIA = [("wagtailimages", "image", verb) for verb in ("add", "change", "choose")] + [
    ("wagtaildocs", "document", verb) for verb in ("add", "change", "choose")
]
# names in the database are in the screens' default language: they cannot follow the reader
WORKFLOW = "Postlarni tasdiqlash"
TASK = "Ikkinchi shaxs tasdigʻi"


def forwards(apps, schema_editor):
    get = apps.get_model

    def content_type(app, model):
        return get("contenttypes.ContentType").objects.get_or_create(app_label=app, model=model)[0]

    def permission(app, model, verb):
        # on an empty database Django makes permissions only after all migrations: same names as it would give
        return get("auth.Permission").objects.get_or_create(
            content_type=content_type(app, model),
            codename=f"{verb}_{model}",
            defaults={"name": f"Can {verb} {model}"},
        )[0]

    root = get("wagtailcore.Collection").objects.get(depth=1)
    for name, rights in GROUPS.items():
        group, _ = get("auth.Group").objects.get_or_create(name=name)
        group.permissions.add(permission("wagtailadmin", "admin", "access"))
        for (app, model), verbs in rights.items():
            group.permissions.add(*[permission(app, model, verb) for verb in verbs.split()])
        for app, model, verb in MEDIA:
            get("wagtailcore.GroupCollectionPermission").objects.get_or_create(
                group=group, collection=root, permission=permission(app, model, verb)
            )
    task, new = get("content.FourEyesTask").objects.get_or_create(
        name=TASK, defaults={"content_type": content_type("content", "foureyestask")}
    )
    if new:
        task.groups.add(get("auth.Group").objects.get(name="Approvers"))
    workflow, _ = get("wagtailcore.Workflow").objects.get_or_create(name=WORKFLOW)
    get("wagtailcore.WorkflowTask").objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for model in ("post", "posttemplate"):
        get("wagtailcore.WorkflowContentType").objects.get_or_create(
            content_type=content_type("content", model), defaults={"workflow": workflow}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
        ("content", "0001_initial"),
        ("publishers", "0001_initial"),
        ("scheduler", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        # they give every group its rights anew, and stumble over those given here
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
