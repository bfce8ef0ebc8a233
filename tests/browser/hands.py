"""Two ways of using a page besides a pointer and scripts: keys alone, and a browser that runs no script."""

from playwright.sync_api import expect

MOST_TABS = 400
MOST_LOOKS = 50
SEEN = """one => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect()
    const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20))
    return {
        outlined: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
        covered: !(at && (one.contains(at) || at.contains(one) || at.closest('label')?.contains(one))),
    }
}"""
SEEN_WELL = {"outlined": True, "covered": False}


class Keys:
    """Nothing but the keyboard; whatever is reached must be seen to have the focus."""

    def __init__(self, page):
        self.page = page

    def reach(self, target) -> None:
        target.wait_for()
        for _n in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        expect(target).to_be_focused()
        expect(target).to_be_in_viewport()
        for _n in range(MOST_LOOKS):  # a page scrolls there smoothly
            if (seen := target.evaluate(SEEN)) == SEEN_WELL:
                break
            self.page.wait_for_timeout(100)
        assert seen == SEEN_WELL, target

    def press(self, target) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def tick(self, target) -> None:
        self.reach(target)
        self.page.keyboard.press("Space")

    def write(self, target, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, target, value: str) -> None:
        """An option of a list, one after the other from where it stands."""
        self.reach(target)
        for _n in range(target.locator("option").count()):
            if target.input_value() == value:
                break
            self.page.keyboard.press("ArrowDown")
        expect(target).to_have_value(value)


class Plain:
    """A pointer, in a window without scripts."""

    def __init__(self, page):
        self.page = page

    def press(self, target) -> None:
        target.click()

    def tick(self, target) -> None:
        target.check()

    def write(self, target, text: str) -> None:
        target.fill(text)
