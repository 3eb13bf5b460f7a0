"""Addresses of outside base maps: what they must hold, and the one origin they lead to."""

import pytest

from geo_grid.core.tile_template import tile_origin, tile_template


@pytest.mark.parametrize(
    ("given", "template"),
    [
        ("https://a.example/{z}/{x}/{y}.png", "https://a.example/{z}/{x}/{y}.png"),
        (
            " http://wmts.example:8080/layer/{TileMatrix}/{TileRow}/{TileCol}.png ",
            "http://wmts.example:8080/layer/{z}/{y}/{x}.png",
        ),
        (
            "https://w.example/wmts?TILEMATRIX={tilematrix}&TILEROW={tilerow}&TILECOL={tilecol}",
            "https://w.example/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
        ),
    ],
)
def test_a_template_is_read(given: str, template: str) -> None:
    assert tile_template(given) == template


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("https://a.example/{z}/{x}.png", "lacks {y}"),
        ("https://a.example/tiles", "lacks {z} {x} {y}"),
        ("https://{s}.example/{z}/{x}/{y}", "nothing fills in {s}"),
        ("ftp://a.example/{z}/{x}/{y}", "must begin with"),
        ("//a.example/{z}/{x}/{y}", "must begin with"),
        ("javascript:alert(1)//{z}/{x}/{y}", "must begin with"),
        ("https://user:secret@a.example/{z}/{x}/{y}", "must begin with"),
        ("https://*.example/{z}/{x}/{y}", "one host"),
        ("https://a.example/{z}/{x}/{y}; script-src *", "no spaces"),
        ("https://a.example/{z}/{x}/{y}' 'unsafe-inline", "no spaces"),
        ("https://例.example/{z}/{x}/{y}", "ASCII"),
        ("https:///{z}/{x}/{y}", "one host"),
    ],
)
def test_what_is_no_template_is_refused_with_a_reason(given: str, reason: str) -> None:
    with pytest.raises(ValueError) as refused:
        tile_template(given)
    assert reason in str(refused.value)


def test_an_origin_is_scheme_host_and_port() -> None:
    assert tile_origin("https://A.example:8443/x/{z}") == "https://a.example:8443"
    assert tile_origin("http://[::1]:9000/{z}") == "http://[::1]:9000"
