"""Who may do what: editors prepare, whoever may release sets the hour and gives the press a link."""

from django.core.exceptions import PermissionDenied

PREPARE, RELEASE = "events.add_award", "events.release_award"


class Requires:
    """A view for those who have one of `permissions`; posts need `to_post`."""

    permissions: tuple[str, ...] = (PREPARE, RELEASE)
    to_post = PREPARE

    def dispatch(self, request, *args, **kwargs):
        wanted = (self.to_post,) if request.method == "POST" else self.permissions
        if not any(map(request.user.has_perm, wanted)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
