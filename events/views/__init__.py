"""Public pages of this app that are no pages of Wagtail's tree."""
