"""The reconciliation service: protocol 0.2 of the W3C Entity Reconciliation Community Group, as OpenRefine
speaks it. https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from .. import filters, reconciling
from ..models import Centre
from ..moments import Moment, moment
from ..reference import Reference, reference
from . import reconciled
from .parameters import BadParameters
from .rates import Rate
from .reconciled import MOST_QUERIES, NAMES, TYPE, TooMuch
from .site import problem, revalidated

READING = "GET, HEAD, OPTIONS"
ASKING = "GET, HEAD, OPTIONS, POST"
SUGGESTED = 10
SIZE = (430, 180)


def service(methods: str = READING) -> Callable:
    """An address of the service: open to every origin, limited as the API is, never an error of ours for what
    somebody sends."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = answered(request, view, methods, *args, **kwargs)
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Retry-After"
            return response

        answer.csrf_exempt = True
        return answer

    return decorate


def answered(request: HttpRequest, view: Callable, methods: str, *args, **kwargs) -> HttpResponse:
    if request.method == "OPTIONS":
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response["Access-Control-Allow-Methods"] = response["Allow"] = methods
        response["Access-Control-Allow-Headers"] = "*"
        response["Access-Control-Max-Age"] = "86400"
        return response
    if request.method not in methods.split(", "):
        response = problem(HTTPStatus.METHOD_NOT_ALLOWED, _("The API is read only."))
        response["Allow"] = methods
        return response
    rate = Rate()
    if not rate.allow_request(request):
        response = problem(HTTPStatus.TOO_MANY_REQUESTS, _("Too many requests. Try again later."))
        response["Retry-After"] = str(int(rate.wait() or 0) + 1)
        return response
    if request.method == "POST":
        return tried(request, view, *args, **kwargs)
    return revalidated(request, lambda asked: tried(asked, view, *args, **kwargs))


def tried(request: HttpRequest, view: Callable, *args, **kwargs) -> HttpResponse:
    try:
        if "callback" in request.GET:
            raise BadParameters(
                {"callback": _("JSONP is not supported; every origin may ask directly (CORS).")}
            )
        return view(request, *args, **kwargs)
    except BadParameters as error:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), error.errors)
    except TooMuch as error:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error))
    except (SuspiciousOperation, MultiPartParserError):
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("The request is too large or cannot be read."))
    except Http404 as error:
        return problem(HTTPStatus.NOT_FOUND, str(error))


@service(ASKING)
def endpoint(request: HttpRequest) -> HttpResponse:
    """The manifest; with `queries` the candidates, with `extend` values of properties."""
    sent = request.POST if request.method == "POST" else request.GET
    if "queries" in sent:
        return JsonResponse(results(sent["queries"]))
    if "extend" in sent:
        return JsonResponse(extended(sent["extend"]))
    if request.method == "POST":
        raise BadParameters({"queries": _("A form field named queries or extend is expected.")})
    return JsonResponse(manifest())


def now() -> tuple[Moment, Reference]:
    when = moment()
    return when, reference(when.clock)


def results(text: str) -> dict:
    """Candidates of every query of a batch; one query for what all of them are today."""
    asked = reconciled.queries(text)
    when, held = now()
    found = {key: reconciling.candidates(query, when) for key, query in asked.items() if query}
    ids = {one.centre_id for candidates in found.values() for one in candidates}
    standings = filters.standings_of(ids, when) if ids else {}
    known = reconciling.index(when.clock).known
    answers = {}
    for key, query in asked.items():
        weighed = reconciling.weighed(found[key], query, standings, held, when) if query else []
        answers[key] = {
            "result": [
                reconciled.told(
                    one,
                    query.text,
                    standings.get(one.centre_id, []),
                    known[one.centre_id].names or known[one.centre_id].holder_names,
                    when,
                    held,
                )
                for one in weighed
            ]
        }
    return answers


def extended(text: str) -> dict:
    """Values of properties as of today; a record or a property that is unknown has none."""
    ids, wanted = reconciled.extension(text)
    when, held = now()
    centres = dict(
        Centre.objects.filter(
            number__in=[one for one in ids if reconciling.NUMBER.fullmatch(one)]
        ).values_list("number", "pk")
    )
    standings = filters.standings_of(centres.values(), when) if centres else {}
    return {
        "meta": [{"id": name, "name": str(NAMES.get(name, name))} for name in wanted],
        "rows": {
            one: {
                name: reconciled.values(name, one, standings.get(centres.get(one), []), when, held)
                for name in wanted
            }
            for one in ids
        },
    }


