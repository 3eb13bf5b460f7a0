"""How many typing errors lie between what was typed and the beginning of a name."""

import pytest

from geo_grid.core.search.closeness import allowed_errors, errors_between, least_similarity


@pytest.mark.parametrize(
    ("typed", "name", "errors"),
    [
        ("人民路", "人民路", 0),
        ("人民", "人民路", 0),
        ("人名路", "人民路", 1),
        ("入民路", "人民路南段", 1),
        ("民人路", "人民路", 1),
        ("人路", "人民路", 1),
        ("人民大路", "人民路", 1),
        ("renmnlu", "renminlu", 1),
        ("rnemnilu", "renminlu", 2),
        ("解放路", "人民路", 2),
    ],
)
def test_errors_are_counted_to_the_nearest_beginning(typed: str, name: str, errors: int) -> None:
    assert errors_between(typed, name) == errors


def test_the_shorter_the_text_the_fewer_errors() -> None:
    assert [allowed_errors(text) for text in ("人民", "人民路", "人民路南段六号")] == [0, 1, 2]
    assert [allowed_errors(text) for text in ("renmi", "renmin", "renminlunanduanyi")] == [0, 1, 2]


def test_more_errors_than_matter_are_not_counted() -> None:
    assert errors_between("解放大道", "人民路", most=1) == 2
    assert errors_between("a" * 60, "b" * 60, most=2) == 3


def test_a_name_with_few_errors_is_similar_enough_to_be_looked_at() -> None:
    def trigrams(text: str) -> set[str]:
        padded = f"  {text} "
        return {padded[at : at + 3] for at in range(len(padded) - 2)}

    for typed, name in [("renmnlu", "renminlu"), ("ranminlu", "renminlu"), ("renmilnu", "renminlu")]:
        mine, other = trigrams(typed), trigrams(name)
        assert len(mine & other) / len(mine | other) >= least_similarity(typed)
    assert least_similarity("人名路") <= 1 / 7
