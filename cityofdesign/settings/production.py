"""Settings of a public installation. They refuse to start rather than run unsafely."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from . import env
from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, BASE_URL, DEMO_CONTENT, SAMPLE_REGISTER, SECRET_KEY

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
NEW_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"  # noqa: S105


def weakness(secret: str) -> str:
    """Why `secret` must not sign sessions; empty when it may."""
    if not secret:
        return "is missing"
    if len(secret) < 50 or len(set(secret)) < 10:
        return "is too short or too uniform (at least 50 characters, 10 of them different)"
    if secret.startswith(("django-insecure-", "only-for-")) or "change" in secret.lower():
        return "is a published example"
    return ""


def refusals() -> list[str]:
    """Everything that keeps this installation from starting, one sentence each."""
    found = []
    if weak := weakness(SECRET_KEY):
        found.append(f"SECRET_KEY {weak}. Make one: {NEW_SECRET}")
    if env.flag("DEBUG", default=False):
        found.append("DEBUG is on. Remove it: error pages would show settings and data.")
    if not ALLOWED_HOSTS:
        found.append("ALLOWED_HOSTS is empty. Name the hosts, separated by commas.")
    address = urlsplit(env.text("BASE_URL"))
    if not address.hostname or (address.scheme != "https" and address.hostname not in LOOPBACK):
        found.append("BASE_URL must be the public https:// address (http only for 127.0.0.1 or localhost).")
    if DEMO_CONTENT:
        found.append("DEMO_CONTENT is on. Its accounts have a published password.")
    if SAMPLE_REGISTER:
        found.append("SAMPLE_REGISTER is on. Fictional centres have no place in a public register.")
    return found


if found := refusals():
    raise ImproperlyConfigured("Production refuses to start:\n" + "\n".join(f"- {line}" for line in found))

HTTPS = BASE_URL.startswith("https://")
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=True)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(BASE_URL))]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS

# The header by which the proxy in front says that the visitor came by https, such as X-Forwarded-Proto.
# The proxy must overwrite it in every request; without it the proxy alone redirects http to https.
PROXY_SSL_HEADER = env.text("PROXY_SSL_HEADER")
if PROXY_SSL_HEADER:
    SECURE_PROXY_SSL_HEADER = ("HTTP_" + PROXY_SSL_HEADER.upper().replace("-", "_"), "https")
SECURE_SSL_REDIRECT = HTTPS and bool(PROXY_SSL_HEADER)
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 365 * 24 * 60 * 60) if HTTPS else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # subdomains and the browsers' preload list concern more than this site:
    "security.W021",  # the owner of the domain decides
    "security.W019",  # Wagtail shows previews in a frame of the same origin
]
