"""Numbers with their units, as people read them."""

from geo_grid.words import Language

_HECTARE_M2 = 10_000.0
_KM2_M2 = 1_000_000.0


def area(square_metres: float, language: Language) -> str:
    """An area: m² below a hectare, then ha (公顷), then km²; small ones keep three significant digits."""
    size = abs(square_metres)
    if size >= _KM2_M2:
        return f"{square_metres / _KM2_M2:,.2f} km²"
    if size >= _HECTARE_M2:
        return f"{square_metres / _HECTARE_M2:,.2f} {'公顷' if language == 'zh' else 'ha'}"
    if size >= 100:
        return f"{square_metres:,.0f} m²"
    if size >= 1:
        return f"{square_metres:,.1f} m²"
    return f"{square_metres:.3g} m²"


def length(metres: float) -> str:
    """A length: m below a kilometre, then km."""
    if metres >= 1000:
        return f"{metres / 1000:,.2f} km"
    return f"{metres:,.0f} m" if metres >= 100 else f"{metres:,.1f} m"
