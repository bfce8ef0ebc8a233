"""The demo accounts, and the round of 2014 as they enter it: the same way as any list that staff receive."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from centres import mails, preparing, publishing, settling
from centres.models import RoundList, Scheme
from cityofdesign.accounts import DEMO_ACCOUNTS

from .ledger import FILES, Ledger

GROUPS = {
    "editor": "Editors",
    "moderator": "Moderators",
    "officer": "Registry officers",
    "officer2": "Registry officers",
    "approver": "Registry approvers",
}
FIRST_LIST = "municipal-2014.csv"
FIRST_DOCUMENT = {
    "kind": RoundList.Kind.GRANTED,
    "document": "chongqing.design, Milestones, February 2014",
    "document_url": "https://chongqing.design/milestones/",
    "effective_on": "2014-02",
    "stated_total": 6,
}


def load_accounts(ledger: Ledger) -> None:
    user_model = get_user_model()
    for username in DEMO_ACCOUNTS:
        if not ledger.is_new(f"account/{username}") or user_model.objects.filter(username=username).exists():
            continue
        user = user_model(username=username, is_superuser=username not in GROUPS, **called(username))
        user.set_password(settings.DEMO_PASSWORD)
        user.save()
        if username in GROUPS:
            user.groups.add(Group.objects.get(name=GROUPS[username]))


def called(username: str) -> dict[str, str]:
    """What the account page asks for: names that are roles, an address at a domain that exists nowhere."""
    return {
        "first_name": "Demo",
        "last_name": username.capitalize(),
        "email": f"{username}@demo.invalid",
    }


@mails.silence()
def load_first_round(ledger: Ledger) -> None:
    people = {user.username: user for user in get_user_model().objects.filter(username__in=DEMO_ACCOUNTS)}
    scheme = Scheme.objects.filter(key="municipal-centre").first()
    if not {"officer", "approver"} <= people.keys() or scheme is None or not ledger.is_new("round/2014"):
        return
    officer, approver = people["officer"], people["approver"]
    round_ = preparing.create_round(scheme=scheme, year=2014, user=officer)
    content = (FILES / "lists" / FIRST_LIST).read_bytes()
    preparing.upload(round_, content=content, filename=FIRST_LIST, user=officer, **FIRST_DOCUMENT)
    settling.settle_open_as_new(round_, user=officer)
    publishing.submit(round_, user=officer)
    publishing.approve(round_, user=approver)
    publishing.publish(round_, user=approver)
