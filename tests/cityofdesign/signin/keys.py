"""What people sign in with, and where they show it."""

import time

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

HOME, LOGIN = "/admin/", "/admin/login/"
CHOICE, CODE = "/admin/account/second-factor/", "/admin/account/confirm/code/"
PASSWORD = "a long enough word"


def app_of(user) -> str:
    """An authenticator app for the user; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time() // 30) + steps))
