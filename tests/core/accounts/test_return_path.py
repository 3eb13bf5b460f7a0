"""Only pages of ours are led back to."""

import pytest

from geo_grid.core.accounts.return_path import return_path


@pytest.mark.parametrize("asked", ["/", "/me", "/admin/people/3?q=a//b&c=..#d", "/grid/1?as_of=2026-01-01"])
def test_a_page_of_ours_is_kept_with_what_it_asked(asked: str) -> None:
    assert return_path(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [
        None, "", "me", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example",
        "/.//evil.example", "/x/..//evil.example", "/x/../sign-in", "https://evil.example",
        "javascript:alert(1)", "/ /", "/sign-in?to=/me", "/sign-in/return", "/reset", "/" + "x" * 1000, "//[",
        "/\x7f",
    ],
)  # fmt: skip
def test_anything_else_leads_to_the_map(asked: str | None) -> None:
    assert return_path(asked) == "/"
