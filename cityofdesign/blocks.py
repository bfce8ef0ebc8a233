"""The vocabulary of every text on the site; it ends in `StoryBlock`."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

INLINE = ["bold", "italic", "link", "document-link", "superscript", "living-figure"]


class HeadingBlock(blocks.CharBlock):
    class Meta:
        template = "blocks/heading.html"
        icon = "title"
        label = _("Heading")
        description = _("A heading inside the text")
        preview_value = "Six centres, one list"


class LivingText(blocks.RichTextBlock):
    """Rich text that may hold living figures (policies/living.py): checked when saved, put in when shown."""

    def clean(self, value):
        value = super().clean(value)
        if wrong := living().problems(value.source):
            raise ValidationError(" ".join(wrong))
        return value

    def get_searchable_content(self, value):
        return super().get_searchable_content(RichText(str(living().expand(value.source))))


def living():
    from policies import living  # which asks the register, and that is loaded after these blocks

    return living


class ParagraphBlock(LivingText):
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


def schemes():
    return living().schemes()


def kinds():
    return living().kinds()


def statuses():
    return living().statuses()


def districts():
    return living().districts()


class LivingFigureBlock(blocks.StructBlock):
    scheme = blocks.ChoiceBlock(choices=schemes, label=_("scheme"))
    on = blocks.DateBlock(required=False, label=_("on"), help_text=_("Empty: the day on which it is read"))
    kind = blocks.ChoiceBlock(choices=kinds, required=False, label=_("only of this kind"))
    status = blocks.ChoiceBlock(
        choices=statuses, required=False, label=_("with this status"), help_text=_("Empty: accredited")
    )
    district = blocks.ChoiceBlock(choices=districts, required=False, label=_("only in this district"))
    unit = blocks.CharBlock(
        required=False, label=_("what is counted"), help_text=_("Empty: the name of the scheme")
    )

    def clean(self, value):
        value = super().clean(value)
        try:
            living().not_to_come(value["on"])
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"on": error}) from error
        return value

    def get_context(self, value, parent_context=None):
        shown = living().shown(value) if value.get("scheme") else None
        return {**super().get_context(value, parent_context), "shown": shown}

    class Meta:
        template = "blocks/living_figure.html"
        icon = "order"
        label = _("Figure of the register")
        description = _("A count of the register on a day or today; it follows the register by itself")
        preview_value = {"scheme": "municipal-centre", "on": "2022-12-31"}


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


class RemarkBlock(LivingText):
    def __init__(self, **kwargs):
        super().__init__(features=INLINE, **kwargs)


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, label=_("title"))
    text = RemarkBlock(label=_("text"))

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
    living = LivingFigureBlock()
    quote = QuoteBlock()
    facts = FactsBlock()
    links = LinksBlock()
    attachment = AttachmentBlock()
    callout = CalloutBlock()
