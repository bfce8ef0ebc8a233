"""The two page trees: home pages, the site, and the sections at the addresses that the contract names."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from cityofdesign.models import ContactPage, FieldIndexPage, HomePage, SiteSettings, StandardPage
from events.models import EventIndexPage, MilestoneIndexPage, NewsIndexPage, RoundIndexPage
from policies.models import PolicyIndexPage

from .ledger import FILES
from .markdown import read
from .shelf import LANGUAGES, Shelf

HOME = "home"
INDEXES = {
    "milestones": MilestoneIndexPage,
    "news": NewsIndexPage,
    "events": EventIndexPage,
    "policies": PolicyIndexPage,
    "fields": FieldIndexPage,
    "rounds": RoundIndexPage,
}
TEXTS = {
    "about": StandardPage,
    "contact": ContactPage,
    "take-down": ContactPage,
    "accessibility": StandardPage,
    "privacy": StandardPage,
    "licence": StandardPage,
}
DISCLAIMERS = {
    "disclaimer_en": "This site gathers what its sources report and names them. "
    "Only the documents of the issuing authorities are binding.",
    "disclaimer_zh": "本站汇集各来源公开的信息并注明出处，具有效力的以发文机关正式文件为准。",
}


def heads(language: str) -> dict[str, dict[str, str]]:
    """The head of every text in `pages/`, by the section that it belongs to."""
    read_heads = (read(path)[0] for path in sorted((FILES / language / "pages").glob("*.md")))
    found = {head["page"]: head for head in read_heads}
    title, text = found[HOME]["fields_title"], found[HOME]["fields_text"]
    return {"fields": {"title": title, "lede": text, "description": text}, **found}


def load(shelf: Shelf) -> None:
    texts = {language: heads(language) for language in LANGUAGES}
    load_homes(shelf, texts)
    for language in LANGUAGES:
        for section, model in (INDEXES | TEXTS).items():
            head = texts[language][section]
            page = model(title=head["title"], search_description=head["description"], show_in_menus=True)
            lede = "introduction" if section in INDEXES else "summary"
            setattr(page, lede, head.get("lede", ""))
            if "form" in head:
                page.kind = head["form"]
            shelf.put(page, section, language, HOME)


def load_homes(shelf: Shelf, texts: dict) -> None:
    """The home pages in place of Wagtail's welcome page, and the site that begins at the English one."""
    root = Page.get_first_root_node()
    welcome = root.get_children().filter(slug="home", depth=2, content_type__model="page").first()
    for language in LANGUAGES:
        if shelf.ledger.is_new(f"{HOME}/{language}"):
            head = texts[language][HOME]
            page = HomePage(
                title=head["title"],
                slug=language,
                headline=head["hero_title"],
                lede=head["lede"],
                search_description=head["description"],
            )
            shelf.add(page, HOME, language, root)
    if shelf.ledger.is_new("site"):
        site = load_site(Page.objects.get(pk=shelf.find(HOME, "en")))
        SiteSettings.objects.get_or_create(site=site, defaults=DISCLAIMERS)
        if welcome:
            welcome.delete()


def load_site(home: Page) -> Site:
    address = urlsplit(settings.BASE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname = address.hostname
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name, site.root_page = settings.WAGTAIL_SITE_NAME, home
    site.save()
    return site
