import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize
from jinja2 import TemplateError

CATALOG = Path("locale/zh_Hans/LC_MESSAGES/django.po")
PACKAGES = ("cityofdesign", "centres", "events", "policies")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Command(BaseCommand):
    help = "Collect the interface's strings into the Chinese catalogue and compile it."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail if anything is amiss")

    def handle(self, *, check, **options):
        po = settings.BASE_DIR / CATALOG
        mo = po.with_suffix(".mo")
        catalog = read_po(io.BytesIO(po.read_bytes()), locale="zh_Hans")
        before = msgids(catalog)
        catalog.update(collected(settings.BASE_DIR), no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        missing = {message.id for message in catalog if message.id and not translated(message)}
        if not check:
            po.write_bytes(written(catalog))
            mo.write_bytes(compiled(catalog))
            self.stdout.write(
                f"{len(msgids(catalog))} strings, {len(missing)} without a Chinese translation."
            )
            return
        refuse(msgids(catalog) - before, "not collected; run make messages")
        refuse(before - msgids(catalog), "no longer used; run make messages")
        refuse(missing, "without a Chinese translation")
        if not mo.exists() or mo.read_bytes() != compiled(catalog):
            raise CommandError(f"{CATALOG} is not compiled; run make messages")


def msgids(catalog: Catalog) -> set:
    return {message.id for message in catalog if message.id}


def translated(message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings) and not message.fuzzy


def refuse(found: set, reason: str) -> None:
    if found:
        listed = "\n".join(f"  {message}" for message in sorted(map(str, found)))
        raise CommandError(f"{len(found)} strings are {reason}:\n{listed}")


def collected(root: Path) -> Catalog:
    """Every translatable string of the code and of both kinds of templates, with the files that use it."""
    catalog = Catalog(locale="zh_Hans")
    for path, method, options in sources(root):
        where = path.relative_to(root).as_posix()
        try:
            found = list(extract(method, io.BytesIO(path.read_bytes()), KEYWORDS, ["Translators:"], options))
        except (SyntaxError, TemplateError) as error:
            raise CommandError(f"{where} cannot be read: {error}") from error
        for _line, message, comments, context in found:
            catalog.add(message, locations=[(where, 1)], auto_comments=comments, context=context)
    return catalog


def sources(root: Path) -> Iterator[tuple[Path, object, dict]]:
    """Files to read, each with Babel's method for it and the method's options."""
    extensions = ",".join(settings.TEMPLATES[0]["OPTIONS"]["extensions"])
    for path in sorted((root / "templates").rglob("*.*")):
        yield path, "jinja2", {"extensions": extensions, "silent": "false"}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("templates/**/*.*")):
            yield path, django_template, {}
        for path in sorted((root / package).rglob("*.py")):
            yield path, "python", {}


def django_template(file, keywords, comment_tags, options) -> Iterator[tuple]:
    """Babel's extraction method for a template of Django's engine."""
    lines = (line.strip() for line in templatize(file.read().decode()).splitlines())
    return extract_python(io.BytesIO("\n".join(lines).encode()), keywords, comment_tags, options)


def written(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=110, sort_output=True, include_lineno=False)
    return out.getvalue()


def compiled(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()
