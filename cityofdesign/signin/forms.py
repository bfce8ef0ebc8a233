"""allauth's forms where the site wants other words, or a patient answer to what no browser sends."""

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs = {
            "id": "id_username",
            "autocomplete": "username",
            "maxlength": 150,
        }
        self.fields["password"].widget.attrs.pop("placeholder")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this device")


class Patient:
    """What is no answer of a passkey is a wrong one."""

    def clean_credential(self):
        try:
            return super().clean_credential()
        except ValidationError:
            raise
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise get_adapter().validation_error("incorrect_code") from None


class SignInByKeyForm(Patient, LoginWebAuthnForm):
    pass


class AnswerByKeyForm(Patient, AuthenticateWebAuthnForm):
    pass


class ConfirmByKeyForm(Patient, ReauthenticateWebAuthnForm):
    pass


class AddKeyForm(AddWebAuthnForm):
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone"),
        required=False,
        help_text=_("Then no password is asked; the device checks a fingerprint, a face or a PIN instead."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")

    def clean(self):
        try:
            return super().clean()
        except ValidationError:
            raise
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            raise get_adapter().validation_error("incorrect_code") from None
