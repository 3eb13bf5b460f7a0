"""Settings come from the environment alone, are checked, and are all documented."""

from pathlib import Path
from typing import Any

import pytest

from geo_grid.core.errors import InputError
from geo_grid.settings import Settings, settings

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"


def variable(field: str) -> str:
    return field.upper() if field.endswith("database_url") else f"GEO_GRID_{field.upper()}"


@pytest.fixture(autouse=True)
def _read_again() -> Any:
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize("field", sorted(Settings.model_fields))
def test_a_setting_is_documented_with_its_description_and_default(field: str) -> None:
    info = Settings.model_fields[field]
    row = next((line for line in PAGE.read_text().splitlines() if f"`{variable(field)}`" in line), "")
    assert info.description is not None
    assert info.description in row
    assert ("none" if info.default is None else f"`{info.default}`") in row


def test_the_page_names_no_setting_that_is_gone() -> None:
    known = {variable(field) for field in Settings.model_fields}
    named = {line.split("`")[1] for line in PAGE.read_text().splitlines() if line.startswith("| `")}
    assert named == known


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("DATABASE_URL", "postgresql://here/x", "database_url", "postgresql://here/x"),
        ("MIGRATION_DATABASE_URL", "postgresql://here/y", "migration_database_url", "postgresql://here/y"),
        ("GEO_GRID_PORT", "8123", "port", 8123),
        ("GEO_GRID_LANGUAGE", "en", "language", "en"),
        ("GEO_GRID_TIMEZONE", "Asia/Urumqi", "timezone", "Asia/Urumqi"),
    ],
)
def test_the_environment_is_read(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, expected: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(settings(), field) == expected


def test_an_empty_variable_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    assert settings().database_url is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GEO_GRID_PORT", "eighty"),
        ("GEO_GRID_PORT", "70000"),
        ("GEO_GRID_TIMEZONE", "Asia/Atlantis"),
        ("GEO_GRID_CODE_SCHEME", "six+three"),
        ("GEO_GRID_MAX_UPLOAD_BYTES", "0"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError) as refused:
        settings()
    assert refused.value.code == "setting_invalid"
    assert refused.value.params["name"] == name
    assert refused.value.params["given"] == value


@pytest.mark.parametrize(
    ("given", "name", "reason"),
    [
        ({"BASEMAP": "google"}, "BASEMAP", "own"),
        ({"BASEMAP": "xyz", "BASEMAP_ATTRIBUTION": "x"}, "BASEMAP_URL", "needs its address"),
        ({"BASEMAP": "xyz", "BASEMAP_URL": "https://a.example/{z}/{x}/{y}"}, "BASEMAP_ATTRIBUTION", "whose"),
        ({"BASEMAP": "wmts", "BASEMAP_URL": "https://a.example/tiles"}, "BASEMAP_URL", "lacks {z} {x} {y}"),
        ({"BASEMAP": "tianditu"}, "BASEMAP_KEY", "key"),
        ({"BASEMAP": "tianditu", "BASEMAP_KEY": "a b"}, "BASEMAP_KEY", "letters and digits"),
        ({"PUBLIC_URL": "grids.example"}, "PUBLIC_URL", "names a host"),
        ({"OIDC_ISSUER": "https://id.example"}, "OIDC_ISSUER", "PUBLIC_URL"),
        ({"OIDC_ISSUER": "http://id.example", "PUBLIC_URL": "http://a"}, "OIDC_ISSUER", "https"),
        ({"OIDC_ISSUER": "https://id.example", "PUBLIC_URL": "http://a"}, "OIDC_CLIENT_ID", "name"),
        ({"WORKLOAD_WEIGHTS": "cats=2"}, "WORKLOAD_WEIGHTS", "no such measure: cats"),
    ],
)
def test_settings_that_do_not_go_together_are_refused_with_a_reason(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], name: str, reason: str
) -> None:
    for variable_name, value in given.items():
        monkeypatch.setenv(f"GEO_GRID_{variable_name}", value)
    with pytest.raises(InputError) as refused:
        settings()
    assert refused.value.code == "setting_invalid"
    assert refused.value.params["name"] == f"GEO_GRID_{name}"
    assert reason in refused.value.params["reason"]


def test_an_outside_base_map_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_GRID_BASEMAP", "wmts")
    monkeypatch.setenv("GEO_GRID_BASEMAP_URL", "https://a.example/{TileMatrix}/{TileRow}/{TileCol}")
    monkeypatch.setenv("GEO_GRID_BASEMAP_ATTRIBUTION", "© example")
    assert settings().basemap_url == "https://a.example/{z}/{y}/{x}"


def test_a_secret_that_cannot_be_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_GRID_OIDC_CLIENT_SECRET", "with a blank")
    with pytest.raises(InputError) as refused:
        settings()
    assert "blank" not in str(refused.value)


def test_weights_are_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings().weights["households"] == 1
    settings.cache_clear()
    monkeypatch.setenv("GEO_GRID_WORKLOAD_WEIGHTS", "people=0.5")
    assert settings().weights == {"people": 0.5}


def test_migrations_fall_back_to_the_application_database() -> None:
    assert Settings(database_url="postgresql://a/b").owner_database_url == "postgresql://a/b"
