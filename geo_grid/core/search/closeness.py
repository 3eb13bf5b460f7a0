"""How many typing errors lie between what was typed and the beginning of a name."""

#: Letters of pinyin, and Chinese characters, from which on one and two errors are overlooked. A character
#: says as much as a syllable, and short words are close to everything.
_PINYIN = (6, 16)
_CHINESE = (3, 6)


def allowed_errors(typed: str) -> int:
    """Errors that are overlooked: none in a short text, one in a name, two in a long one."""
    return sum(len(typed) >= length for length in (_PINYIN if typed.isascii() else _CHINESE))


def least_similarity(typed: str) -> float:
    """Trigram similarity (shared of all, as pg_trgm counts) below which no name has few enough errors.

    A text of n letters has n + 1 trigrams; a wrong letter spoils three of them, two swapped ones four. In
    Chinese a wrong character in the middle of three leaves one of seven.
    """
    trigrams, spoiled = len(typed) + 1, 4 * allowed_errors(typed)
    if not typed.isascii():
        return 0.1
    # A name that goes on behind what was typed has more trigrams still.
    return 0.85 * (trigrams - spoiled) / (trigrams + spoiled)


def errors_between(typed: str, name: str, most: int = 2) -> int:
    """Least number of characters to put in, leave out, replace or swap until a name begins with a text.

    Optimal string alignment (Damerau-Levenshtein with adjacent swaps), the end of the name being free; only
    cells that at most so many errors can reach are filled in.

    Parameters
    ----------
    most
        Errors that matter: where there are more, `most` + 1 is answered.
    """
    far = most + 1
    width = len(name) + 1
    before = [far] * width
    above = [column if column <= most else far for column in range(width)]
    for row, letter in enumerate(typed, start=1):
        here = [far] * width
        if row <= most:
            here[0] = row
        for column in range(max(1, row - most), min(width, row + most + 1)):
            cost = min(
                above[column] + 1, here[column - 1] + 1, above[column - 1] + (letter != name[column - 1])
            )
            if row > 1 and column > 1 and letter == name[column - 2] and typed[row - 2] == name[column - 1]:
                cost = min(cost, before[column - 2] + 1)
            here[column] = min(cost, far)
        before, above = above, here
    return min(above)
