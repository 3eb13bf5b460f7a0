"""A repair's changes, and what it left alone, as sentences."""

from typing import Any

from geo_grid.core.change import Transfer
from geo_grid.words import Language, tell
from geo_grid.words.amounts import area


def explain_transfer(transfer: Transfer, language: Language) -> str:
    """Say who gives how much to whom."""
    params: dict[str, Any] = {
        **transfer.params,
        "giver": transfer.giver,
        "receiver": transfer.receiver,
        "parent": transfer.parent,
        "area": area(transfer.area_m2, language),
    }
    return tell(f"repair_{_variant(transfer)}", params, language)


def _variant(transfer: Transfer) -> str:
    """Some actions have several sentences, chosen by what is known."""
    if transfer.action == "clip_outside" and transfer.parent is None:
        return "clip_outside_outline"
    if transfer.action == "resolve_overlap" and transfer.receiver is None:
        return "resolve_overlap_outside"
    return transfer.action


def explain_refusal(reason: str, language: Language) -> str:
    """Say why a fault stays."""
    return tell(f"unrepaired_{reason}", {}, language)
