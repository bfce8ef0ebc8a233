import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from cityofdesign.staticfiles import HashedStaticFilesStorage

SHEETS = {
    "css/all.css": '@layer a;\n@import url("one.css");\n@import url("two.css");\n',
    "css/one.css": '.one { background: url("../icons/dot.svg"); }\n',
    "css/two.css": ".two { color: red; }\n",
    "css/alone.css": ".alone { color: blue; }\n",
    "icons/dot.svg": "<svg/>",
}


@pytest.fixture
def collected(tmp_path):
    """Name -> what is served under it, after collecting; collected twice, as on a second start."""
    source = FileSystemStorage(tmp_path / "source")
    for name, text in SHEETS.items():
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    served = HashedStaticFilesStorage(location=tmp_path / "served", base_url="/static/")
    for _again in range(2):
        for name in SHEETS:
            if not served.exists(name):
                served.save(name, ContentFile(SHEETS[name].encode()))
        hashed = {name: new for name, new, _done in served.post_process({n: (source, n) for n in SHEETS})}
    return {name: (tmp_path / "served" / new).read_text() for name, new in hashed.items()}


def test_a_sheet_is_served_with_what_it_imports(collected):
    whole = collected["css/all.css"]
    assert "@import" not in whole
    assert whole.index("@layer a;") < whole.index(".one") < whole.index(".two")
    assert re.search(r'url\("\.\./icons/dot\.[0-9a-f]{12}\.svg"\)', whole)


def test_a_sheet_without_imports_is_left_alone(collected):
    assert collected["css/alone.css"] == SHEETS["css/alone.css"]


def test_every_sheet_of_the_site_is_imported_once_or_named_by_a_template(settings):
    css = settings.BASE_DIR / "static" / "css"
    imported = re.findall(r'@import url\("([\w-]+\.css)"\);', (css / "site.css").read_text())
    templates = "".join(file.read_text() for file in (settings.BASE_DIR / "templates").rglob("*.html"))
    named = set(re.findall(r"css/([\w-]+\.css)", templates))
    assert len(imported) == len(set(imported))
    assert set(imported) | named == {file.name for file in css.glob("*.css")}
    assert not set(imported) & named
