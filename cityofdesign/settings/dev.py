"""What `make run` and a plain `manage.py` use: demo content on, no secret needed, one machine."""

import os

os.environ.setdefault("DEMO_CONTENT", "1")
os.environ.setdefault("SAMPLE_REGISTER", "1")
os.environ.setdefault("SERVE_MEDIA", "1")

from .base import *  # noqa: E402, F403
from .base import ALLOWED_HOSTS, SECRET_KEY  # noqa: E402

SECRET_KEY = SECRET_KEY or "only-for-the-machine-in-front-of-you"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
