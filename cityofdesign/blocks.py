"""The vocabulary of every text on the site; it ends in `StoryBlock`."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

INLINE = ["bold", "italic", "link", "document-link", "superscript"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        template = "blocks/heading.html"
        icon = "title"
        label = _("Heading")
        description = _("A heading inside the text")
        preview_value = "Six centres, one list"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=[*INLINE, "ol", "ul", "h3"], **kwargs)

    class Meta:
        template = "blocks/paragraph.html"
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists")
        preview_value = "<p>The first municipal round accredited six centres in February 2014.</p>"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    who = blocks.CharBlock(label=_("who said it"))
    source = blocks.URLBlock(required=False, label=_("address of the source"))

    class Meta:
        template = "blocks/quote.html"
        icon = "openquote"
        label = _("Quotation")
        description = _("Somebody's words, with their name and a source")
        preview_value = {"text": "Design is how it works.", "who": "A preview", "source": ""}


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("picture"))
    caption = blocks.CharBlock(required=False, label=_("caption"))

    class Meta:
        template = "blocks/image.html"
        icon = "image"
        label = _("Picture")
        description = _("A picture with caption; credit and rights come from the picture itself")


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("figure"))
    unit = blocks.CharBlock(label=_("what is counted"))
    date = blocks.CharBlock(label=_("as of"), help_text=_("As the source states it"))
    source_name = blocks.CharBlock(label=_("source"))
    source_url = blocks.URLBlock(required=False, label=_("address of the source"))

    class Meta:
        template = "blocks/figure.html"
        icon = "order"
        label = _("Figure")
        description = _("One large number with its unit, date and source")
        preview_value = {
            "value": "165",
            "unit": "municipal centres",
            "date": "31 December 2022",
            "source_name": "chongqing.design",
            "source_url": "https://chongqing.design/concept/",
        }


class FactBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("term"))
    fact = blocks.TextBlock(label=_("fact"))


class FactsBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, label=_("title"))
    facts = blocks.ListBlock(FactBlock(), label=_("facts"))

    class Meta:
        template = "blocks/facts.html"
        icon = "table"
        label = _("Facts")
        description = _("Terms and what is known of each")
        preview_value = {"title": "In short", "facts": [{"term": "Round", "fact": "2014"}]}


class LinkBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("text"))
    page = blocks.PageChooserBlock(required=False, label=_("page of this site"))
    url = blocks.URLBlock(required=False, label=_("or an address elsewhere"))


class LinksBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, label=_("title"))
    links = blocks.ListBlock(LinkBlock(), label=_("links"))

    class Meta:
        template = "blocks/links.html"
        icon = "link"
        label = _("Links")
        description = _("A short list of links")
        preview_value = {"title": "Further", "links": [{"text": "UNESCO", "url": "https://www.unesco.org/"}]}


class AttachmentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    title = blocks.CharBlock(required=False, label=_("title, if not that of the document"))

    class Meta:
        template = "blocks/document.html"
        icon = "doc-full"
        label = _("Document")
        description = _("A file to download, with its type and size")


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, label=_("title"))
    text = blocks.RichTextBlock(features=INLINE, label=_("text"))

    class Meta:
        template = "blocks/callout.html"
        icon = "help"
        label = _("Note")
        description = _("A remark set apart from the text")
        preview_value = {"title": "Mind", "text": "<p>Branches never count as national centres.</p>"}


class StoryBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    picture = PictureBlock()
    figure = FigureBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    links = LinksBlock()
    attachment = AttachmentBlock()
    callout = CalloutBlock()
