"""How static files are collected: hashed, compressed, and style sheets with what they import."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import url\("([\w-]+\.css)"\);\n', re.MULTILINE)


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Static files under hashed names, ES module imports included, with .gz and .br beside them.

    A style sheet is collected with the sheets of its folder in place of the imports that name them, so that
    a page asks for one file where people read many.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = {**paths, **self.gathered(paths)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def gathered(self, paths: dict) -> dict:
        """Write every sheet that imports others with what it imports; where it now is, by its name."""
        written = {}
        for name in paths:
            if name.endswith(".css") and IMPORT.search(text := self.sheet(name, paths)):
                folder = name.rpartition("/")[0]
                whole = IMPORT.sub(lambda found: self.sheet(f"{folder}/{found[1]}", paths), text)  # noqa: B023
                self.delete(name)
                written[name] = (self, self._save(name, ContentFile(whole.encode())))
        return written

    @staticmethod
    def sheet(name: str, paths: dict) -> str:
        """The text of a style sheet as it stands in the source."""
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()
