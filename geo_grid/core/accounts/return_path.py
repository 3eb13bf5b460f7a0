"""Where somebody is led after signing in: only ever to a page of our own, whatever was asked for."""

from urllib.parse import urlsplit

HOME = "/"
#: Characters of the longest address that is kept.
_MOST = 1000
_NOT_AGAIN = ("/sign-in", "/reset")


def return_path(asked: str | None) -> str:
    r"""The path that was asked for, or the first page.

    Browsers read ``//host`` and ``/\host`` as another host, drop tabs and line ends before they look, and
    take ``/.`` and ``/x/..`` out of a path, which may bring two slashes together. What has any of this is
    nobody's honest wish.
    """
    if not asked or len(asked) > _MOST or not asked.startswith("/"):
        return HOME
    if "\\" in asked or any(ord(letter) < 33 or ord(letter) == 127 for letter in asked):
        return HOME
    path = asked.partition("?")[0].partition("#")[0]
    try:
        parts = urlsplit(asked)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or "//" in path or "." in path.split("/") or ".." in path.split("/"):
        return HOME
    return HOME if path.startswith(_NOT_AGAIN) else asked
