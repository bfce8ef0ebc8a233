"""How a workflow ends. Wagtail imports this while it loads its models, so models are imported late."""


def finish(workflow_state, user=None) -> None:
    """What was approved goes online, not whatever was saved last."""
    from .models import FourEyesTaskState

    state = workflow_state.current_task_state.specific
    if isinstance(state, FourEyesTaskState):
        state.put_live(user)
    else:
        state.revision.publish(user=user)
