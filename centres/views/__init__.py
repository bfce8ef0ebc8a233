from .centre import centre
from .districts import districts
from .register import register

__all__ = ["centre", "districts", "register"]
