"""Competitions, winners and scenarios in Wagtail's admin; `events.wagtail_hooks` registers them."""
