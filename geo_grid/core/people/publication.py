"""What a person lets be published, and the consent that private people give first."""

from collections.abc import Collection

from geo_grid.core.duty.publicity import PUBLISHABLE
from geo_grid.core.errors import InputError


def checked_publication(kind: str, published: Collection[str], *, is_opted_in: bool) -> list[str]:
    """The fields in the order in which they are listed everywhere.

    Parameters
    ----------
    kind
        ``official`` or ``private``.
    published
        Fields of `PUBLISHABLE`.
    is_opted_in
        Whether a private person has agreed.

    Raises
    ------
    InputError
        ``published_unknown``; ``opt_in_needed``: nothing of a private person is published without consent.
    """
    unknown = [field for field in published if field not in PUBLISHABLE]
    if unknown:
        raise InputError(
            "published_unknown", given=[field[:40] for field in unknown], known=list(PUBLISHABLE)
        )
    if published and kind != "official" and not is_opted_in:
        raise InputError("opt_in_needed", fields=sorted(published))
    return [field for field in PUBLISHABLE if field in published]
