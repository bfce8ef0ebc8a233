"""Policy documents, what each does to earlier ones, and the figures that targets are measured by."""

from .bodies import IssuingBody
from .figures import Figure
from .pages import PolicyIndexPage, PolicyPage
from .relations import Relation

__all__ = ["Figure", "IssuingBody", "PolicyIndexPage", "PolicyPage", "Relation"]
