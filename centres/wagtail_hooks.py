from wagtail import hooks

from .admin import log

hooks.register("register_log_actions", log.register)
