from wagtail import hooks

from . import menu, steps

hooks.register("before_publish_page", steps.before_publish)
hooks.register("before_edit_page", steps.before_edit)
hooks.register("after_edit_page", steps.after_edit)
hooks.register("before_bulk_action", steps.before_bulk)
hooks.register("construct_page_action_menu", menu.construct)
