"""North arrow, scale bar, the edition's line, and the marks of work stations."""

from typing import Any

import numpy as np
import shapely

from geo_grid.publish.picture.frame import Frame
from geo_grid.publish.picture.ground import GroundPicture, StationPlace
from geo_grid.publish.picture.lettering import Box, Lettering, Sheet, box_of, shortened, width_em
from geo_grid.publish.picture.svg import element, escape
from geo_grid.words import Language
from geo_grid.words.dates import day_text
from geo_grid.words.pages import page_word

#: The bar is at most this share of the paper's width, and not longer than this in ems.
_BAR_SHARE, _BAR_EM = 0.26, 14.0


def round_length(most_m: float) -> float:
    """The longest of 1, 2 and 5 times a power of ten that is not above a length, metres."""
    power = 10.0 ** np.floor(np.log10(most_m))
    return float(max(step * power for step in (1, 2, 5) if step * power <= most_m * (1 + 1e-9)))


def length_text(metres: float) -> str:
    """A round length with its unit."""
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def furniture(ground: GroundPicture, own: Any, frame: Frame, sheet: Sheet, language: Language) -> str:
    """Place arrow, bar and edition in corners where they hide least, and keep them free."""
    return _north(own, sheet, language) + _bar(own, frame, sheet) + _edition(ground, frame, sheet, language)


def stations(ground: GroundPicture, frame: Frame, sheet: Sheet) -> str:
    """A house in a disc for each work station; no name stands on it."""
    ink, r = sheet.ink, 0.72 * sheet.ink.text
    drawn = ""
    for x, y, _ in _stations_in_sight(ground, frame):
        sheet.keep_free((x - r, y - r, x + r, y + r))
        roof = f"M{x - 0.52 * r:.0f} {y:.0f}L{x:.0f} {y - 0.5 * r:.0f}L{x + 0.52 * r:.0f} {y:.0f}"
        walls = (
            f"M{x - 0.34 * r:.0f} {y - 0.06 * r:.0f}V{y + 0.46 * r:.0f}H{x + 0.34 * r:.0f}V{y - 0.06 * r:.0f}"
        )
        drawn += element(
            "circle", class_="gp-station", cx=round(x), cy=round(y), r=round(r), fill=ink["selected-line"],
            stroke=ink["selected-casing"], stroke_width=round(1.4 * ink.line, 1),
        ) + element(
            "path", class_="gp-station-mark", d=roof + walls, fill="none", stroke=ink["selected-casing"],
            stroke_width=round(1.5 * ink.line, 1), stroke_linejoin="round", stroke_linecap="round",
        )  # fmt: skip
    return drawn


def station_names(ground: GroundPicture, frame: Frame, sheet: Sheet, language: Language) -> None:
    """The names of work stations beside them, where there is room; an overview has none to spare."""
    if ground.children:
        return
    ink, r = sheet.ink, 0.72 * sheet.ink.text
    for x, y, station in _stations_in_sight(ground, frame):
        said = station.name_en if language == "en" and station.name_en else station.name
        how = Lettering(0.86 * ink.text, ink["selected-line"], ink["map-halo"], "bold")
        lines = [shortened(said, 14)]
        places = [
            (x + 1.35 * r, y, "start"),
            (x - 1.35 * r, y, "end"),
            (x, y + 2 * r, "middle"),
            (x, y - 2 * r, "middle"),
        ]
        for at_x, at_y, anchor in places:
            if sheet.is_free([box_of(lines, at_x, at_y, how.size, anchor)]):
                sheet.write(lines, at_x, at_y, how, anchor=anchor)
                break


def _stations_in_sight(ground: GroundPicture, frame: Frame) -> list[tuple[float, float, StationPlace]]:
    points = frame.place(
        np.array([shapely.Point(each.lon, each.lat) for each in ground.stations], dtype=object)
    )
    return [
        (point.x, point.y, station)
        for station, point in zip(ground.stations, points, strict=True)
        if 0 < point.x < frame.width and 0 < point.y < frame.height
    ]


def _corner(own: Any, sheet: Sheet, size: tuple[float, float], corners: str) -> Box:
    """The corner, of those named in order of liking, whose place hides least of the grid."""
    inset = 0.8 * sheet.ink.text
    width, height = size
    places: list[Box] = []
    for corner in corners.split():
        left = inset if "w" in corner else sheet.width - inset - width
        top = inset if "n" in corner else sheet.height - inset - height
        box = (left, top, left + width, top + height)
        if sheet.is_free([(box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1)]):
            places.append(box)
    if not places:
        return inset, inset, inset + width, inset + height
    return min(places, key=lambda box: round(shapely.box(*box).intersection(own).area / (width * height), 1))


