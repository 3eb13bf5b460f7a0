"""A grid and its surroundings as one static picture: for a page, a share picture and a printed board."""

import shapely

from geo_grid.publish.picture import base_layers, furniture, grid_layers, names
from geo_grid.publish.picture.frame import Frame, frame_around
from geo_grid.publish.picture.ground import GroundPicture
from geo_grid.publish.picture.ink import Style, ink_for
from geo_grid.publish.picture.lettering import Sheet
from geo_grid.publish.picture.svg import FONTS, UNITS_PER_MM, element, escape, fit_for_xml
from geo_grid.words import Language
from geo_grid.words.pages import page_word

__all__ = ["GroundPicture", "Style", "frame_of", "ground_picture"]

#: Free paper around the grid, as a share of the shorter side and within millimetres: neighbours stand there.
_MARGIN, _LEAST_MM, _MOST_MM = 0.13, 9.0, 42.0


def frame_of(bounds: tuple[float, float, float, float], width_mm: float, height_mm: float) -> Frame:
    """The ground that a picture of bounds (west, south, east, north, EPSG:4326 degrees) shows."""
    side = min(width_mm, height_mm)
    margin = min(max(_MARGIN * side, _LEAST_MM), _MOST_MM, 0.3 * side)
    return frame_around(bounds, width_mm, height_mm, margin)


def ground_picture(
    ground: GroundPicture,
    width_mm: float,
    height_mm: float,
    *,
    style: Style = "screen",
    language: Language = "zh",
) -> str:
    """Draw a grid with its streets, houses, neighbours and stations, north up and true to scale.

    Parameters
    ----------
    ground
        What is there, in longitude and latitude.
    width_mm, height_mm
        Size of the picture; text and lines keep their size whatever it is, the ground fills it.
    style
        ``screen``, ``dark`` (the same at night), or ``print``: to be read without colour.
    language
        Of the few words on it; names are as they are.

    Returns
    -------
    One SVG element without script, style or reference to anything outside; the same bytes for the same input.
    """
    frame = frame_of(shapely.bounds(ground.grid.geometry).tolist(), width_mm, height_mm)
    ink = ink_for(style, width_mm, height_mm)
    sheet = Sheet(frame.width, frame.height, ink)
    base = base_layers.placed(ground, frame)
    grids = grid_layers.placed_grids(ground, frame)

    above = furniture.furniture(ground, grids.own, frame, sheet, language)
    marks = furniture.stations(ground, frame, sheet)
    names.own_names(ground, grids, frame, sheet)
    names.keep_border_free(grids, sheet)
    furniture.station_names(ground, frame, sheet, language)
    names.neighbour_names(ground, grids, sheet)
    names.street_names(ground, base, grids, frame, sheet)
    names.ground_names(ground, base, grids, sheet)
    paper = element("rect", class_="gp-land", width=frame.width, height=frame.height, fill=ink["map-land"])
    content = "".join(
        (
            paper,
            base_layers.areas(ground, base, ink),
            grid_layers.tints(ground, grids, ink),
            base_layers.lines(ground, base, frame, ink),
            grid_layers.outside_coverage(grids, frame, ink),
            grid_layers.special_hatches(ground, grids, ink),
            grid_layers.borders_around(ground, grids, ink),
            grid_layers.veil(grids, frame, ink, style),
            grid_layers.own_border(ground, grids, ink),
            sheet.drawn(),
            marks,
            above,
        )
    )
    title = page_word("picture_title", language, name=fit_for_xml(ground.grid.name))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" '
        f'width="{frame.width / UNITS_PER_MM:g}mm" height="{frame.height / UNITS_PER_MM:g}mm" '
        f'font-family="{FONTS}" role="img" class="gp gp-{style}">'
        f"<title>{escape(title)}</title>{content}</svg>"
    )
