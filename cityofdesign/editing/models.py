from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import AbstractGroupApprovalTask, Revision, TaskState

from cityofdesign import checked

from . import mails
from .forms import ReasonForm
from .four_eyes import OneAlone, approve, authors, digest, refusal
from .moments import approve_label


class Approval(models.Model):
    """One person answers for what one revision says, having written none of it."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "digest", "by"],
                name="approved_once_by_each",
                violation_error_message=gettext_lazy("This person has approved it already."),
            )
        ]

    def __str__(self):
        return f"{self.revision_id} {self.by}"


class FourEyesTaskState(TaskState):
    """One submission of a page, with the content that was submitted."""

    digest = models.CharField(max_length=64)
    # Whose changes were submitted, for lists; approving works it out anew.
    writers = models.JSONField(default=list)

    @property
    def latest(self) -> Revision:
        return self.workflow_state.content_object.latest_revision

    @property
    def is_stale(self) -> bool:
        """Whether the page was changed after it was submitted."""
        return self.digest != digest(self.latest.content)

    def refusal(self, user) -> str:
        """Why `user` may not approve; empty where nothing stands in the way."""
        if self.is_stale:
            return _("The page was changed after it was submitted: look at it as it is now, then decide.")
        return refusal(self.revision, user) or checked.refusal(self.revision)

    def approve(self, user=None, update=True, comment=""):
        if reason := self.refusal(user):
            raise OneAlone(reason)
        return super().approve(user=user, update=update, comment=comment)

    def reject(self, user=None, update=True, comment=""):
        if not comment.strip():
            raise OneAlone(_("Say what is to be changed."))
        rejected = super().reject(user=user, update=update, comment=comment)
        mails.rejected(self, by=user)
        return rejected

    def put_live(self, user) -> None:
        """What was submitted goes online, or is set for its time: this revision and no later one."""
        if reason := self.refusal(user):
            raise OneAlone(reason)
        approve(self.revision, user)
        self.revision.publish(user=user, skip_permission_checks=True)
        mails.approved(self, by=user)

    def describe(self) -> None:
        """Write down what is submitted, and who wrote it."""
        revision = Revision.objects.get(pk=self.revision_id)  # as kept, not as a form left it
        self.digest, self.writers = digest(revision.content), sorted(authors(revision))
        self.save()

    def submit_anew(self) -> "FourEyesTaskState":
        """The page was changed: what was submitted before no longer waits, what there is now does."""
        state = self.workflow_state
        now = FourEyesTaskState(workflow_state=state, revision=self.latest, task=self.task)
        now.describe()
        state.current_task_state = now
        state.save()
        if self.revision_id == now.revision_id:
            self.delete()  # the same revision was saved over, as autosave does
        else:
            self.status, self.finished_at = self.STATUS_CANCELLED, timezone.now()
            self.comment = _("Changed after it was submitted.")
            self.save()
        return now


class FourEyesTask(AbstractGroupApprovalTask):
    """Members of its groups approve a page, if they wrote none of it. Superusers are no exception."""

    task_state_class = FourEyesTaskState

    class Meta:
        verbose_name = gettext_lazy("approval by a second person")
        verbose_name_plural = gettext_lazy("approvals by a second person")

    @classmethod
    def get_description(cls):
        return gettext_lazy(
            "Members of the chosen groups approve; nobody approves what they wrote themselves"
        )

    def start(self, workflow_state, user=None):
        state = super().start(workflow_state, user=user)
        state.describe()
        mails.submitted(state, by=user)
        return state

    def is_member(self, user) -> bool:
        return user.is_active and (user.is_superuser or self._user_in_groups(user))

    def get_actions(self, obj, user):
        if not self.is_member(user) or not obj.latest_revision or user.pk in authors(obj.latest_revision):
            return []
        says = {("approve", False): approve_label(obj), ("reject", True): _("Send back")}
        actions = super().get_actions(obj, user)
        return [(name, says.get((name, asks), label), asks) for name, label, asks in actions]

    def on_action(self, task_state, user, action_name, **kwargs):
        if action_name == "approve" and task_state.is_stale:
            task_state.submit_anew()
            return None
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_form_for_action(self, action):
        return ReasonForm if action == "reject" else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if not self.is_member(user):
            return TaskState.objects.none()
        waiting = FourEyesTaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        mine = [pk for pk, writers in waiting.values_list("pk", "writers") if user.pk in writers]
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).exclude(pk__in=mine)
