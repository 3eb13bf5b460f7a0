"""Sending one notice to one address, through apprise."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from geo_grid.core.errors import InputError
from geo_grid.words.incidents.notices import Notice

if TYPE_CHECKING:
    from apprise import NotifyBase

log = logging.getLogger("geo_grid.notify")

#: Who takes a notice to an address; whether it was taken. Replaced in tests.
Send = Callable[[str, Notice], bool]

#: Begins the address of somebody who is written to through the installation's own mail server.
MAIL = "mailto:"
#: Seconds to connect, and to wait for an answer.
_CONNECT_S, _READ_S = 5.0, 10.0
LONGEST_ADDRESS = 1000
#: Stands for the recipient in the address of a server of the installation.
_TO = "{to}"


def scheme_of(address: str) -> str:
    """What kind of address it is, e.g. ``dingtalk``; ``mail`` where our own server sends it."""
    return "mail" if is_mail(address) else urlsplit(address).scheme.lower()


def is_mail(address: str) -> bool:
    """Whether it is a person's mail address and no server's."""
    return address.startswith(MAIL) and not address.startswith(f"{MAIL}//")


def check_address(address: str, schemes: frozenset[str]) -> None:
    """Refuse an address that nothing can be sent to, or that this installation does not send to.

    Parameters
    ----------
    schemes
        Those that people may choose; a mail address is always one.

    Raises
    ------
    InputError
        ``route_scheme_closed``, ``route_address_wrong``; the address is not repeated, it may hold a key.
    """
    if is_mail(address):
        name, at, host = address.removeprefix(MAIL).rpartition("@")
        plain = address.isascii() and address.isprintable() and not set(address) & set(" ,;<>?&#/\"'\\")
        if not (plain and name and at and "." in host):
            raise InputError("route_address_wrong")
        return
    scheme = scheme_of(address)
    if scheme not in schemes:
        raise InputError("route_scheme_closed", scheme=scheme[:40], known=sorted({"mail", *schemes}))
    if len(address) > LONGEST_ADDRESS or _instance(address) is None:
        raise InputError("route_address_wrong")


def deliver(address: str, notice: Notice) -> bool:
    """Take a notice to an address; whether it was taken.

    Parameters
    ----------
    address
        As apprise writes it; the mail server of the installation with the person's address in it.
    """
    target = _instance(address)
    if target is None:
        log.warning("a notification has an address that cannot be used any more")
        return False
    import apprise

    server = apprise.Apprise()
    server.add(target)
    return bool(server.notify(body=notice.body, title=notice.title, body_format=apprise.NotifyFormat.TEXT))


def through(server: str, recipient: str) -> str:
    """The address of a server with a recipient in it: where it says ``{to}``, else as ``to=``.

    Gateways that apprise knows by name read the latter; one that takes JSON is told where it wants the
    number, e.g. ``jsons://sms.example.cn/send?:phone={to}``.
    """
    if _TO in server:
        return server.replace(_TO, quote(recipient, safe=""))
    joint = "&" if "?" in server else "?"
    return f"{server}{joint}to={quote(recipient)}"


def _instance(address: str) -> "NotifyBase | None":
    # Loaded where it is needed: it looks at two hundred plugins first.
    import apprise

    # It says at length what it could not do, with parts of addresses; our own log says what became of each.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    joint = "&" if "?" in address else "?"
    found = apprise.Apprise.instantiate(f"{address}{joint}cto={_CONNECT_S}&rto={_READ_S}")
    return found if isinstance(found, apprise.NotifyBase) else None
