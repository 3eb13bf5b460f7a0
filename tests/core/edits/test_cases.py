"""The shared case files of edits: what they say is what comes of it, and they are the ones that are made."""

import json
from pathlib import Path

import pytest

from tests.core.edits.make_cases import FOLDER, case, cases, outcome

FILES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_edit_comes_to_what_the_file_says(path: Path) -> None:
    made = json.loads(path.read_text(encoding="utf-8"))
    expected = {name: made[name] for name in ("change", "refusal") if name in made}
    assert outcome(made) == expected


def test_the_files_are_the_cases() -> None:
    assert sorted(path.stem for path in FILES) == sorted(row[0] for row in cases())
    first = cases()[0]
    assert case(*first) == json.loads((FOLDER / f"{first[0]}.json").read_text(encoding="utf-8"))
