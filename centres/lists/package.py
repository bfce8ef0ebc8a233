"""The zip that an xlsx or a docx is, checked before anything parses what is in it.

Only the checked XML parts go on to the readers, packed anew: whatever else the file holds (pictures, embedded
files, a second directory) is never looked at.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers import expat

from .problems import ListRefused, refusal

MAX_UNPACKED = 150 * 1024 * 1024
KINDS_OF_ZIP = (
    ("xl/workbook.bin", "binary-excel"),
    ("xl/vbaProject.bin", "macros"),
    ("word/vbaProject.bin", "word-macros"),
    ("content.xml", "open-document"),
)
WORD_DOCUMENT = b"wordprocessingml.document.main+xml"


def checked_parts(data: bytes, filename: str) -> tuple[str, dict[str, bytes]]:
    """(`xlsx` or `docx`, the XML parts by name).

    Sizes are those really unpacked, not those that the directory claims. Raises `ListRefused` where the file
    is neither, is damaged or could do harm.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if any(entry.flag_bits & 1 for entry in entries):
            raise refusal("encrypted", filename)
        kind = kind_of_zip(archive, names, filename)
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise refusal("zip-bomb", filename, limit=MAX_UNPACKED >> 20)
        if len(set(names)) < len(names) or any(
            entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries
        ):
            raise refusal("broken-zip", filename)
        parts = {}
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    parts[entry.filename] = part.read(entry.file_size)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        ValueError,
        OSError,
        RuntimeError,
    ) as error:
        raise refusal("broken-zip", filename) from error
    for name, content in parts.items():
        refuse_unsafe_xml(name, content, filename)
    return kind, parts


def kind_of_zip(archive: zipfile.ZipFile, names: list[str], filename: str) -> str:
    """`xlsx` or `docx`. Raises `ListRefused` for every other zip and for files with macros."""
    for part, code in KINDS_OF_ZIP:
        if part in names:
            raise refusal(code, filename)
    if "[Content_Types].xml" not in names:
        raise refusal("wrong-type", filename, type="ZIP")
    entry = archive.getinfo("[Content_Types].xml")
    with archive.open(entry) as part:
        types = part.read(min(entry.file_size, 1 << 20))
    word = any(name.startswith("word/") for name in names)
    if b"macroEnabled" in types:
        raise refusal("word-macros" if word else "macros", filename)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if WORD_DOCUMENT in types:
        return "docx"
    raise refusal("wrong-type", filename, type="DOTX" if word else "ZIP")


def refuse_unsafe_xml(name: str, content: bytes, filename: str) -> None:
    """calamine forgives XML that is cut short and then loses rows, so a strict parser looks first."""

    def refuse(*_declaration: object) -> None:
        raise refusal("entities", filename, part=name)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise refusal("broken-zip", filename) from error


def repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts as a zip without compression."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    target.seek(0)
    return target


@contextmanager
def reading_errors(filename: str) -> Iterator[None]:
    """Turns whatever a library raises over a damaged file into a refusal."""
    try:
        yield
    except ListRefused:
        raise
    except Exception as error:
        raise refusal("broken-zip", filename) from error
    except BaseException as error:
        # A panic in calamine's Rust code reaches Python as a bare BaseException.
        if type(error).__name__ != "PanicException":
            raise
        raise refusal("broken-zip", filename) from error