def _north(own: Any, sheet: Sheet, language: Language) -> str:
    ink = sheet.ink
    em = ink.text
    left, top, right, bottom = box = _corner(own, sheet, (2.2 * em, 3.7 * em), "ne nw se sw")
    sheet.keep_free(box)
    x, y = (left + right) / 2, bottom - 1.5 * em
    tip, tail, side = y - 1.15 * em, y + 1.05 * em, 0.62 * em
    west = f"M{x:.0f} {tip:.0f}L{x - side:.0f} {tail:.0f}L{x:.0f} {tail - 0.45 * em:.0f}z"
    east = f"M{x:.0f} {tip:.0f}L{x + side:.0f} {tail:.0f}L{x:.0f} {tail - 0.45 * em:.0f}z"
    line = {"stroke": ink["map-text"], "stroke_width": round(0.9 * ink.line, 1), "stroke_linejoin": "round"}
    letter = element(
        "text", escape(page_word("picture_north", language)), x=round(x), y=round(top + 0.95 * em),
        font_size=round(0.95 * em), font_weight="bold", text_anchor="middle", fill=ink["map-text"],
    )  # fmt: skip
    return (
        _plate(box, sheet)
        + element("path", class_="gp-north", d=west, fill=ink["map-text"], **line)
        + element("path", class_="gp-north-light", d=east, fill=ink["map-halo"], **line)
        + letter
    )


def _bar(own: Any, frame: Frame, sheet: Sheet) -> str:
    ink = sheet.ink
    em = ink.text
    metres = round_length(min(_BAR_SHARE * frame.width, _BAR_EM * em) / frame.units_per_m)
    length = metres * frame.units_per_m
    size = (length + 2.8 * em, 2.5 * em)
    left, top, right, _ = box = _corner(own, sheet, size, "sw se nw ne")
    sheet.keep_free(box)
    start, thick = (left + right - length) / 2, 0.34 * em
    y = top + 1.6 * em
    drawn = _plate(box, sheet)
    # The unit stands once, at the end.
    half = f"{metres / 2000:g}" if metres >= 1000 else f"{metres / 2:g}"
    for part in range(4):
        dark = part % 2 == 0
        drawn += element(
            "rect", class_="gp-bar", x=round(start + part * length / 4), y=round(y),
            width=round(length / 4), height=round(thick), fill=ink["map-text" if dark else "map-halo"],
            stroke=ink["map-text"], stroke_width=round(0.9 * ink.line, 1),
        )  # fmt: skip
    for x, said in (
        (start, "0"),
        (start + length / 2, half),
        (start + length, length_text(metres)),
    ):
        drawn += element(
            "text", escape(said), x=round(x), y=round(top + 1.15 * em), font_size=round(0.8 * em),
            text_anchor="middle", fill=ink["map-text"],
        )  # fmt: skip
    return drawn


def _edition(ground: GroundPicture, frame: Frame, sheet: Sheet, language: Language) -> str:
    ink = sheet.ink
    size = 0.74 * ink.text
    said = page_word("picture_edition", language, edition=ground.edition, day=day_text(ground.day, language))
    width = (width_em(said) + 1.2) * size
    x, y = frame.width - 0.5 * size, frame.height - 0.5 * size
    box = (frame.width - width, frame.height - 1.7 * size, float(frame.width), float(frame.height))
    if not sheet.is_free([(box[0] - 1, box[1], box[0], box[1] + 1)]):
        return ""
    sheet.keep_free(box)
    return _plate(box, sheet, rounded=False) + element(
        "text", escape(said), x=round(x), y=round(y), font_size=round(size), text_anchor="end",
        fill=ink["map-text-soft"],
    )  # fmt: skip


def _plate(box: Box, sheet: Sheet, *, rounded: bool = True) -> str:
    left, top, right, bottom = box
    return element(
        "rect", class_="gp-plate", x=round(left), y=round(top), width=round(right - left),
        height=round(bottom - top), rx=round(0.4 * sheet.ink.text) if rounded else None,
        fill=sheet.ink["map-halo"], fill_opacity=0.82,
    )  # fmt: skip
