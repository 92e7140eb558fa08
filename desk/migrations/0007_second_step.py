"""The workflow of two steps and the group that decides the second: who is in it has the rights of an approver."""

from django.db import migrations

GROUP = "Second approvers"
# names in the database are in the screens' default language: they cannot follow the reader
WORKFLOW = "Postlarni ikki bosqichda tasdiqlash"
TASK = "Ikkinchi bosqich tasdigʻi"


def forwards(apps, schema_editor):
    get = apps.get_model
    kind, _ = get("contenttypes.ContentType").objects.get_or_create(app_label="content", model="secondapprovaltask")
    approvers = get("auth.Group").objects.get(name="Approvers")
    group, _ = get("auth.Group").objects.get_or_create(name=GROUP)
    group.permissions.add(*approvers.permissions.all())
    collection_rights = get("wagtailcore.GroupCollectionPermission").objects
    for right in collection_rights.filter(group=approvers):
        collection_rights.get_or_create(
            group=group, collection_id=right.collection_id, permission_id=right.permission_id
        )
    # the post's own workflow gives the first step: whoever decides today's only one
    default = get("wagtailcore.WorkflowContentType").objects.filter(content_type__model="post").first()
    steps = get("wagtailcore.WorkflowTask").objects
    first = steps.filter(workflow_id=default.workflow_id).order_by("sort_order").first() if default else None
    if first is None or get("content.SecondApprovalTask").objects.exists():
        return
    second = get("content.SecondApprovalTask").objects.create(name=TASK, content_type=kind)
    second.groups.add(group)
    workflow = get("wagtailcore.Workflow").objects.create(name=WORKFLOW)
    steps.create(workflow=workflow, task_id=first.task_id, sort_order=0)
    steps.create(workflow=workflow, task=second, sort_order=1)


def backwards(apps, schema_editor):
    """Away with the workflow unless something was submitted to it; the group stays with its people."""
    get = apps.get_model
    flows = get("wagtailcore.Workflow").objects.filter(
        workflow_tasks__task__content_type__model="secondapprovaltask", workflow_states=None
    )
    flows.delete()
    get("content.SecondApprovalTask").objects.filter(task_states=None, workflow_tasks=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0006_channel_groups"),
        ("content", "0005_approval_steps_and_submissions"),
        ("scheduler", "0006_approval_of_plans"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
