"""Setting what codes must look like, for the application and the database alike."""

from sqlalchemy.orm import Session

from geo_grid.core.numbering import CodeScheme
from geo_grid.store.audit_writing import note
from geo_grid.store.errors import translated
from geo_grid.store.writing import set_code_patterns


def set_code_scheme(session: Session, scheme: CodeScheme) -> None:
    """From now on a code of levels 1 to 3 is as many digits as the scheme says. The caller commits.

    The outline's code is left free: it may be the county's own or any other.

    Raises
    ------
    CoverageBroken
        ``code_outside_scheme`` (I4): a grid in force has a code that would not fit.
    """
    levels = range(1, min(len(scheme.digits), 4))
    with translated():
        set_code_patterns(session, {level: f"[0-9]{{{scheme.width(level)}}}" for level in levels})
        note(session, "code_scheme.set", after={"digits": list(scheme.digits)})
