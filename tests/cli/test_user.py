"""Accounts, tokens, offices and the audit from the command line."""

import re
from pathlib import Path

import pytest

from geo_grid.cli.app import run
from geo_grid.settings import settings
from tests.conftest import Database

pytestmark = pytest.mark.database


@pytest.fixture
def said(database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Said":
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("GEO_GRID_PASSWORD_MEMORY_KIB", "8")
    monkeypatch.setenv("GEO_GRID_PASSWORD_PASSES", "1")
    settings.cache_clear()
    return Said(capsys)


class Said:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, line: str) -> tuple[int, str]:
        code = run(line.split())
        told = self._capsys.readouterr()
        return code, told.out + told.err


def test_from_the_first_administrator_to_the_verified_audit(said: Said, tmp_path: Path) -> None:
    code, told = said("user first")
    assert code == 0
    assert re.search(r"password [\w-]{23}:", told)
    assert "nothing was changed" in said("user first")[1]
    code, told = said("user add wang --name 王芳")
    assert code == 0
    assert "/reset#" in told
    assert said("user add WANG --name x")[0] == 1
    assert said("user grant wang --role administrator")[0] == 0
    assert said("user revoke wang --role administrator")[0] == 0
    code, told = said("user revoke administrator --role administrator")
    assert code == 1
    assert "last administrator" in told
    assert "administrator" in said("user list")[1]
    code, told = said("token add administrator --name probe --action metrics.read")
    assert "gg_" in told
    assert said("token revoke 1")[0] == 0
    assert said("office add 区 --kind district")[0] == 0
    assert "district" in said("office list")[1]
    triangle = '{"type": "Polygon", "coordinates": [[[120, 23], [120.01, 23], [120, 23.01], [120, 23]]]}'
    (tmp_path / "area.geojson").write_text(triangle)
    assert "square metres" in said(f"office area 1 {tmp_path / 'area.geojson'}")[1]
    assert "MultiPolygon" in said("office area 1")[1]
    assert "no service area" in said("office area 1 --clear")[1]
    assert "grant.revoke" in said("audit search")[1]
    code, told = said("audit verify")
    assert code == 0
    anchor = re.findall(r"\d+:[0-9a-f]{64}", told)[0]
    assert said(f"audit verify --anchor {anchor}")[0] == 0
    assert said(f"audit verify --anchor 1:{'0' * 64}")[0] == 1
    assert said("audit verify --anchor nonsense")[0] == 2


def test_the_audit_says_who_typed(said: Said) -> None:
    said("user add wang --name 王芳")
    assert re.search(r"cli:\w+", said("audit search --action account.add")[1])


def test_an_identity_is_bound_shown_and_taken_back(said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    said("user add wang --name 王芳")
    assert said("user link wang --subject s-1")[0] == 2  # there is no provider
    monkeypatch.setenv("GEO_GRID_PUBLIC_URL", "https://grids.example")
    monkeypatch.setenv("GEO_GRID_OIDC_ISSUER", "https://id.example")
    monkeypatch.setenv("GEO_GRID_OIDC_CLIENT_ID", "grids")
    settings.cache_clear()
    assert "no identity" in said("user link wang")[1]
    assert said("user link wang --subject s-1")[0] == 0
    assert "s-1 at https://id.example" in said("user link WANG")[1]
    said("user add zhang --name 张敏")
    assert said("user link zhang --subject s-1")[0] == 1
    assert "Removed 1 identities" in said("user unlink wang")[1]
    assert said("user link zhang --subject s-1")[0] == 0
    assert "identity.remove" in said("audit search")[1]
