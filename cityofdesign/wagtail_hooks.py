"""What the site adds to Wagtail's admin."""

from wagtail import hooks

from . import dateforms


@hooks.register("register_admin_urls")
def admin_urls():
    return dateforms.urls
