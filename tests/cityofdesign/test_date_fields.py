"""The model field: what it holds, stores, deconstructs to, and takes from a form or a revision."""

import json
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.migrations.state import ModelState, StateApps
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps
from django.utils import translation
from modelcluster.models import (
    ClusterableModel,
    get_serializable_data_for_fields,
    model_from_serializable_data,
)

from cityofdesign.dates import ImpreciseDate, ImpreciseDateField

with isolate_apps("cityofdesign"):

    class Dated(ClusterableModel):
        """Something with a date that may be left out, and one that may not and must be a day or a year."""

        held = ImpreciseDateField(blank=True)
        issued = ImpreciseDateField("issued on", precisions=("day", "year"))

        class Meta:
            app_label = "cityofdesign"

        def __str__(self):
            return str(self.held)


def field(name):
    return Dated._meta.get_field(name)


@pytest.mark.parametrize("value", ["2023-10-31", date(2023, 10, 31), ImpreciseDate("2023-10-31")])
def test_holds_an_imprecise_date_whatever_it_is_given(value):
    assert Dated(held=value).held == ImpreciseDate("2023-10-31")


@pytest.mark.parametrize("value", [None, ""])
def test_is_undated_but_never_none(value):
    assert Dated(held=value).held == Dated().held == ImpreciseDate()
    assert field("held").from_db_value(value, None, connection) == ImpreciseDate()


def test_refuses_text_that_is_no_date():
    with pytest.raises(ValidationError, match="not in the calendar"):
        Dated(held="2023-06-31")


def test_bounds_follow_the_date():
    thing = Dated(held="2014-02", held_from=date(1999, 9, 9))
    assert (thing.held_from, thing.held_to) == (date(2014, 2, 1), date(2014, 2, 28))
    thing.held = "2019/.."
    thing.held_to = date(1999, 9, 9)
    assert (thing.held_from, thing.held_to) == (date(2019, 1, 1), None)


def test_every_column_is_filled_when_saved():
    thing = Dated(pk=1, held="2014-02", issued="2013")
    written = {
        column.name: column.get_prep_value(column.pre_save(thing, add=True)) for column in thing._meta.fields
    }
    assert written == {
        "id": 1,
        "held": "2014-02",
        "held_from": date(2014, 2, 1),
        "held_to": date(2014, 2, 28),
        "issued": "2013",
        "issued_from": date(2013, 1, 1),
        "issued_to": date(2013, 12, 31),
    }


def test_columns_are_one_text_and_two_nullable_dates():
    assert field("held").db_type(connection) == "varchar(32)"
    bounds = [field("held_from"), field("held_to")]
    assert {(bound.get_internal_type(), bound.null, bound.editable) for bound in bounds} == {
        ("DateField", True, False)
    }
    assert [bound.db_index for bound in bounds] == [False, True]


def test_a_row_read_without_its_date_keeps_the_stored_bounds():
    names = [column.attname for column in Dated._meta.concrete_fields]
    thing = Dated.from_db("default", [n for n in names if n != "held"], [1, *[None] * (len(names) - 2)])
    thing.held_from = date(2014, 2, 1)
    assert thing.get_deferred_fields() == {"held"}
    assert thing.held_from == date(2014, 2, 1)


@pytest.mark.parametrize("value", ["2014-02", ImpreciseDate("2014-02")])
def test_is_looked_up_by_its_text(value):
    where = Dated.objects.filter(held=value).query.where
    assert where.children[0].rhs == "2014-02"
    assert Dated.objects.filter(held__in=[value]).query.where.children[0].rhs == ["2014-02"]


@isolate_apps("cityofdesign")
def test_an_inherited_date_brings_its_bounds_once():
    class Base(models.Model):
        held = ImpreciseDateField()

        class Meta:
            abstract = True

    class Heir(Base):
        class Meta:
            app_label = "cityofdesign"

    assert [column.name for column in Heir._meta.local_fields] == ["id", "held", "held_from", "held_to"]


def test_deconstructs_for_a_migration():
    written = {
        name: MigrationWriter.serialize(field(name))[0] for name in ("held", "issued", "held_from", "held_to")
    }
    assert written == {
        "held": "cityofdesign.dates.ImpreciseDateField(blank=True)",
        "issued": "cityofdesign.dates.ImpreciseDateField("
        "precisions=('day', 'year'), verbose_name='issued on')",
        "held_from": "models.DateField(editable=False, null=True)",
        "held_to": "models.DateField(db_index=True, editable=False, null=True)",
    }
    assert field("issued").clone().deconstruct()[1:] == field("issued").deconstruct()[1:]


