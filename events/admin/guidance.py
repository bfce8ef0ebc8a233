"""A column as the page of an upload explains it, from the definition that the reader and the template use."""

from centres.lists.columns import Column
from centres.models.places import in_language


def guidance(column: Column) -> dict:
    return {
        "heading": column.heading,
        "required": column.required,
        "help": in_language(column, "help"),
        "example": column.example,
    }
