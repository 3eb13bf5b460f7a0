"""What axe-core finds wrong with a page as it stands now, for people who do not see it or use no mouse.

Only what a machine can find: that texts make sense, and that the order of the keys does, needs a look.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_SOURCE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
#: WCAG 2.2 up to AA, and what is good practice beyond it.
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = """async ([tags]) => {
    const found = await window.axe.run(document, {
        runOnly: { type: 'tag', values: tags },
        // Read everything as it is painted, but no picture of the map: it has a text twin.
        resultTypes: ['violations'],
    })
    return found.violations.flatMap((rule) => rule.nodes.map((node) => ({
        rule: rule.id,
        help: rule.help,
        target: node.target.flat().join(' '),
        html: node.html.slice(0, 200),
        why: node.failureSummary ?? '',
    })))
}"""


@dataclass(frozen=True, slots=True)
class Violation:
    """One element that breaks one rule."""

    rule: str
    help: str
    target: str
    html: str
    why: str

    def __str__(self) -> str:
        return f"{self.rule} at {self.target}: {self.help}\n  {self.html}\n  {self.why}"


@cache
def _source() -> str:
    return _SOURCE.read_text(encoding="utf-8")


def violations(page: Page) -> list[Violation]:
    """Look at a page with axe-core, in the state in which it is now.

    The library is evaluated through the browser's debugging door and adds no script element, so that the
    page's content security policy stays as it is.

    Returns
    -------
    What is wrong, by element; empty when nothing is. To be compared with ``[]``, so that a failing test
    prints what to mend.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {_source()} }}")
    return [Violation(**found) for found in page.evaluate(_RUN, [_TAGS])]
