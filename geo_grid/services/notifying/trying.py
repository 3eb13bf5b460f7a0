"""Sending a test message by one of one's own ways, at once: whether it arrives is seen before it matters."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound, Unavailable
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.notifying.routes import my_routes
from geo_grid.services.notifying.sealed import Seal
from geo_grid.services.notifying.sending import MAIL, is_mail, through
from geo_grid.settings import Settings
from geo_grid.store.audit_writing import note
from geo_grid.store.notification_routes import sealed_address
from geo_grid.words.incidents.notices import Notice, said


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be sent where; the address is told to nobody."""

    address: str
    notice: Notice

    def __repr__(self) -> str:
        """Without the address, which may hold a key."""
        return f"Trial({self.notice.title!r})"


def begin_trial(session: Session, actor: Actor, settings: Settings, route: int) -> Trial:
    """Write down that a way is tried, and say what goes where. The caller commits, and sends it then.

    Raises
    ------
    NotFound
        ``route_not_found``: it is not one's own, nor of an office that one works for.
    Unavailable
        ``sealing_key_missing``, ``sealing_key_other``, ``mail_server_missing``.
    """
    known = next((each for each in my_routes(session, actor) if each.id == route), None)
    if known is None:
        raise NotFound("route_not_found")
    address = Seal(settings.sealing_key).opened(sealed_address(session, route))
    if is_mail(address):
        if settings.mail_url is None:
            raise Unavailable("mail_server_missing")
        address = through(settings.mail_url, address.removeprefix(MAIL))
    note(session, "notification_route.test", f"notification_route:{route}")
    link = f"{settings.public_address}/me"
    return Trial(address, said("test", {"link": link}, "en" if known.language == "en" else "zh"))
