"""The page for people: what the OpenAPI description says, in the reader's language and without a script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from .rates import limit

COMMON = ("on", "known", "per_page", "cursor")
EXAMPLES = {
    "centres": "?level=municipal&on=2021-12-31",
    "decisions": "?kind=granted",
    "facets": "?kind=design-enterprise",
    "districts": "?on=2025-11-05",
}


class DocsPage(DocsBase):
    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs) -> HttpResponse:
        described = api.get_openapi_schema(path_params=kwargs)
        operations = {path: methods["get"] for path, methods in described["paths"].items()}
        paged = next(operation for operation in operations.values() if operation["operationId"] == "editions")
        context = {
            "description": told(api.description),
            "limit": limit(),
            "openapi": self.get_openapi_url(api, kwargs),
            "base": described["servers"][0]["url"],
            "common": [parameter(one) for one in paged["parameters"]],
            "endpoints": [endpoint(path, operation) for path, operation in operations.items()],
            "objects": [(name, fields(one)) for name, one in described["components"]["schemas"].items()],
        }
        return render(request, "centres/api.html", context)


def told(msgid: str) -> str:
    return gettext(msgid) if msgid else ""


def endpoint(path: str, operation: dict) -> dict:
    name = operation["operationId"]
    return {
        "name": name,
        "path": path,
        "example": path.format(number="CQ-000001", id=1) + EXAMPLES.get(name, ""),
        "summary": told(operation["summary"]),
        "description": told(operation.get("description", "")),
        "parameters": [parameter(one) for one in operation["parameters"] if one["name"] not in COMMON],
        "answer": form(operation["responses"][200]["content"]["application/json"]["schema"]),
    }


def parameter(one: dict) -> tuple[str, str, str]:
    return one["name"], form(one["schema"]), told(one.get("description", ""))


def fields(schema: dict) -> list[tuple[str, str, str]]:
    """Name, form and description of every field of an object."""
    return [
        (name, form(one), told(one.get("description", "")))
        for name, one in schema.get("properties", {}).items()
    ]


def form(schema: dict) -> str:
    """A JSON schema in a line: `string`, `granted | maintained`, `[Standing]`, `integer | null`."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"]).lower()
    if choices := schema.get("anyOf") or schema.get("allOf"):
        return " | ".join(form(one) for one in choices)
    if schema.get("type") == "array":
        return f"[{form(schema['items'])}]"
    return schema.get("format") or schema.get("type", "")
