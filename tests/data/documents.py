"""Word documents in which lists are sent, and some that must be refused."""

import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.data.parts import HEAD, ROWS, TITLE, replaced, unzipped, with_parts, zipped

STYLES = {"Normal", "Heading1", "Title", "Caption", "TableNormal", "DefaultParagraphFont", "ListNumber"}
UNUSED = ("stylesWithEffects", "webSettings", "fontTable", "theme", "customXml", "thumbnail", "app.xml")
NOTES = ["注：排名不分先后。", "（示例，非真实名单）"]
DATED = 'w:id="9" w:author="" w:date="2021-12-31T00:00:00Z"'


def document(*blocks):
    """Paragraphs (texts, or (style, text)) and tables (lists of rows), not saved yet."""
    made = docx.Document()
    for block in blocks:
        match block:
            case list():
                table = made.add_table(0, max(map(len, block)))
                for row in block:
                    for cell, text in zip(table.add_row().cells, row, strict=False):
                        cell.text = text
            case (style, text):
                made.add_paragraph(text, style)
            case _:
                made.add_paragraph(block)
    return made


def saved(made, *replacements):
    """Its bytes, without what no list needs; `replacements` are (old, new) in the XML of the text."""
    styles = made.styles.element
    for style in list(styles):
        if style.tag != qn("w:docDefaults") and style.get(qn("w:styleId")) not in STYLES:
            styles.remove(style)
    target = io.BytesIO()
    made.save(target)
    parts = {
        name: without_unused(content) if name.endswith((".rels", "Types].xml")) else content
        for name, content in unzipped(target.getvalue()).items()
        if not any(unused in name for unused in UNUSED)
    }
    for old, new in replacements:
        parts["word/document.xml"] = replaced(parts["word/document.xml"], old.encode(), new.encode())
    return zipped(parts)


def without_unused(content):
    root = parse_xml(content)
    for child in list(root):
        if any(unused in f"{child.get('Target')} {child.get('PartName')}" for unused in UNUSED):
            root.remove(child)
    return docx.oxml.xmlchemy.serialize_for_reading(root).encode()


def mark(row, *properties):
    """Puts properties such as `w:tblHeader` on a row of a table."""
    for xml in properties:
        row._tr.get_or_add_trPr().append(parse_xml(xml.replace("/>", f" {nsdecls('w')}/>")))


def plain():
    """Titles above, the headings repeated on each page, notes below, an English name cut into runs."""
    english = [*ROWS[0][:1], "", *ROWS[0][2:]]
    made = document("附件1", ("Title", TITLE), "（4家）", [HEAD, english, *ROWS[1:]], *NOTES)
    table = made.tables[0]
    mark(table.rows[0], "<w:tblHeader/>", "<w:cantSplit/>")
    paragraph = table.cell(1, 1).paragraphs[0]
    for text in ("(Sample) Chongqing Jialing", " ", "Instruments", " Co., Ltd."):
        paragraph.add_run(text)
    return saved(made)


def merged():
    """A title within the table, a heading of two lines, and a district over two rows."""
    rows = [
        [TITLE, "", "", "", ""],
        ["序号", "申报单位", "", "中心名称", "所属区县"],
        ["", "中文名称", "英文名称", "", ""],
        ["1", ROWS[0][1], "(Sample) Chongqing Jialing Instruments Co., Ltd.", "工业设计中心", "沙坪坝区"],
        ["2", ROWS[2][1], "(Sample) Chongqing Gele College", "工业设计中心", ""],
        ["3", ROWS[1][1], "", "光电工业设计中心", "北碚区"],
        ["注：排名不分先后。", "", "", "", ""],
    ]
    made = document(rows)
    cell = made.tables[0].cell
    for top, left, bottom, right in (
        (0, 0, 0, 4),
        (1, 0, 2, 0),
        (1, 1, 1, 2),
        (1, 3, 2, 3),
        (1, 4, 2, 4),
        (3, 4, 4, 4),
        (6, 0, 6, 4),
    ):
        text = cell(top, left).text
        cell(top, left).merge(cell(bottom, right)).text = text
    return saved(made)


