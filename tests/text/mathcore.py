"""Every command and environment that the installed math-core knows, read out of its library."""

import re
from functools import cache
from pathlib import Path

import math_core

_CONVERTER = math_core.LatexToMathML(fancy_error=False)
LONGEST = 24


@cache
def _names() -> set[str]:
    """Whatever may be a name: the library keeps its names side by side, with no mark between."""
    (library,) = Path(math_core.__file__).parent.glob("*.so")
    runs = [run.decode() for run in re.findall(rb"[A-Za-z]{8,}", library.read_bytes())]
    return {
        run[start:end]
        for run in runs
        for start in range(len(run))
        for end in range(start + 1, min(len(run), start + LONGEST) + 1)
    }


def _complaint(latex: str) -> str:
    try:
        _CONVERTER.convert_with_local_state(latex, displaystyle=False)
    except math_core.LatexError as error:
        return str(error)
    return ""


def commands() -> list[str]:
    """Without backslashes; in an order that does not change."""
    return sorted(name for name in _names() if "Unknown command" not in _complaint(f"\\{name}"))


def environments() -> list[str]:
    """With and without a star; in an order that does not change."""
    return sorted(
        name
        for base in _names()
        for name in (base, f"{base}*")
        if "Unknown environment" not in _complaint(rf"\begin{{{name}}}a\end{{{name}}}")
    )
