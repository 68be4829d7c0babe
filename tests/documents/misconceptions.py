"""The page of misconceptions: `python -m tests.documents.misconceptions` writes it anew."""

from collections import defaultdict
from pathlib import Path

from generator.bank import Bank
from generator.misconceptions import MISCONCEPTIONS

PAGE = Path(__file__).parents[2] / "docs" / "misconceptions.md"
HEAD = """\
# Misconceptions

What students get wrong, whatever the question they meet it in. A mistake of a question refers to
its entry by name, and `keys/key.json` has the name beside every computed wrong value, so that a
lecturer can add up over a whole class what stands behind its wrong answers. A question tells a
student in its own words what went wrong; the sentence below is used where it has none.

| name | sentence | occurs in |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    bank = Bank.at()
    met: dict[str, set[str]] = defaultdict(set)
    for name in bank.find([]):
        for mistake in bank.load(name).derivation.mistakes.values():
            met[mistake.misconception].add(name)
    rows = [
        f"| `{name}` | {sentence} | {len(met[name])} questions, such as `{min(met[name])}` |\n"
        if len(met[name]) > 1
        else f"| `{name}` | {sentence} | {''.join(f'`{n}`' for n in met[name])} |\n"
        for name, sentence in MISCONCEPTIONS.items()
    ]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
