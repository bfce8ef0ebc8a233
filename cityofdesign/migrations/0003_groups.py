from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = {
    "Editors": ["policies.add_figure", "policies.change_figure", "policies.view_figure", "policies.view_issuingbody"],
    "Moderators": [
        "policies.add_figure",
        "policies.change_figure",
        "policies.view_figure",
        "policies.add_issuingbody",
        "policies.change_issuingbody",
        "policies.view_issuingbody",
        "cityofdesign.change_sitesettings",
    ],
    "Registry officers": [
        "wagtailadmin.access_admin",
        "centres.prepare_round",
        "centres.view_round",
        "centres.view_centre",
        "centres.view_district",
        "centres.view_scheme",
        "centres.view_sector",
    ],
    "Registry approvers": [
        "wagtailadmin.access_admin",
        "centres.prepare_round",
        "centres.approve_round",
        "centres.view_round",
        "centres.view_centre",
        "centres.add_district",
        "centres.change_district",
        "centres.view_district",
        "centres.change_scheme",
        "centres.view_scheme",
        "centres.add_sector",
        "centres.change_sector",
        "centres.view_sector",
    ],
}


def create_groups(apps, schema_editor):
    for label in ("wagtailadmin", "cityofdesign", "centres", "policies"):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, permissions in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for permission in permissions:
            app_label, codename = permission.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=app_label, codename=codename)
            )


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__startswith="Registry ").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cityofdesign", "0002_pages"),
        ("centres", "0001_initial"),
        ("policies", "0001_initial"),
        ("wagtailadmin", "0005_editingsession_is_editing"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(create_groups, remove_groups)]
