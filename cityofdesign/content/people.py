"""The demo accounts and the first round, which they enter as staff would."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from centres import preparing, publishing
from centres.models import Round, RoundList, Scheme

from .ledger import FILES, Ledger

GROUPS = {
    "editor": "Editors",
    "moderator": "Moderators",
    "officer": "Registry officers",
    "officer2": "Registry officers",
    "approver": "Registry approvers",
}
