"""What allauth asks of the site: nobody signs up, what people are told, when they prove themselves anew."""

import logging
import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.contrib import messages
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..letters import letter, sent
from . import factors, record
from .models import SignInEvent
from .words import MAILED, SAID

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("The user name or the password is wrong."),
        "too_many_login_attempts": gettext_lazy("Too many failed attempts. Try again in some minutes."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """A sign-in of the last minutes is as good as a second proof."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def authentication_failed(self, request, **credentials):
        record.failed(request, credentials.get("username", ""))

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except Exception:
            record.failed(request, credentials.get("username", ""), what=SignInEvent.What.REFUSED)
            raise

    def authenticate(self, request, **credentials):
        """An account that was closed answers like one that never was."""
        user = super().authenticate(request, **credentials)
        if user and not user.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return user

    def respond_user_inactive(self, request, user):
        record.failed(request, user.get_username())
        messages.error(request, self.error_messages["username_password_mismatch"])
        return redirect("account_login")

    def add_message(
        self, request, level, message_template=None, message_context=None, extra_tags="", message=None
    ):
        said = message or SAID.get(message_template)
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def send_mail(self, template_prefix, email, context):
        """One of the few mails that leave; a mail server that is away must not tell who has an account."""
        if template_prefix not in MAILED:
            return
        text = render_to_string(
            "signin/mail.txt", {"said": MAILED[template_prefix], **context}, request=self.request
        )
        subject = _("[City of Design] Your account in the admin")
        sent(letter(subject, text, [email], from_email=self.get_from_email()), template_prefix)


class FactorAdapter(DefaultMFAAdapter):
    def can_delete_authenticator(self, authenticator):
        """The last factor of somebody who must have one stays, until another takes its place."""
        return not factors.required(authenticator.user) or factors.held(authenticator.user) > 1

    def get_totp_label(self, user):
        return user.get_username()


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions):
        super().end_sessions(sessions)
        if sessions:
            record.event(SignInEvent.What.SESSIONS_ENDED, sessions[0].user, request=context.request)
