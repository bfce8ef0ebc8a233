"""Where uploaded files are kept: in folders of VAR_DIR, or in two buckets of an object storage."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from . import env

FOLDERS, BUCKETS = "cityofdesign.storing.WholeFiles", "storages.backends.s3.S3Storage"
NAMES = ("S3_BUCKET", "S3_PRIVATE_BUCKET", "S3_PUBLIC_URL")
OPTIONAL = ".venv/bin/pip install -r requirements-optional.txt"


def storages(var_dir: Path) -> dict[str, dict]:
    """Django's STORAGES for what is uploaded: `default`, which readers may ask for, and `private`."""
    given = {name: env.text(name) for name in NAMES}
    if not any(given.values()):
        private = {"BACKEND": FOLDERS, "OPTIONS": {"location": var_dir / "private"}}
        return {"default": {"BACKEND": FOLDERS}, "private": private}
    if missing := [name for name, value in given.items() if not value]:
        raise ImproperlyConfigured(f"Object storage needs {' and '.join(missing)} too.")
    bucket, private, public = given.values()
    if bucket == private:
        raise ImproperlyConfigured("S3_PRIVATE_BUCKET is S3_BUCKET, which readers may ask; name another.")
    shared = reached()
    domain = {"custom_domain": public.rstrip("/").removeprefix("https://"), "querystring_auth": False}
    return {
        "default": {"BACKEND": BUCKETS, "OPTIONS": {**shared, "bucket_name": bucket, **domain}},
        "private": {"BACKEND": BUCKETS, "OPTIONS": {**shared, "bucket_name": private}},
    }


def reached() -> dict:
    """How both buckets are reached; nothing in them is ever written over."""
    try:
        from botocore.config import Config
        from storages.backends import s3  # noqa: F401
    except ImportError:
        raise ImproperlyConfigured(f"Object storage needs packages that are optional: {OPTIONAL}") from None
    return {
        "endpoint_url": env.text("S3_ENDPOINT_URL") or None,
        "region_name": env.text("S3_REGION") or None,
        "access_key": env.text("S3_ACCESS_KEY") or None,
        "secret_key": env.text("S3_SECRET_KEY") or None,
        "file_overwrite": False,
        # Other makers' storage does not know the checksums that Amazon's takes with each file.
        "client_config": Config(
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=5,
            read_timeout=20,
        ),
    }


def media_url() -> str:
    """Where readers find uploaded pictures."""
    public = env.text("S3_PUBLIC_URL").rstrip("/")
    if public and not (public.startswith("https://") and urlsplit(public).hostname):
        raise ImproperlyConfigured("S3_PUBLIC_URL must be the https:// address at which S3_BUCKET is read.")
    return f"{public}/" if public else "/media/"
