"""Templates of the pages that the server makes; whatever is put into them is text."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from geo_grid.publish.pages.stylesheet import stylesheet_name
from geo_grid.words import Language
from geo_grid.words.amounts import length
from geo_grid.words.dates import day_text, moment_text
from geo_grid.words.hours import hours_text, said_hours
from geo_grid.words.pages import page_word

_UNDIALLED = re.compile(r"[^0-9+*#,;]")


@cache
def _template(name: str) -> Template:
    pages = Environment(
        loader=PackageLoader("geo_grid.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template(name)


def grid_path(code: str) -> str:
    """Where the page of a grid is; a code may hold anything."""
    return f"/grid/{quote(code, safe='')}"


def dialled(number: str) -> str:
    """A telephone number as a link dials it."""
    return _UNDIALLED.sub("", number)


def render(name: str, language: Language, *, chosen: bool, said: Mapping[str, Any]) -> str:
    """Fill a template.

    Parameters
    ----------
    chosen
        The reader asked for this language by a link: the links of the page keep to it.
    said
        What the template asks for beside what all pages have.
    """

    def address(code: str) -> str:
        return grid_path(code) + (f"?lang={language}" if chosen else "")

    def named(thing: Any) -> str:
        return str(thing.name_en if language == "en" and thing.name_en else thing.name_zh)

    def word(code: str, **params: Any) -> str:
        return page_word(code, language, **params)

    def day(when: date) -> str:
        return day_text(when, language)

    def moment(when: datetime) -> str:
        return moment_text(when, language)

    return _template(name).render(
        t=word,
        language=language,
        stylesheet=stylesheet_name(),
        address=address,
        named=named,
        day=day,
        moment=moment,
        hours=partial(hours_text, language=language),
        said_hours=partial(said_hours, language=language),
        length=length,
        dial=dialled,
        **said,
    )
