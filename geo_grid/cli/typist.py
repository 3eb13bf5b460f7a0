"""Who types a command: what the audit says of everything that the command changes."""

import getpass
import os


def typed_by() -> str:
    """Who types: the system's user, and by whose leave where it was sudo."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    before = os.environ.get("SUDO_USER")
    return f"cli:{user} ({before})" if before and before != user else f"cli:{user}"
