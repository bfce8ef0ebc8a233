"""Every view of the site with one address of it, from the URL resolver: nothing is listed by hand."""

import dataclasses
import re
from collections.abc import Iterator

from django.db.models import Model
from django.urls import URLPattern, get_resolver

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)")


@dataclasses.dataclass(frozen=True)
class View:
    name: str  # with its namespaces; the route where it has no name
    route: str
    callback: object

    @property
    def model(self):
        """The model whose objects the view is about, as Wagtail's view sets tell it."""
        told = getattr(self.callback, "view_initkwargs", {}).get("model")
        for model in (told, getattr(getattr(self.callback, "view_class", None), "model", None)):
            if isinstance(model, type) and issubclass(model, Model):
                return model
        return None

    def address(self, world: dict) -> str:
        """One address of the view; `world` has it whole, or a value for each of its arguments."""
        if self.name in world:
            return world[self.name]
        space = self.name.rpartition(":")[0]

        def value(match) -> str:
            argument = match[1] or match[2]
            of_model = f"{self.model._meta.label_lower}:pk" if self.model and argument == "pk" else ""
            for key in (f"{self.name}:{argument}", f"{space}:{argument}", of_model, argument):
                if key in world:
                    return str(world[key])
            raise LookupError(f"tests/rights/world.py names no value for {argument!r} of {self.name}")

        return "/" + ARGUMENT.sub(value, self.route.replace("^", "").replace("$", "").replace("\\.", "."))


def views(patterns=None, route="", namespaces=()) -> Iterator[View]:
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        where = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield View(":".join([*namespaces, pattern.name or where]), where, pattern.callback)
        else:
            inside = [pattern.namespace] if pattern.namespace else []
            yield from views(pattern.url_patterns, where, (*namespaces, *inside))
