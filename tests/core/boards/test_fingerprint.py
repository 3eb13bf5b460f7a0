"""What of a sheet no longer holds."""

import dataclasses

from geo_grid.core.boards.fingerprint import Fingerprint, digest, out_of_date

PRINTED = Fingerprint(3, "a" * 64, "b" * 64)


def test_each_reason_is_named() -> None:
    assert out_of_date(PRINTED, PRINTED) == ()
    assert out_of_date(PRINTED, dataclasses.replace(PRINTED, border_edition=2)) == ("border",)
    assert out_of_date(PRINTED, Fingerprint(4, "c" * 64, "d" * 64)) == ("border", "people", "contact")
    assert out_of_date(PRINTED, None) == ("border",)


def test_the_short_form_changes_with_people_and_contact_but_not_with_the_border() -> None:
    assert len(PRINTED.short) == 8
    assert dataclasses.replace(PRINTED, border_edition=9).short == PRINTED.short
    assert dataclasses.replace(PRINTED, people="c" * 64).short != PRINTED.short
    assert dataclasses.replace(PRINTED, contact="c" * 64).short != PRINTED.short


def test_equal_content_has_equal_digests() -> None:
    assert digest(["李敏", None]) == digest(["李敏", None]) != digest(["李敏", ""])
