from django.contrib.auth.management import create_permissions
from django.db import migrations

PREPARING = [
    f"{action}_{model}"
    for model in ("edition", "award", "series", "scenario")
    for action in ("add", "change", "view")
]
GROUPS = {
    "Editors": [*PREPARING, "delete_award"],
    "Moderators": [
        *PREPARING,
        "delete_award",
        "delete_edition",
        "delete_scenario",
        "delete_series",
        "release_award",
    ],
}


def grant(apps, schema_editor):
    config = apps.get_app_config("events")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(content_type__app_label="events", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("cityofdesign", "0003_groups"),
        ("events", "0004_competitions"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
