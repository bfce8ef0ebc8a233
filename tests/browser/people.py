"""What a person does at the screens, in their language: buttons and words are named by the English of the
code."""

import re

from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import expect


class Person:
    """A window with somebody before it."""

    def __init__(self, page, url, guide):
        self.page, self.url, self.guide = page, url, guide
        self.language = guide.language

    def words(self, text, **values):
        """The English of the code in the person's language."""
        with translation.override(self.language):
            return gettext(text) % values

    def counted(self, one, many, n, **values):
        with translation.override(self.language):
            return ngettext(one, many, n) % {"n": n, **values}

    def go(self, path):
        self.page.goto(self.url + path)

    def public(self, path):
        """An address of the public site in the person's language."""
        self.go(f"/{self.language}{path}")

    def button(self, label, **values):
        return self.page.get_by_role("button", name=self.words(label, **values), exact=True)

    def link(self, label, **values):
        return self.page.get_by_role("link", name=self.words(label, **values))

    def press(self, label, **values):
        self.button(label, **values).first.click()

    def sees(self, text, **values):
        expect(self.page.get_by_text(self.words(text, **values)).first).to_be_visible()

    def sees_count(self, one, many, n, **values):
        expect(self.page.get_by_text(self.counted(one, many, n, **values)).first).to_be_visible()

    def misses(self, label, **values):
        expect(self.button(label, **values)).to_have_count(0)

    def row(self, index):
        """The row that stands at `index` in the file."""
        number = self.page.locator(".round-row__index", has_text=re.compile(rf"\D{index}$"))
        return self.page.locator(".round-row").filter(has=number)

    def tile(self, verdict):
        return self.page.locator(f".round-tile[href*='verdict={verdict}']")

    def filters(self, verdict):
        self.tile(verdict).click()
        expect(self.tile(verdict)).to_have_attribute("aria-current", "true")

    def tabs_to(self, target, most=250):
        """Reach `target` with the tabulator alone."""
        for _step in range(most):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached by the keyboard")

    def downloads(self, link):
        """(name, content) of the file behind a link."""
        with self.page.expect_download() as coming:
            link.click()
        return coming.value.suggested_filename, coming.value.path().read_bytes()

    def posts(self, path):
        """Post a step past the buttons, as whoever is signed in; returns the page that it leads to."""
        token = self.page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
        address = f"{self.url}{path}"
        form, headers = {"csrfmiddlewaretoken": token, "confirmed": "1"}, {"Referer": address}
        return self.page.request.post(address, form=form, headers=headers).text()

    def shot(self, name, only=None):
        """A picture for the guide: of the window from the top of the page, or of `only` one part."""
        self.page.wait_for_load_state()
        self.page.evaluate("window.scrollTo(0, 0)")
        self.guide.shot(self.page, name, only=only)
