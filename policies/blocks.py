"""Blocks of a policy document: its text, the files beside it, and what explains it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cityofdesign.blocks import HeadingBlock


class ProseBlock(blocks.RichTextBlock):
    """Paragraphs as printed; no living figure, for an official text does not change."""

    def __init__(self, **kwargs):
        super().__init__(features=["bold", "link", "ol", "ul", "h3"], **kwargs)

    class Meta:
        template = "blocks/paragraph.html"
        icon = "pilcrow"
        label = _("Text")
        description = _("Articles and paragraphs as printed")
        preview_value = "<p>第一条　为加快工业设计发展，制定本办法。</p>"


class DocumentText(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = ProseBlock()


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("file"))
    title = blocks.CharBlock(required=False, label=_("title, if not that of the file"))
    language = blocks.ChoiceBlock(
        choices=[("zh-hans", _("Chinese")), ("en", _("English")), ("both", _("Chinese and English"))],
        default="zh-hans",
        label=_("language of the file"),
    )
    pages = blocks.IntegerBlock(required=False, min_value=1, max_value=9999, label=_("number of pages"))

    class Meta:
        template = "blocks/policy_file.html"
        icon = "doc-full"
        label = pgettext_lazy("policies", "File")
        description = _("The printed document or an annex, with its type, size, language and pages")


class InterpretationBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"))
    publisher = blocks.CharBlock(label=_("who explains"))
    date = blocks.CharBlock(required=False, label=_("date"), help_text=_("As the source states it"))
    page = blocks.PageChooserBlock(required=False, label=_("page of this site"))
    url = blocks.URLBlock(required=False, label=_("or an address elsewhere"))

    class Meta:
        icon = "help"
        label = _("Interpretation")
        description = _("An official explanation of the document (政策解读)")
        preview_value = {
            "title": "《办法》解读",
            "publisher": "工业和信息化部",
            "url": "https://www.miit.gov.cn/",
        }