def manifest() -> dict:
    base = settings.BASE_URL
    root = reverse("reconcile:endpoint")

    def suggesting(what: str) -> dict[str, str]:
        return {
            "service_url": base,
            "service_path": f"{root}/suggest/{what}",
            "flyout_service_path": f"{root}/flyout/{what}?id=${{id}}",
        }

    return {
        "versions": ["0.1", "0.2"],
        "name": _("Register of industrial design centres, Chongqing"),
        "identifierSpace": f"{base}/verify/",
        "schemaSpace": "https://schema.org/Organization",
        "documentation": base + reverse("api-1:openapi-view"),
        "view": {"url": f"{base}/verify/{{{{id}}}}"},
        "defaultTypes": [reconciled.type_()],
        "batchSize": MOST_QUERIES,
        "preview": {
            "url": f"{base}{root}/preview?id={{{{id}}}}",
            "width": SIZE[0],
            "height": SIZE[1],
        },
        "suggest": {what: suggesting(what) for what in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": base, "service_path": f"{root}/properties"},
            "property_settings": [],
        },
    }


@service()
def suggest(request: HttpRequest, what: str) -> HttpResponse:
    """What begins with, or holds, the letters typed so far: centres, types or properties."""
    prefix = reconciled.clean(request.GET.get("prefix", ""))[: reconciled.LONGEST]
    if what == "entity":
        return JsonResponse({"result": entities(prefix, request.GET.get("cursor", ""))})
    named = {"type": [reconciled.type_()], "property": [described(name) for name in NAMES]}
    if what not in named:
        raise Http404(_("There is nothing at this address; /api/v1/docs tells what there is."))
    sought = prefix.casefold()
    hits = [one for one in named[what] if sought in one["name"].casefold() or sought in one["id"]]
    return JsonResponse({"result": hits})


def described(name: str) -> dict[str, str]:
    return {"id": name, "name": str(NAMES[name])}


def entities(prefix: str, cursor: str) -> list[dict]:
    """Centres found as the list of the register finds them, ended ones too; two queries."""
    if not prefix:
        return []
    skip = int(cursor) if cursor.isascii() and cursor.isdecimal() and len(cursor) < 7 else 0
    when, held = now()
    numbers = reconciling.suggested(prefix, when)[skip : skip + SUGGESTED]
    standings = filters.standings_of([pk for pk, _number in numbers], when) if numbers else {}
    return [
        {
            "id": number,
            "name": reconciled.name_of(number, prefix, standings.get(pk, []), ()),
            "description": reconciled.description(number, standings.get(pk, []), when, held),
            "notable": [reconciled.type_()],
        }
        for pk, number in numbers
    ]


@service()
def flyout(request: HttpRequest, what: str) -> HttpResponse:
    """A few words about what is pointed at."""
    asked = reconciled.clean(request.GET.get("id", ""))[:60]
    names = {"type": {TYPE: reconciled.type_()["name"]}, "property": {one: str(NAMES[one]) for one in NAMES}}
    if what == "entity":
        words = about(asked)
    elif asked in names.get(what, {}):
        words = names[what][asked]
    else:
        raise Http404(_("There is nothing at this address; /api/v1/docs tells what there is."))
    return JsonResponse({"id": asked, "html": format_html("<p>{}</p>", words)})


def about(number: str) -> str:
    when, held = now()
    return reconciled.description(number, standings_of(number, when), when, held)


def standings_of(number: str, when: Moment) -> list:
    centre = Centre.objects.filter(number=number).first() if reconciling.NUMBER.fullmatch(number) else None
    if centre is None:
        raise Http404(_("There is no centre %(number)s in the register.") % {"number": number})
    return filters.standings_of([centre.pk], when).get(centre.pk, [])


@service()
def properties(request: HttpRequest) -> HttpResponse:
    """The properties that can be fetched of a type."""
    asked = reconciled.clean(request.GET.get("type", TYPE))[:60]
    text = request.GET.get("limit", "")
    most = int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 4 else len(NAMES)
    found = [described(name) for name in NAMES][:most] if asked == TYPE else []
    return JsonResponse({"type": asked, "limit": most, "properties": found})


@service()
def preview(request: HttpRequest) -> HttpResponse:
    """A small page about a centre, to be shown in a frame of any site."""
    number = reconciled.clean(request.GET.get("id", ""))[:60]
    when, held = now()
    standings = standings_of(number, when)
    context = {
        "number": number,
        "name": reconciled.name_of(number, _("Name"), standings, ()),
        "words": reconciled.description(number, standings, when, held),
        "standings": standings,
        "address": settings.BASE_URL + reverse("verify:number", args=[number]),
        "sample": bool(standings) and standings[0].centre.sample,
    }
    response = render(request, "centres/reconcile_preview.html", context)
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; font-src 'self'; frame-ancestors *"
    )
    response.xframe_options_exempt = True
    return response
