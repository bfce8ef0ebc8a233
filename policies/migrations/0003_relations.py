from django.db import migrations

KINDS = ("supersedes", "amends", "implements")


def move(apps, schema_editor):
    """What stood in three fields of a document becomes one relation for each earlier document."""
    PolicyPage, Relation = apps.get_model("policies", "PolicyPage"), apps.get_model("policies", "Relation")
    found = {}
    for kind in KINDS:
        named = PolicyPage.objects.filter(**{f"{kind}__isnull": False})
        for page, target in named.order_by("pk").values_list("pk", f"{kind}_id"):
            if page != target:
                found.setdefault(frozenset((page, target)), Relation(page_id=page, kind=kind, target_id=target))
    Relation.objects.bulk_create(found.values())


def move_back(apps, schema_editor):
    """Each field takes one of its kind, for it holds no more."""
    PolicyPage, Relation = apps.get_model("policies", "PolicyPage"), apps.get_model("policies", "Relation")
    for page, kind, target in Relation.objects.order_by("pk").values_list("page_id", "kind", "target_id"):
        PolicyPage.objects.filter(pk=page).update(**{f"{kind}_id": target})


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_documents")]
    operations = [migrations.RunPython(move, move_back)]
