"""What is made in the background is there for the next, once, and no failure is kept."""

import threading

from geo_grid.services.made_later import MadeLater

PATIENCE_S = 30.0


def test_the_first_is_told_nothing_and_the_next_what_was_made_once() -> None:
    later, times = MadeLater[str](2), []

    def make() -> str:
        times.append(threading.current_thread())
        return "made"

    assert later.known("a", make) is None
    assert later.wait(PATIENCE_S)
    assert (later.known("a", make), len(times)) == ("made", 1)
    assert times[0] is not threading.current_thread()
    for key in "bc":
        later.known(key, make)
    assert later.wait(PATIENCE_S)
    # Two are kept, those asked for last.
    assert [later.known(key, make) for key in "cba"] == ["made", "made", None]
    later.stop()


def test_what_could_not_be_made_is_tried_again() -> None:
    later, fails = MadeLater[str](2), [True, False]

    def make() -> str:
        if fails.pop(0):
            raise ValueError("no")
        return "made"

    assert later.known("a", make) is None
    assert later.wait(PATIENCE_S)
    assert later.known("a", make) is None
    assert later.wait(PATIENCE_S)
    assert later.known("a", make) == "made"
    later.stop()
