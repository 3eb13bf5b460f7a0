"""The page of one grid: who answers for it, where it lies, and what is beside it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from geo_grid.publish.pages.grid_page_data import Beyond, GridLink, GridPageData, PersonView
from geo_grid.publish.pages.rendering import grid_path, render
from geo_grid.words import Language
from geo_grid.words.amounts import area
from geo_grid.words.dates import day_text
from geo_grid.words.incidents.public import public_word, state_word
from geo_grid.words.pages import WORDS, page_word

#: What is counted beside households and people, in the order in which it is shown.
_COUNTED = ("addresses", "buildings", "compounds", "organisations")


def grid_page(
    grid: GridPageData,
    *,
    language: Language,
    chosen: bool,
    origin: str,
    hotline: str | None = None,
    supervision: str | None = None,
) -> str:
    """The page as HTML.

    Parameters
    ----------
    chosen
        The reader asked for this language by a link.
    origin
        How the installation is asked for from outside, without a slash at the end.
    hotline, supervision
        Numbers that are called whoever answers; None for none.
    """
    path = grid_path(grid.code)
    people = grid.people
    said: dict[str, Any] = {
        "grid": grid,
        "people": people,
        "place": _place(grid.place, language),
        "path": path,
        "code_part": quote(grid.code, safe=""),
        "origin": origin,
        "on_map": "/?" + urlencode({"grid": grid.code}),
        "other_language": path + "?" + urlencode(_other(grid, language)),
        "hotline": hotline,
        "supervision": supervision,
        "because": because(grid, language),
        "description": description(grid, language),
        "picture_says": picture_says(grid, language),
        "bounds": grid.bounds.get(language, {}),
        "counts": _counts(grid, language),
        "unknown": _unknown(grid, language),
        "facts": _facts(grid, language),
        "public_word": lambda code: public_word(code, language),
        "state_word": lambda state: state_word(state, language),
        "person_name": lambda person: person_name(person, language),
        "role_text": lambda person: role_text(person, language),
    }
    return render("grid.html", language, chosen=chosen, said=said)


def no_grid_page(
    *,
    language: Language,
    chosen: bool,
    code: str,
    heading: str,
    explanation: str,
    now_there: tuple[GridLink, ...] = (),
    became: tuple[GridLink, ...] = (),
) -> str:
    """The page that stands where there is no grid now: it says why, and where to look."""
    other: Language = "en" if language == "zh" else "zh"
    said: dict[str, Any] = {
        "place": page_word("page_product", language),
        "on_map": "/",
        "other_language": grid_path(code) + f"?lang={other}",
        "heading": heading,
        "explanation": explanation,
        "now_there": now_there,
        "became": became,
    }
    return render("no_grid.html", language, chosen=chosen, said=said)


def _place(place: Mapping[str, str] | None, language: Language) -> str:
    return place[language] if place is not None else page_word("page_product", language)


def _other(grid: GridPageData, language: Language) -> dict[str, str]:
    asked = {"lang": "en" if language == "zh" else "zh"}
    if grid.freshness is not None:
        asked["edition"] = str(grid.freshness.edition)
    return asked


def person_name(person: PersonView, language: Language) -> str:
    """What a person is called here: the name where it is published, else the role."""
    if language == "en" and person.name_en:
        return person.name_en
    return person.name or page_word(f"page_role_{person.role}", language)


def role_text(person: PersonView, language: Language) -> str:
    """The role, with what a specialist is for and which shift it is."""
    parts = [page_word(f"page_role_{person.role}", language)]
    if person.specialty:
        parts.append(person.specialty)
    if person.shift and f"page_shift_{person.shift}" in WORDS:
        parts.append(page_word(f"page_shift_{person.shift}", language))
    return " · ".join(parts)


def because(grid: GridPageData, language: Language) -> str:
    """Why it is this person, where it is not the head; empty else."""
    if grid.people is None:
        return ""
    answer = grid.people.answer
    word = f"page_because_{answer.because}"
    if word not in WORDS:
        return ""
    absent = answer.instead_of
    whose = person_name(absent, language) if absent is not None else page_word("page_role_head", language)
    of_grid = answer.of_grid.name if answer.of_grid is not None else grid.name
    if answer.vacant:
        word = f"page_vacant_{answer.because}" if f"page_vacant_{answer.because}" in WORDS else word
    return page_word(word, language, absent=whose, grid=of_grid)


def description(grid: GridPageData, language: Language) -> str:
    """One sentence for a link that is shared: who answers, and where it lies."""
    above = " · ".join(link.name for link in grid.chain)
    people = grid.people
    if people is not None and people.answer.person is not None:
        name = person_name(people.answer.person, language)
        role = page_word(f"page_role_{people.answer.person.role}", language)
        said = page_word("page_ask", language, name=name, role=role)
        return f"{said} {above}".strip()
    return page_word("page_about", language, name=grid.name, above=above or grid.name)


def picture_says(grid: GridPageData, language: Language) -> str:
    """The map in words, for who does not see it."""
    told = grid.bounds.get(language, {})
    bounds = [
        f"{page_word(f'page_{side}', language)}{'' if language == 'zh' else ': '}{told[side]}"
        if side in told
        else _bound(side, beyond, language)
        for side, beyond in grid.sides.items()
    ]
    joined = ("，" if language == "zh" else ", ").join(bounds)
    return page_word("page_picture", language, name=grid.name, bounds=joined)


def _bound(side: str, beyond: Beyond, language: Language) -> str:
    outside = page_word("page_outside", language)
    return page_word(
        "page_bound",
        language,
        side=page_word(f"page_{side}", language),
        grid=beyond.grid.name if beyond.grid is not None else outside,
    )


def _counts(grid: GridPageData, language: Language) -> list[tuple[str, str, bool]]:
    rows = []
    for word, counted in (("page_households", grid.households), ("page_residents", grid.residents)):
        if counted is not None:
            unknown = page_word("page_not_known", language)
            rows.append((word, f"{counted.value:,}" if counted.value is not None else unknown, True))
    return rows + [
        (f"page_{what}", f"{grid.counts[what]:,}", False) for what in _COUNTED if what in grid.counts
    ]


def _unknown(grid: GridPageData, language: Language) -> str:
    missing = (
        grid.households.unknown if grid.households is not None and grid.households.value is not None else 0
    )
    return page_word("page_some_unknown", language, count=f"{missing:,}") if missing else ""


def _facts(grid: GridPageData, language: Language) -> list[tuple[str, str]]:
    def word(group: str, value: str | None) -> str:
        return (
            page_word(f"page_{group}_{value}", language) if f"page_{group}_{value}" in WORDS else value or ""
        )

    facts = [
        ("page_area", area(grid.area_m2, language)),
        ("page_kind", word("kind", grid.kind)),
        ("page_ground", word("ground", grid.ground)),
        ("page_class", grid.class_ or ""),
        ("page_setting", word("setting", grid.setting)),
        ("page_border", page_word("page_statutory" if grid.statutory else "page_plain_border", language)),
        ("page_since", day_text(grid.valid_from, language)),
        ("page_touched", page_word("page_edition_number", language, edition=grid.touched)),
    ]
    return [(name, value) for name, value in facts if value]
