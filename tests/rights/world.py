"""One object of everything that an address can be about, and how the arguments of addresses are filled."""

import io

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site, Task, Workflow

from centres import publishing
from centres.models import Centre, ErrorReport, Objection, RoundRow
from cityofdesign.models import ContactPage, CreditedDocument, CreditedImage
from events.models import NewsIndexPage, NewsPage
from tests.centres.lists_in_short import drafted, person, published, submitted
from tests.rights.contest import public

TERRACE = "重庆层台机械有限公司,重庆层台机械有限公司工业设计中心,渝中区,企业工业设计中心"
BRIDGE = "重庆长桥机械有限公司,重庆长桥机械有限公司工业设计中心,渝中区,企业工业设计中心"
HARBOUR = "重庆港湾灯具有限公司,重庆港湾灯具有限公司工业设计中心,渝中区,企业工业设计中心"
# Addresses and arguments that need no object.
PLAIN = {
    # Views that catch what no other address takes.
    "admin/^.*/$": "/admin/nothing/here/",
    "api-1:elsewhere": "/api/v1/nothing",
    "media/<path:path>": "/media/nothing.png",
    "action": "delete",
    "action_name": "approve",
    "app_label": "wagtailcore",
    "app_name": "cityofdesign",
    "content_type_app_name": "events",
    "content_type_model_name": "newspage",
    "data:file:name": "register.csv",
    "first": "2014-12-31",
    "form": "csv",
    "filter_spec": "width-100",
    "key": "b-c",
    "kind": "granted",
    "known": "2024-01-01",
    "mode": "",
    "model_name": "page",
    "newer": "nothing",
    "older": "nothing",
    "on": "2014-12-31",
    "second": "2024-12-31",
    "scheme": "municipal-centre",
    "token": "b",
    "uidb36": "a",
    "uidb64": "a",
    "wagtailadmin_pages:choose_parent:app_label": "events",
    "wagtailadmin_pages:choose_parent:model_name": "newspage",
    "wagtailadmin_tag_model_autocomplete:app_name": "taggit",
    "wagtailadmin_tag_model_autocomplete:model_name": "tag",
    "wagtailadmin_workflows:add_task:model_name": "groupapprovaltask",
    "wagtailsettings:model_name": "sitesettings",
    "what": "entity",
    "year": "2027",
}


def on_notice(row: str):
    """A round whose public notice is open."""
    round_ = submitted(row, scheme="national-centre", year=2026, on="2026-02-27")
    publishing.approve(round_, user=person("approver"))
    return publishing.open_notice(round_, user=person("approver"))


def picture() -> ContentFile:
    stream = io.BytesIO()
    Image.new("RGB", (20, 20)).save(stream, "PNG")
    return ContentFile(stream.getvalue(), "picture.png")


def news() -> NewsPage:
    """A page of news with two revisions, closed to readers by a password."""
    parent = NewsIndexPage.objects.filter(locale__language_code="en").first()
    page = parent.add_child(instance=NewsPage(title="Rights", slug="rights", date="2024-05-01"))
    for _revision in range(2):
        page.save_revision(user=person("editor"))
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    return page


def closed_collection() -> CollectionViewRestriction:
    """Documents that readers get for a password."""
    collection = Collection.get_first_root_node().add_child(name="Closed")
    return CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="password", password="x"
    )


def world() -> dict:
    """Whole addresses by the name of their view; else values of arguments: by name of view and argument, by
    namespace and argument, by model, by argument."""
    entered = published(BRIDGE)
    centre = Centre.objects.first()
    round_ = drafted(TERRACE)
    proposed = on_notice(HARBOUR)
    page = news()
    image = CreditedImage.objects.create(title="Picture", file=picture())
    document = CreditedDocument.objects.create(title="Paper", file=ContentFile(b"x", "paper.pdf"))
    Redirect.objects.create(old_path="/old", redirect_link="/en/")
    RecoveryCodes.activate(person("admin"))
    Objection.objects.create(round=round_, text="x", language="en", ticket="OBJ-1111-1111")
    ErrorReport.objects.create(centre=centre, wrong="x", language="en", ticket="ERR-1111-1111")
    shown = public("In the open")
    firsts = {
        f"{model._meta.label_lower}:pk": found.pk
        for model in apps.get_models()
        if (found := model._default_manager.order_by("pk").last())
    }
    return {
        **firsts,
        **PLAIN,
        **shown,
        "centre:pk": centre.pk,
        "cityofdesign.user:pk": person("officer2").pk,
        "collection_id": 1,
        "destination_id": page.get_parent().pk,
        "doc_id": document.pk,
        "document_id": document.pk,
        "image_id": image.pk,
        "list": round_.lists.get().pk,
        "number": centre.number,
        "events:list:number": 1,
        "object_id": page.pk,
        "page_id": page.pk,
        "page_pk": page.pk,
        "page_to_move_id": page.pk,
        "page_view_restriction_id": page.view_restrictions.get().pk,
        "parent_page_id": page.get_parent().pk,
        "pk": page.pk,
        "redirect_id": Redirect.objects.get().pk,
        "restriction_id": closed_collection().pk,
        "revision_id": page.latest_revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "round": round_.pk,
        "rounds:pk": round_.pk,
        "round-notices:pk": round_.pk,
        "notices:pk": proposed.pk,
        "api-1:id": entered.pk,
        "events:list:round": entered.pk,
        "row": RoundRow.objects.get(list__round=round_).pk,
        "session_id": 1,
        "task_id": Task.objects.first().pk,
        "task_state_id": 1,
        "ticket": "OBJ-1111-1111",
        "uploaded_file_id": 1,
        "wagtailadmin_api:images:pk": image.pk,
        "wagtailadmin_api:documents:pk": document.pk,
        "wagtailadmin_workflows:pk": Workflow.objects.first().pk,
        "wagtailadmin_workflows:edit_task:pk": Task.objects.first().pk,
        "wagtailadmin_workflows:disable_task:pk": Task.objects.first().pk,
        "wagtailadmin_workflows:enable_task:pk": Task.objects.first().pk,
        "wagtailforms:page_id": ContactPage.objects.first().pk,
        "workflow_pk": Workflow.objects.first().pk,
        "workflow_state_id": 1,
        "translation_source_id": 1,
        "translation_id": 1,
        "string_segment_id": 1,
        "overridable_segment_id": 1,
        "wagtaildocs_chooser:pk": document.pk,
        "wagtailimages_chooser:pk": image.pk,
        "wagtailsettings:pk": Site.objects.get().pk,
        "mfa_edit_webauthn:pk": 1,
        "mfa_remove_webauthn:pk": 1,
        "today": timezone.localdate(),
    }
