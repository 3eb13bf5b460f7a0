"""The commands that both READMEs promise to run as they stand do."""

import re
import shlex
from pathlib import Path

import pytest

from geo_grid.cli import app

ROOT = Path(__file__).parents[1]


def examples(page: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("geo-grid ")]


def test_both_readmes_show_the_same_five_examples() -> None:
    assert examples("README.md") == examples("README.zh-CN.md")
    assert len(examples("README.md")) == 5


# Import and export need the database; tests/cli/test_import.py and tests/services/ run them.
@pytest.mark.parametrize(
    "line", [line for line in examples("README.md") if re.match("geo-grid (check|repair|map) ", line)]
)
def test_an_example_of_a_file_command_runs(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(ROOT / "data")
    assert app.run(shlex.split(line)[1:]) == 0, capsys.readouterr().err
