"""How the API speaks HTTP: open to every origin, revalidated by ETag, problems in the form of RFC 9457."""

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from ..moments import BadMoment
from .docs import DocsPage
from .parameters import BadParameters
from .rates import Rate
from .schemas import Problem

PROBLEM = "application/problem+json"
METHODS = "GET, HEAD, OPTIONS"
DESCRIPTION = gettext_noop(
    "Read only, without a key, open to every origin. Every answer names the day (on), the moment (known) and "
    "the edition of the register that it is about; with both on and known given, an address answers the same "
    "for ever. Unknown parameters are ignored. A malformed value of a known one is refused with 422, an "
    "impossible or future date with 404, a method that writes with 405, each as application/problem+json. "
    "Where requests from one address are limited, one too many is answered with 429 and Retry-After."
)


class Renderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class RegisterAPI(NinjaAPI):
    """A NinjaAPI of which every address, documentation included, is open and cacheable."""

    _described: dict | None = None

    def endpoint(self, path: str, answer: type, summary: str, description: str | None = None):
        """A public address; the last two are msgids of what the documentation says about it."""
        return self.get(
            path,
            response={200: answer, (404, 422, 429): Problem},
            exclude_unset=True,
            summary=summary,
            description=description,
        )

    def get_openapi_operation_id(self, operation) -> str:
        return operation.view_func.__name__.strip("_")

    def get_openapi_schema(self, **kwargs) -> dict:
        """Ninja's, with the media type of problems, and without the objects that hold only parameters; made
        once."""
        if self._described:
            return self._described
        described = super().get_openapi_schema(**kwargs)
        for methods in described["paths"].values():
            for status, answer in methods["get"]["responses"].items():
                if status != HTTPStatus.OK:
                    answer["content"] = {PROBLEM: answer["content"].pop(self.renderer.media_type)}
        used = set(re.findall(r"schemas/(\w+)", json.dumps(described)))
        schemas = described["components"]["schemas"]
        described["components"]["schemas"] = {name: schemas[name] for name in schemas if name in used}
        self._described = described
        return described

    @property
    def urls(self):
        patterns, app, namespace = super().urls
        for pattern in patterns:
            pattern.callback = open_to_all(pattern.callback)
        return patterns, app, namespace


def open_to_all(view: Callable, answering: Callable | None = None) -> Callable:
    """`view` for every origin, reading only; `answering` calls it, else `revalidated` does."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=HTTPStatus.NO_CONTENT)
            response["Access-Control-Allow-Methods"] = response["Allow"] = METHODS
            response["Access-Control-Allow-Headers"] = "*"
            response["Access-Control-Max-Age"] = "86400"
        elif request.method in METHODS.split(", "):
            response = (answering or revalidated)(request, view, *args, **kwargs)
        else:
            response = problem(HTTPStatus.METHOD_NOT_ALLOWED, _("The API is read only."))
            response["Allow"] = METHODS
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        return response

    answer.csrf_exempt = True
    return answer


def revalidated(request: HttpRequest, view: Callable, *args, **kwargs) -> HttpResponse:
    method, request.method = request.method, "GET"  # ninja knows no HEAD
    response = view(request, *args, **kwargs)
    request.method = method
    response.headers.setdefault("Cache-Control", "public, no-cache")
    if response.status_code != HTTPStatus.OK:
        return response
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def problem(status: HTTPStatus, detail: str, errors: dict[str, str] | None = None) -> JsonResponse:
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    if errors:
        body["errors"] = [{"parameter": name, "detail": text} for name, text in errors.items()]
    return JsonResponse(
        body,
        status=status,
        content_type=PROBLEM,
        json_dumps_params={"ensure_ascii": False},
    )


api = RegisterAPI(
    title="Register of industrial design centres, Chongqing",
    version="1",
    description=DESCRIPTION,
    docs=DocsPage(),
    renderer=Renderer(),
    throttle=Rate(),
    servers=[{"url": settings.BASE_URL}],
)


@api.exception_handler(BadMoment)
def bad_moment(request, error: BadMoment):
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error.malformed else HTTPStatus.NOT_FOUND
    return problem(status, str(error), {error.parameter: str(error)})


@api.exception_handler(BadParameters)
def bad_parameters(request, error: BadParameters):
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error), error.errors)


@api.exception_handler(ValidationError)
def bad_types(request, error: ValidationError):
    named = {}
    for one in error.errors:
        named[[part for part in one["loc"] if isinstance(part, str)][-1]] = one["msg"]
    return bad_parameters(request, BadParameters(named))


@api.exception_handler(SuspiciousOperation)
def suspicious(request, error: SuspiciousOperation):
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, _("There are too many parameters."))


@api.exception_handler(Http404)
def not_found(request, error: Http404):
    return problem(HTTPStatus.NOT_FOUND, str(error))


@api.exception_handler(HttpError)
def refused(request, error: HttpError):
    """Too many requests; ninja adds Retry-After."""
    return problem(HTTPStatus(error.status_code), _("Too many requests. Try again later."))