def numbered():
    """Running numbers that Word counts itself, begun anew in a second table that goes on below the first."""
    rows = [["", *row[1:3]] for row in ROWS]
    made = document(("Heading 1", TITLE), [HEAD[:3], *rows[:2]], "", [HEAD[:3], *rows[2:]])
    for table in made.tables:
        for row in table.rows[1:]:
            row.cells[0].paragraphs[0].style = "List Number"
    return saved(made)


def changes():
    """Changes that are tracked: a row and a name struck out, another put in; a hidden row; a form field."""
    made = document([HEAD, *ROWS])
    rows = made.tables[0].rows
    mark(rows[1], f"<w:del {DATED}/>")
    mark(rows[3], "<w:hidden/>")
    old = f"<w:t>{ROWS[1][1]}</w:t>"
    struck = f"<w:del {DATED}><w:r><w:delText>（示例）旧名有限公司</w:delText></w:r></w:del><w:r>{old}"
    put_in = f"<w:ins {DATED}><w:r><w:t>（首次）</w:t></w:r></w:ins>"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>巴南区</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    control = "<w:sdt><w:sdtContent><w:r><w:t>工业设计企业</w:t></w:r></w:sdtContent></w:sdt>"
    return saved(
        made,
        (f"<w:r>{old}</w:r>", f"{struck}</w:r>"),
        ("<w:r><w:t>首次</w:t></w:r>", put_in),
        ("<w:r><w:t>巴南区</w:t></w:r>", field),
        ("<w:r><w:t>工业设计企业</w:t></w:r>", control),
    )


def linked():
    """A template and a picture elsewhere, which nobody fetches; the table stands in a frame."""
    made = document(TITLE, [[""]])
    inner = made.tables[0].cell(0, 0).add_table(3, 3)
    for row, texts in zip(inner.rows, [HEAD, *ROWS], strict=False):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    address = "http://192.0.2.1/list"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for kind in ("attachedTemplate", "image", "subDocument"):
        made.part.relate_to(address, base + kind, is_external=True)
    return saved(made)


def nested():
    made = document([HEAD, *ROWS[:2]])
    cell = made.tables[0].cell(2, 1)
    cell.add_table(1, 2).cell(0, 0).text = "（示例）重庆甲有限公司"
    return saved(made)


def with_types(data, old, new):
    return zipped({name: content.replace(old, new) for name, content in unzipped(data).items()})


def good():
    return {
        "table.docx": plain(),
        "merged.docx": merged(),
        "numbered.docx": numbered(),
        "tracked-changes.docx": changes(),
        "linked.docx": linked(),
    }


def bad():
    data = saved(document(TITLE, [HEAD, *ROWS]))
    entity = (b"<w:document ", b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]><w:document ')
    wide = b'<w:tcPr><w:gridSpan w:val="200"/>'
    strict = b"http://purl.oclc.org/ooxml/officeDocument"
    return {
        "no-table.docx": saved(document(TITLE, "1. " + ROWS[0][1])),
        "no-headings.docx": saved(document(TITLE, ROWS)),
        "nested.docx": nested(),
        "macros.docm": with_parts(data, word__vbaProject_dot_bin=b"\xd0\xcf"),
        "macros-by-type.docx": with_types(data, b"document.main+xml", b"document.macroEnabled.main+xml"),
        "strict.docx": with_types(data, b"http://schemas.openxmlformats.org/officeDocument/2006", strict),
        "template.dotx": with_types(data, b"document.main+xml", b"template.main+xml"),
        "entities.docx": with_parts(data, word__document_dot_xml=entity),
        "damaged.docx": with_parts(data, word__document_dot_xml=(b"</w:tbl>", b"</w:tb>")),
        "no-text.docx": zipped({n: c for n, c in unzipped(data).items() if n != "word/document.xml"}),
        "wide.docx": with_parts(data, word__document_dot_xml=(b"<w:tcPr>", wide)),
    }
