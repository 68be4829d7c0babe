"""The formulas that every emitter has to set right, and one Typst compiler for all tests."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from generator.text.plain_math import to_plain_math
from generator.text.typst_math import to_typst_math

DATA = Path(__file__).parent.parent / "data"
SNAPSHOT = DATA / "formulas.snapshot.json"

FORMULAS: list[tuple[str, bool]] = [
    (latex, display) for latex, display in json.loads((DATA / "formulas.json").read_text())
]


def converted() -> list[dict[str, str]]:
    """Every formula as LaTeX, Typst and plain text."""
    return [
        {"latex": latex, "typst": to_typst_math(latex, display), "plain": to_plain_math(latex)}
        for latex, display in FORMULAS
    ]


def sheet() -> str:
    """A Typst document that shows every formula with its number, to be looked at."""
    page = "#set page(width: 20cm, height: auto, margin: 1cm)\n#set text(9pt)\n"
    rows = [
        f"[{number}], [${pad}{to_typst_math(latex, display)}{pad}$]"
        for number, (latex, display) in enumerate(FORMULAS)
        for pad in ([" "] if display else [""])
    ]
    return f"{page}#table(columns: 2, stroke: 0.2pt, {', '.join(rows)})"


@lru_cache
def compiler() -> typst.Compiler:
    """The one compiler: its start costs more than many documents."""
    return typst.Compiler(ignore_system_fonts=True)


@lru_cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def content(markup: str) -> Any:
    """The tree that Typst makes of some markup, which is also laid out on a page.

    `Compiler.query` knows nothing of markup handed to `Compiler.compile`, so this asks the module.
    """
    document = f"#metadata([{markup}])<it>\n\n{markup}".encode()
    answer = typst.query(
        document, "<it>", field="value", ignore_system_fonts=True, font_paths=_fonts()
    )
    return json.loads(answer)[0]


def leaves(tree: Any) -> Iterator[tuple[str, str]]:
    """The kind and text of everything in such a tree that is not a sequence."""
    if isinstance(tree, list):
        for part in tree:
            yield from leaves(part)
    elif isinstance(tree, dict):
        if tree.get("func", "sequence") != "sequence":
            text = tree.get("text")
            yield tree["func"], text if isinstance(text, str) else ""
        yield from leaves([value for value in tree.values() if isinstance(value, list | dict)])
