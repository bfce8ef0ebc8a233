"""The page for people: what the OpenAPI description says, in the reader's language and without a script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

EXAMPLES = {
    "centres": "?level=national&on=2021-12-31",
    "centre": "",
    "decisions": "?kind=granted",
    "facets": "?kind=design-enterprise",
}


class DocsPage(DocsBase):
    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs) -> HttpResponse:
        described = api.get_openapi_schema(path_params=kwargs)
        context = {
            "api": api,
            "openapi": self.get_openapi_url(api, kwargs),
            "base": described["servers"][0]["url"],
            "endpoints": [endpoint(path, methods["get"]) for path, methods in described["paths"].items()],
            "objects": [
                {"name": name, "fields": fields(schema)}
                for name, schema in sorted(described["components"]["schemas"].items())
                if "[" not in name
            ],
        }
        return render(request, "centres/api.html", context)


def endpoint(path: str, operation: dict) -> dict:
    example = path.format(number="CQ-000001", id=1) + EXAMPLES.get(operation["operationId"], "")
    return {
        "path": path,
        "example": example,
        "operation": operation,
        "parameters": [{**one, "form": form(one["schema"])} for one in operation["parameters"]],
        "answer": form(operation["responses"][200]["content"]["application/json"]["schema"]),
    }


def fields(schema: dict) -> list[dict]:
    return [
        {"name": name, "form": form(one), "description": one.get("description", "")}
        for name, one in schema.get("properties", {}).items()
    ]


def form(schema: dict) -> str:
    """A JSON schema in one line: `text`, `a | b`, `list of Standing`, `number | null`."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"]).lower()
    if "anyOf" in schema:
        return " | ".join(form(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{form(schema['items'])}]"
    return schema.get("format") or schema.get("type", "")
