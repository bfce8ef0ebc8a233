"""What is said to people about their account: on the page after a step, and by mail."""

from django.utils.translation import gettext_lazy as _

# allauth's template of a message -> the message. What is not here is not said.
SAID = {
    "account/messages/logged_out.txt": _("You have signed out."),
    "account/messages/password_changed.txt": _("Your password is changed."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is no longer used."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "There are new recovery codes. Keep them in a safe place."
    ),
    "usersessions/messages/sessions_logged_out.txt": _("All other sessions have ended."),
}

# allauth's mail -> the sentence that it brings.
MAILED = {
    "account/email/password_reset_key": _("Somebody, probably you, asked for a new password."),
    "account/email/password_reset": _("Your password was set anew by a link sent to this address."),
    "account/email/password_changed": _("Your password was changed."),
    "mfa/email/totp_activated": _("An authenticator app was set up as your second factor."),
    "mfa/email/totp_deactivated": _("The authenticator app is no longer your second factor."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made; the old ones no longer work."),
}
