import datetime

import django.db.models.deletion
from django.db import migrations, models


NAMES, NOTES, PERIOD = ("name_en", "name_zh"), ("note_en", "note_zh"), ("pk", "valid_from", "valid_to")
COLUMNS = {
    "District": ("pk", "code", *NAMES, "kind", "valid_from", "valid_to", *NOTES),
    "Scheme": (
        *("pk", "key", *NAMES, "level", "order", "subject_en", "subject_zh"),
        *("authority_en", "authority_zh", *NOTES),
    ),
    "SchemeRule": (
        *(*PERIOD, "document_number", "document_title_en", "document_title_zh", "document_url"),
        *("validity_years", "review_interval_years", "notice_working_days"),
        *("ban_years", "ban_years_serious"),
    ),
    "Completeness": (*PERIOD, *NOTES),
    "Sector": ("pk", "key", *NAMES),
}


def row_of(entry):
    values = {name: getattr(entry, name) for name in COLUMNS[type(entry).__name__]}
    return {
        name: value.isoformat() if isinstance(value, datetime.date) else value
        for name, value in values.items()
    }


def keep_reference(apps, schema_editor):
    """Editions before this are told with the tables of today."""
    District = apps.get_model("centres", "District")
    first = apps.get_model("centres", "Edition").objects.order_by("number").first()
    if first is None:
        return
    after = {}
    through = District.successors.through.objects.order_by("to_district_id")
    for before, successor in through.values_list("from_district_id", "to_district_id"):
        after.setdefault(before, []).append(successor)
    tables = {
        "districts": [
            row_of(district) | {"successors": after.get(district.pk, [])}
            for district in District.objects.order_by("pk")
        ],
        "schemes": [
            row_of(scheme)
            | {
                "rules": [row_of(rule) for rule in scheme.rules.order_by("-valid_from")],
                "complete_periods": [row_of(one) for one in scheme.complete_periods.order_by("valid_from")],
            }
            for scheme in apps.get_model("centres", "Scheme").objects.order_by("pk")
        ],
        "sectors": [row_of(sector) for sector in apps.get_model("centres", "Sector").objects.order_by("pk")],
    }
    apps.get_model("centres", "ReferenceTables").objects.create(edition=first, tables=tables)


def date_credit_codes(apps, schema_editor):
    """A code is known from the first edition with a row that states it of its holder."""
    Organisation = apps.get_model("centres", "Organisation")
    coded = dict(Organisation.objects.filter(credit_code__isnull=False).values_list("pk", "credit_code"))
    log = apps.get_model("centres", "Decision").objects.order_by("number")
    holder_of, stated, since = {}, [], {}
    for edition, centre, holder, row_facts in log.values_list(
        "edition_id", "centre_id", "holder_id", "row__facts"
    ).iterator(chunk_size=2000):
        if holder:
            holder_of[edition, centre] = holder_of[centre] = holder
        if code := (row_facts or {}).get("credit_code"):
            stated.append((edition, centre, holder_of.get(centre), code))
    for edition, centre, holder, code in stated:
        holder = holder_of.get((edition, centre), holder)
        if coded.get(holder) == code:
            since.setdefault(holder, edition)
    for pk in coded:
        organisation = Organisation.objects.get(pk=pk)
        entered = organisation.created_in.edition.number if pk not in since else since[pk]
        organisation.credit_code_from = entered
        organisation.save()


class Migration(migrations.Migration):

    dependencies = [
        ('centres', '0003_due_reminder'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReferenceTables',
            fields=[
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='centres.edition')),
                ('tables', models.JSONField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='branch_of',
            field=models.CharField(max_length=9, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='centre_number',
            field=models.CharField(max_length=9, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='credit_code',
            field=models.CharField(max_length=18, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='reference_tables',
            field=models.CharField(help_text='SHA-256 of the ReferenceTables of the edition that begins here', max_length=64, null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='predecessors',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='credit_code_from',
            field=models.PositiveIntegerField(editable=False, help_text='Edition that first stated the code', null=True),
        ),
        migrations.AddField(
            model_name='standing',
            name='branch_of',
            field=models.CharField(help_text='Register number; null: of none', max_length=9, null=True),
        ),
        migrations.AddField(
            model_name='standing',
            name='predecessors',
            field=models.JSONField(help_text='Register numbers; null: none', null=True),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('branch_of__isnull', False)), fields=['branch_of'], name='standing_branch_of'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('predecessors__isnull', False)), fields=['centre'], name='standing_predecessors'),
        ),
        migrations.AddField(
            model_name='roundlist',
            name='total_misprinted',
            field=models.BooleanField(default=False, help_text='Who confirmed the total said that the printed list names no more'),
        ),
        migrations.RunPython(keep_reference, migrations.RunPython.noop),
        migrations.RunPython(date_credit_codes, migrations.RunPython.noop),
    ]
