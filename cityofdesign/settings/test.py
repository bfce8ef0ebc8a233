import os
import tempfile

os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="cityofdesign-test-")
os.environ.setdefault("DEMO_CONTENT", "1")
os.environ.setdefault("SAMPLE_REGISTER", "1")

from .base import *  # noqa: E402, F403

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {
    alias: {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"} for alias in ("default", "jobs")
}
