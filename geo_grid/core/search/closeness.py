"""How many typing errors lie between what was typed and the beginning of a name."""


def allowed_errors(typed: str) -> int:
    """Errors that are overlooked: none in a short text, one in a name, two in a long one."""
    # A Chinese character says as much as a syllable of two or three letters.
    length = len(typed) if not typed.isascii() else len(typed) // 2
    return 0 if length < 3 else 1 if length < 6 else 2


def errors_between(typed: str, name: str) -> int:
    """Least number of characters to put in, leave out, replace or swap until a name begins with a text.

    Optimal string alignment (Damerau–Levenshtein with adjacent swaps), the end of the name being free.
    """
    before: list[int] = []
    above = [0] * (len(name) + 1)
    above[:] = range(len(name) + 1)
    for row, letter in enumerate(typed, start=1):
        here = [row]
        for column, other in enumerate(name, start=1):
            cost = min(
                above[column] + 1,
                here[column - 1] + 1,
                above[column - 1] + (letter != other),
            )
            swapped = row > 1 and column > 1 and letter == name[column - 2] and typed[row - 2] == other
            if swapped:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        before, above = above, here
    return min(above)
