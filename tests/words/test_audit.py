"""Whatever the program notes in the audit has words: the deed, its subject, every field before and after."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo_grid import words
from geo_grid.words.audit import ACTS, FIELDS, SUBJECTS, Both

PACKAGE = Path(words.__file__).parents[1]
WRITER = "geo_grid.store.audit_writing"


class Noted:
    """What the calls of `note` in one module say, as far as its text shows."""

    def __init__(self, path: Path) -> None:
        self.where = str(path.relative_to(PACKAGE))
        self._tree = ast.parse(path.read_text(encoding="utf-8"))
        self._functions = {
            node.name: node for node in ast.walk(self._tree) if isinstance(node, ast.FunctionDef)
        }
        self._constants = _assigned(self._tree)
        self._walking: list[ast.FunctionDef] = []
        self.acts: set[str] = set()
        self.fields: set[str] = set()
        self.subjects: set[str] = set()
        if any(isinstance(node, ast.ImportFrom) and node.module == WRITER for node in ast.walk(self._tree)):
            for function in self._functions.values():
                self._read(function)

    def _read(self, function: ast.FunctionDef) -> None:
        local = {**self._constants, **_assigned(function)}
        for node in ast.walk(function):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "note"):
                continue
            given = dict(zip(("session", "action", "subject"), node.args, strict=False))
            given.update({keyword.arg or "": keyword.value for keyword in node.keywords})
            self.acts.update(_texts(given["action"], local))
            if "subject" in given:
                self.subjects.update(_kinds(given["subject"]))
            for side in ("before", "after"):
                if side in given:
                    self.fields.update(self._keys(given[side], local))

    def _keys(self, node: ast.expr, local: dict[str, ast.expr]) -> Iterator[str]:
        """Keys of a dictionary written here, named here, or made by a function of this module."""
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant):
                    yield str(key.value)
                if key is None or isinstance(value, ast.Dict):
                    yield from self._keys(value, local)
        elif isinstance(node, ast.IfExp):
            yield from self._keys(node.body, local)
            yield from self._keys(node.orelse, local)
        elif isinstance(node, ast.DictComp):
            over = node.generators[0].iter
            if isinstance(over, (ast.Tuple, ast.Name)):
                yield from _texts(over, local)
            elif isinstance(over, ast.Call) and getattr(over.func, "attr", "") == "items":
                yield from self._keys(over.func.value, local)  # type: ignore[attr-defined]
        elif isinstance(node, ast.Name) and node.id in local:
            yield from self._keys(local[node.id], {k: v for k, v in local.items() if k != node.id})
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in self._functions:
            made_by = self._functions[node.func.id]  # type: ignore[attr-defined]
            if made_by in self._walking:
                return
            self._walking.append(made_by)
            inside = {**self._constants, **_assigned(made_by)}
            for each in ast.walk(made_by):
                if isinstance(each, ast.Return) and each.value is not None:
                    yield from self._keys(each.value, inside)
            self._walking.pop()


def _assigned(tree: ast.AST) -> dict[str, ast.expr]:
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = node.value
    return found


def _texts(node: ast.expr, local: dict[str, ast.expr]) -> set[str]:
    """Every text that an expression can be, where it is written out."""
    if isinstance(node, ast.Name):
        return _texts(local[node.id], {}) if node.id in local else set()
    if isinstance(node, ast.JoinedStr):
        return set()
    return {
        each.value
        for each in ast.walk(node if not isinstance(node, ast.IfExp) else ast.Tuple([node.body, node.orelse]))
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def _kinds(node: ast.expr) -> Iterator[str]:
    """Kinds of subject, which stand before a colon: of f"grant:{id} account:{id}", both."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield from (part.split(":")[0] for part in each.value.split() if ":" in part)


@pytest.fixture(scope="module")
def noted() -> list[Noted]:
    return [Noted(path) for path in sorted(PACKAGE.rglob("*.py"))]


def test_the_walk_finds_acts_fields_and_subjects(noted: list[Noted]) -> None:
    assert {"grant.make", "sign_in", "sign_in.fail", "layer.load"} <= {a for each in noted for a in each.acts}
    # In place, through a function of the module, through a name, and through names in a tuple.
    found = {field for each in noted for field in each.fields}
    assert {"sessions_ended", "valid_until", "rows_kept", "parent_id", "subject"} <= found
    assert {"grant", "account", "layer"} <= {kind for each in noted for kind in each.subjects}


def test_every_act_has_words(noted: list[Noted]) -> None:
    assert {act: each.where for each in noted for act in each.acts if act not in ACTS} == {}


def test_every_field_has_words(noted: list[Noted]) -> None:
    assert {field: each.where for each in noted for field in each.fields if field not in FIELDS} == {}


def test_every_subject_has_words(noted: list[Noted]) -> None:
    assert {kind: each.where for each in noted for kind in each.subjects if kind not in SUBJECTS} == {}


@pytest.mark.parametrize("table", [ACTS, FIELDS, SUBJECTS])
def test_the_words_are_chinese_and_english(table: dict[str, Both]) -> None:
    for code, name in table.items():
        assert any("\u4e00" <= character <= "\u9fff" for character in name.zh), code
        assert name.en.isascii(), code
