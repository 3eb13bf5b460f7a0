"""Which language an answer speaks: the client's Accept-Language, else the installation's own."""

from geo_grid.words import Language


def preferred(accept_language: str | None, default: Language) -> Language:
    """Choose between Chinese and English.

    Parameters
    ----------
    accept_language
        Value of the header, e.g. ``zh-CN,zh;q=0.9,en;q=0.8``; None or nonsense gives the default.
    default
        What is spoken where the client likes both the same or says nothing.
    """
    likes: dict[Language, float] = {}
    for choice in (accept_language or "").split(","):
        tag, _, rest = choice.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        quality = _quality(rest)
        for language in ("zh", "en") if primary == "*" else (primary,):
            if language == "zh" or language == "en":
                likes[language] = max(quality, likes.get(language, 0.0))
    zh, en = likes.get("zh", 0.0), likes.get("en", 0.0)
    if zh == en:
        return default
    return "zh" if zh > en else "en"


def _quality(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
