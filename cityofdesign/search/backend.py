"""Wagtail's search on SQLite and PostgreSQL with our tokens, so that both find the same, Chinese included.

Both databases take a run of Chinese for one word. Here text is taken apart before it is stored or looked up;
what is left to the database are plain tokens (PostgreSQL: configuration "simple", no stemming of its own).
"""

import hashlib
import inspect
from functools import cache

from django.core.management import call_command
from django.db import connection
from modelsearch.index import AutocompleteField, RelatedFields, SearchField, get_indexed_models

from . import tokens


def flat(value) -> str:
    """The text of what a search field gives: a text, or lists and dictionaries of texts."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return " | ".join(map(flat, value))
    return "" if value is None else str(value)


class Tokenised:
    """An object whose search fields give tokens instead of text; wraps a model instance."""

    def __init__(self, obj):
        self.obj, self.pk = obj, obj.pk

    def get_search_fields(self):
        return [tokenised(field) for field in self.obj.get_search_fields()]


def plain(obj):
    return obj.obj if isinstance(obj, Tokenised) else obj


class TokenisedSearchField(SearchField):
    def __init__(self, field):
        super().__init__(field.field_name, boost=field.boost, **field.kwargs)

    def get_value(self, obj):
        return tokens.index_text(flat(super().get_value(plain(obj))))


class TokenisedAutocompleteField(AutocompleteField):
    def __init__(self, field):
        super().__init__(field.field_name, **field.kwargs)

    def get_value(self, obj):
        text = flat(super().get_value(plain(obj)))
        return f"{tokens.index_text(text)} {tokens.sound_text(text)}"


class TokenisedRelatedFields(RelatedFields):
    def __init__(self, field):
        super().__init__(field.field_name, [tokenised(inner) for inner in field.fields])

    def get_value(self, obj):
        return super().get_value(plain(obj))


TOKENISED = {
    SearchField: TokenisedSearchField,
    AutocompleteField: TokenisedAutocompleteField,
    RelatedFields: TokenisedRelatedFields,
}


def tokenised(field):
    wrapper = TOKENISED.get(type(field))
    return wrapper(field) if wrapper else field


class IndexOfTokens:
    """Over the index of a database."""

    def add_items(self, model, objs):
        return super().add_items(model, [Tokenised(obj) for obj in objs])


class SearchByTokens:
    """Over the search backend of a database; every word must be found unless the caller says otherwise."""

    def _search(self, query_compiler_class, query, model_or_queryset, **kwargs):
        if isinstance(query, str):
            query = tokens.query_text(query)
        kwargs["operator"] = kwargs.get("operator") or "and"
        return super()._search(query_compiler_class, query, model_or_queryset, **kwargs)


@cache
def backend_class(vendor: str) -> type:
    """The models behind a database's own backend exist only where that database is used."""
    if vendor == "postgresql":
        from modelsearch.backends.database.postgres.postgres import PostgresIndex as Index
        from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend as Backend
    else:
        from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex as Index
        from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend as Backend
    index = type("TokenIndex", (IndexOfTokens, Index), {})
    return type("TokenBackend", (SearchByTokens, Backend), {"index_class": index})


def SearchBackend(params: dict):  # noqa: N802 - the name that Wagtail looks for
    return backend_class(connection.vendor)({**params, "SEARCH_CONFIG": "simple"})


def fingerprint() -> str:
    """What decides how text is indexed; an index made under another one is stale."""
    sources = [inspect.getsource(module) for module in (tokens, inspect.getmodule(fingerprint))]
    fields = [f"{model._meta.label} {names(model)}" for model in get_indexed_models()]
    return hashlib.sha256("\n".join([*sources, *sorted(fields)]).encode()).hexdigest()[:16]


def names(model) -> list[str]:
    """What is indexed of a model."""
    return [f"{type(field).__name__} {field.field_name}" for field in model.get_search_fields()]


def refresh_index() -> bool:
    """Index everything anew if that was never done with these tokens; whether it was needed."""
    from cityofdesign.models import LoadedContent

    key = f"search-index/{fingerprint()}"
    if LoadedContent.objects.filter(key=key).exists():
        return False
    call_command("wagtail_update_index", verbosity=0)
    LoadedContent.objects.filter(key__startswith="search-index/").delete()
    LoadedContent.objects.create(key=key)
    return True
