"""Who may do what with the register in the admin. Deciding is not among it: see `centres.publishing`."""

from django.core.exceptions import PermissionDenied
from wagtail.permission_policies import ModelPermissionPolicy

SEEING = ("centres.view_round", "centres.prepare_round", "centres.approve_round")
WORKING = ("centres.prepare_round", "centres.approve_round")


class Limited(ModelPermissionPolicy):
    """Lets nobody, superusers included, do more with a model than `actions`."""

    def __init__(self, model, *actions: str):
        super().__init__(model)
        self.actions = frozenset(actions)

    def user_has_permission(self, user, action):
        return action in self.actions and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission(self.actions.intersection(actions))


def may_see_rounds(user) -> bool:
    return any(user.has_perm(permission) for permission in SEEING)


def may_work_on_rounds(user) -> bool:
    return any(user.has_perm(permission) for permission in WORKING)


class RoundsOnly:
    """A view for those who may see rounds."""

    def dispatch(self, request, *args, **kwargs):
        if not may_see_rounds(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
