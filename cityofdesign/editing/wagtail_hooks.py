from functools import partial

from wagtail import hooks

from . import buttons, dependents, history, menu, panels, reports, steps
from .subjects import SUBJECTS

hooks.register("before_publish_page", steps.before_publish)
hooks.register("before_edit_page", steps.before_edit)
hooks.register("after_edit_page", steps.after_edit)
hooks.register("before_edit_page", history.keep_published)
hooks.register("after_edit_page", history.autosaved)
hooks.register("after_create_page", history.autosaved)
hooks.register("register_log_actions", history.register, order=10)
hooks.register("before_bulk_action", steps.before_bulk)
hooks.register("construct_page_action_menu", menu.construct)
hooks.register("construct_homepage_panels", panels.add_to)
hooks.register("register_admin_urls", reports.urls)
for subject in SUBJECTS:
    hooks.register("register_reports_menu_item", partial(reports.SubjectMenuItem, subject))
hooks.register("before_delete_page", dependents.before_delete, order=10)
hooks.register("before_bulk_action", dependents.before_bulk, order=10)
hooks.register("register_page_header_buttons", buttons.compare)
hooks.register("register_page_listing_buttons", buttons.compare)
