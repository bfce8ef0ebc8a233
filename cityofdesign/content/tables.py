"""Shipped tables: issuing bodies, districts, sectors, schemes with their rules, holidays, and figures."""

from centres.models import Completeness, District, Holiday, Scheme, SchemeRule, Sector
from policies.models import Figure, IssuingBody

from .ledger import Ledger, listed, table
from .shelf import Shelf


def load(ledger: Ledger) -> None:
    load_bodies(ledger)
    load_districts(ledger)
    load_sectors(ledger)
    load_schemes(ledger)
    load_holidays(ledger)


def names(row: dict) -> dict[str, str]:
    return {"name_en": row["name_en"], "name_zh": row["name_zh"]}


def load_bodies(ledger: Ledger) -> None:
    IssuingBody.objects.bulk_create(
        IssuingBody(
            key=row["key"], aliases=[*listed(row["aliases_en"]), *listed(row["aliases_zh"])], **names(row)
        )
        for row in ledger.fresh("body", table("bodies"))
    )


def load_districts(ledger: Ledger) -> None:
    rows = list(ledger.fresh("district", table("districts"), "code"))
    District.objects.bulk_create(
        District(
            code=row["code"],
            kind=row["kind"],
            aliases=listed(row["aliases"]),
            valid_from=row["valid_from"] or None,
            valid_to=row["valid_to"] or None,
            latitude=row["lat"] or None,
            longitude=row["lon"] or None,
            note_en=row["note_en"],
            note_zh=row["note_zh"],
            source=row["source"],
            **names(row),
        )
        for row in rows
    )
    primary_keys = dict(District.objects.values_list("code", "pk"))
    through = District.successors.through
    through.objects.bulk_create(
        through(from_district_id=primary_keys[row["code"]], to_district_id=primary_keys[code])
        for row in rows
        for code in listed(row["successors"])
        if code in primary_keys
    )


def load_sectors(ledger: Ledger) -> None:
    Sector.objects.bulk_create(
        Sector(key=row["key"], **names(row)) for row in ledger.fresh("sector", table("sectors"))
    )


def load_schemes(ledger: Ledger) -> None:
    same = ("key", "level", "order", "name_en", "name_zh", "subject_en", "subject_zh")
    same += ("authority_en", "authority_zh", "note_en", "note_zh")
    Scheme.objects.bulk_create(
        Scheme(**{column: row[column] for column in same}) for row in ledger.fresh("scheme", table("schemes"))
    )
    schemes = dict(Scheme.objects.values_list("key", "pk"))
    known = [row for row in table("scheme_rules") if row["scheme_key"] in schemes]
    SchemeRule.objects.bulk_create(
        rule(row, schemes[row["scheme_key"]])
        for row in ledger.fresh("scheme-rule", known, "scheme_key", "valid_from")
    )
    known = [row for row in table("completeness") if row["scheme_key"] in schemes]
    Completeness.objects.bulk_create(
        Completeness(
            scheme_id=schemes[row["scheme_key"]],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"] or None,
            note_en=row["note_en"],
            note_zh=row["note_zh"],
        )
        for row in ledger.fresh("completeness", known, "scheme_key", "valid_from")
    )


def load_holidays(ledger: Ledger) -> None:
    Holiday.objects.bulk_create(Holiday(**row) for row in ledger.fresh("holiday", table("holidays"), "day"))


def rule(row: dict, scheme: int) -> SchemeRule:
    texts = ("document_number", "document_title_en", "document_title_zh", "document_url")
    numbers = ("validity_years", "review_interval_years", "ban_years", "ban_years_serious")
    return SchemeRule(
        scheme_id=scheme,
        valid_from=row["valid_from"],
        valid_to=row["valid_to"] or None,
        notice_working_days=row["notice_working_days"] or 0,
        **{column: row[column] for column in texts},
        **{column: row[column] or None for column in numbers},
    )


def load_figures(ledger: Ledger, shelf: Shelf) -> None:
    """Targets and reported figures, with the scheme that can count them and the policy that sets them."""
    schemes = dict(Scheme.objects.values_list("key", "pk"))
    same = ("key", "type", "metric_key", "metric_en", "metric_zh", "value", "unit_en", "as_of", "scope_key")
    same += ("unit_zh", "scope_en", "scope_zh", "note_en", "note_zh", "comparator")
    Figure.objects.bulk_create(
        Figure(
            value_zh=row["value_zh"] or None,
            scheme_id=schemes.get(row["scheme_key"]),
            policy_id=shelf.find(f"policy/{row['policy_key']}", "en"),
            source_name=", ".join(filter(None, [row["source_name"], row["also_name"]])),
            source_url=row["source_url"],
            **{column: row[column] for column in same},
        )
        for row in ledger.fresh("figure", table("figures"))
    )
