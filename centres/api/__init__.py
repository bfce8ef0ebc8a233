"""The public API: read only, no key, the same filters and moments as the pages."""

from . import routes  # noqa: F401  (the endpoints register themselves)
from .site import api

__all__ = ["api"]