@pytest.mark.parametrize("bounds", [[], ["held_from", "held_to"]])
def test_a_migration_has_the_bounds_it_lists_and_no_others(bounds):
    fields = [("id", models.AutoField(primary_key=True)), ("held", ImpreciseDateField())]
    fields += [(name, models.DateField(null=True)) for name in bounds]
    past = ModelState("cityofdesign", "Past", fields).render(StateApps([], {}))
    assert [column.name for column in past._meta.fields] == ["id", "held", *bounds]
    thing = past(held="2014-02")
    saved = {column.name: column.pre_save(thing, add=True) for column in past._meta.fields}
    assert [saved[name] for name in bounds] == [date(2014, 2, 1), date(2014, 2, 28)][: len(bounds)]


def test_a_model_state_of_the_model_itself_has_each_column_once():
    past = ModelState.from_model(Dated).render(StateApps([], {}))
    assert [column.name for column in past._meta.fields] == [column.name for column in Dated._meta.fields]


def test_goes_into_a_revision_and_comes_back():
    thing = Dated(pk=1, held="../2020-12", issued="2013")
    content = json.loads(json.dumps(get_serializable_data_for_fields(thing), cls=DjangoJSONEncoder))
    assert content["held"] == field("held").value_to_string(thing) == "../2020-12"
    again = model_from_serializable_data(Dated, content)
    assert (again.held, again.issued, again.held_to) == (thing.held, thing.issued, date(2020, 12, 31))
    assert Dated.from_json(thing.to_json()).held == thing.held


@pytest.mark.parametrize("value", ["2014-02", "2013/2014", "XXXX-01-10"])
def test_refuses_a_precision_that_is_not_asked_for(value):
    with pytest.raises(ValidationError, match="write for example 28 June 2023, 2013") as refusal:
        field("issued").clean(ImpreciseDate(value), None)
    assert refusal.value.code == "precision"


def test_may_be_left_out_only_where_it_says_so():
    with pytest.raises(ValidationError) as refusal:
        Dated(issued="").clean_fields()
    assert set(refusal.value.error_dict) == {"issued"}
    Dated(issued="2013").clean_fields()


DatedForm = forms.modelform_factory(Dated, fields=["held", "issued"])


def test_form_takes_words_in_both_languages():
    form = DatedForm({"held": "2023年9月5日至6日", "issued": "28 June 2023"})
    form.full_clean()
    assert form.errors == {}
    assert str(form.instance.held) == "2023-09-05/2023-09-06"
    assert form.instance.issued_to == date(2023, 6, 28)


def test_form_says_what_is_wrong():
    form = DatedForm({"held": "end of 2023", "issued": ""})
    assert "Write “2023” here" in form.errors["held"][0]
    assert form.errors["issued"] == ["This field is required."]
    assert 'value="end of 2023"' in str(form["held"])
    form = DatedForm({"held": "", "issued": "2013/2014"})
    assert "A date in the form of “2013–2014” is not taken here" in form.errors["issued"][0]


@pytest.mark.parametrize(("language", "shown"), [("en", "February 2014"), ("zh-hans", "2014年2月")])
def test_form_shows_the_date_in_words_and_knows_an_unchanged_one(language, shown):
    with translation.override(language):
        form = DatedForm({"held": shown, "issued": "2013"}, instance=Dated(held="2014-02", issued="2013"))
        assert f'value="{shown}"' in str(DatedForm(instance=form.instance)["held"])
        assert form.has_changed() is False


def test_form_shows_nothing_for_an_undated_one_but_a_day_without_its_year():
    assert "value=" not in str(DatedForm(instance=Dated())["held"])
    assert 'value="10 January"' in str(DatedForm(instance=Dated(held="XXXX-01-10"))["held"])


def test_form_help_gives_an_example_of_each_precision_allowed():
    assert str(DatedForm()["issued"].help_text).endswith("28 June 2023, 2013.")
    with translation.override("zh-hans"):
        assert "2023年6月28日、2013年" in str(DatedForm()["issued"].help_text)
    assert ImpreciseDateField(help_text="As printed").formfield().help_text == "As printed"
