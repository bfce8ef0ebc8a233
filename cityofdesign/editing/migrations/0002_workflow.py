from django.db import migrations

NAME = "Second person · 双人审核"
GROUP = "Moderators"


def create_workflow(apps, schema_editor):
    """The root of all pages gets our workflow in place of the one that Wagtail puts there."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    FourEyesTask = apps.get_model("editing", "FourEyesTask")

    kind, _created = ContentType.objects.get_or_create(app_label="editing", model="foureyestask")
    group, _created = Group.objects.get_or_create(name=GROUP)
    task = FourEyesTask.objects.create(name=NAME, content_type=kind)
    task.groups.add(group)
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for page in Page.objects.filter(depth=1):
        old = WorkflowPage.objects.filter(page=page).values_list("workflow", flat=True).first()
        Workflow.objects.filter(pk=old).update(active=False)
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})


def remove_workflow(apps, schema_editor):
    for label, model in (("wagtailcore", "Workflow"), ("editing", "FourEyesTask")):
        apps.get_model(label, model).objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("editing", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_workflow, remove_workflow)]
