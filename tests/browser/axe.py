"""axe-core, as axe-playwright-python carries it, in a page: what it finds against WCAG 2.2 A and AA."""

import json

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async ([tags, within, without]) => {
    const context = {include: [[within]], exclude: without.map(part => [part])}
    // Preloading would fetch what style sheets import, from beside the page instead of beside them.
    const how = {runOnly: tags, resultTypes: ['violations'], elementRef: false, preload: false}
    const found = await axe.run(context, how)
    return found.violations.map(v => [v.id, v.nodes.map(n => [n.target.join(' '), n.failureSummary || ''])])
}"""


def found(page, within="html", without=()) -> list[tuple[str, str, str]]:
    """What stands against the tags in the page as it is shown now: the rule, the element, why."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(Axe().axe_script)
    rules = page.evaluate(RUN, [TAGS, within, list(without)])
    return [(rule, target, why) for rule, elements in rules for target, why in elements]


def violations(page, within="html", without=()) -> list[str]:
    """The same, a line each element."""
    return [line(*one) for one in found(page, within, without)]


def line(rule: str, target: str, why: str) -> str:
    return f"{rule}: {target}: {json.dumps(why, ensure_ascii=False)}"
