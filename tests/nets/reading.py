r"""Reads the LaTeX of the derivations and evaluates it: a second source beside the expressions.

It knows just the notation that this package writes, and raises on anything else.
"""

import math
import re

_FUNCTIONS = {
    r"\sigma": "sigma",
    r"\tanh": "tanh",
    r"\ln": "ln",
    r"\Phi": "Phi",
    r"\operatorname{erf}": "erf",
    r"\max": "max",
}


def _brace(text: str, start: int) -> tuple[str, int]:
    """The content of the braces that open at start, and where they end."""
    assert text[start] == "{", text[start:]
    depth = 0
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[start + 1 : place], place + 1
    raise AssertionError(text)


def _with_two(text: str) -> str:
    while r"\frac" in text:
        at = text.index(r"\frac")
        top, end = _brace(text, at + 5)
        bottom, end = _brace(text, end)
        text = f"{text[:at]}(({top})/({bottom})){text[end:]}"
    while r"\sqrt" in text:
        at = text.index(r"\sqrt")
        inner, end = _brace(text, at + 5)
        text = f"{text[:at]}(({inner})**0.5){text[end:]}"
    return text


def _tokens(text: str) -> list[str]:
    text = re.sub(r"\\left|\\right|\\,", " ", text)
    text = re.sub(r"\\ln (\\sigma\(\w+\)|\w+)", r"\\ln(\1)", text)
    text = re.sub(r"\|([^|]*)\|", r" abs(\1) ", text)
    text = _with_two(text)
    for latex, name in _FUNCTIONS.items():
        text = text.replace(latex, f" {name} ")
    text = text.replace(r"\hat{y}", " f ").replace(r"\cdot", "*").replace(r"\pi", " pi ")
    text = text.replace(r"\le", "<=").replace("e^", "E^").replace("{", "(").replace("}", ")")
    assert "\\" not in text, text
    return re.findall(r"\d+\.?\d*|[A-Za-z]\w*|\*\*|<=|\S", text.replace("^", "**"))


def _python(latex: str) -> str:
    """Insert the products that are not written, and move tanh**2(x) to (tanh(x))**2."""
    tokens = _tokens(latex)
    functions = {*_FUNCTIONS.values(), "abs"}
    written: list[str] = []
    for token in tokens:
        before = written[-1] if written else ""
        ends = bool(re.fullmatch(r"[\w.]+|\)", before)) and before not in functions
        starts = bool(re.match(r"[\w(]", token)) and token != "or"
        written += ["*"] * (ends and starts and before != "or") + [token]
    text = " ".join(written)
    text = re.sub(r"tanh \*\* 2 \* \( (\w+) \)", r"tanh ( \1 ) ** 2", text)
    return text.replace(" = ", " == ")


def value_of(latex: str, **names: float) -> float:
    """The value of a formula in LaTeX, where its letters have these values."""
    cases = re.fullmatch(r"\\begin\{cases\} (.*) \\end\{cases\}", latex)
    if cases:
        for row in cases[1].split(r" \\ "):
            value, condition = row.split(r" & \text{if } ")
            parts = condition.split(r"\text{ or }")
            if any(_evaluate(part, names) for part in parts):
                return value_of(value, **names)
        raise ValueError(f"no case of {latex} at {names}")
    return _evaluate(latex, names)


def _evaluate(latex: str, names: dict[str, float]) -> float:
    known = {
        "sigma": lambda z: 1 / (1 + math.exp(-z)),
        "tanh": math.tanh,
        "ln": math.log,
        "erf": math.erf,
        "Phi": lambda z: (1 + math.erf(z / math.sqrt(2))) / 2,
        "max": max,
        "abs": abs,
        "pi": math.pi,
        "E": math.e,
    }
    return float(eval(_python(latex), {"__builtins__": {}}, known | names))
