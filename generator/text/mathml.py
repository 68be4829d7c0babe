"""LaTeX to MathML by math-core, and the checked tree that the Typst and plain emitters read.

math-core's output is a small, closed language. Everything it may contain stands in `ATTRIBUTES`;
whatever else turns up, in this version or the next, is an error and never dropped.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers.expat import ExpatError, ParserCreate

import math_core

from generator.errors import GradsetError

NAMESPACE = "http://www.w3.org/1998/Math/MathML"

APPLY = "\u2061"  # stands between a function's name and its argument
TIMES = "\u2062"  # a product without a sign
SEPARATOR = "\u2063"  # math-core's word for the missing fence of \left. and \right.
PLUS = "\u2064"  # between a whole number and a fraction

_OPERATOR_ATTRIBUTES = {
    *("lspace", "rspace", "stretchy", "form"),
    *("minsize", "maxsize", "symmetric", "movablelimits"),
}

# Every element that an emitter knows, with the attributes that it may carry.
ATTRIBUTES = {
    "math": {"display"},
    "mrow": {"style", "displaystyle", "scriptlevel", "class"},
    "mi": {"mathvariant"},
    "mn": set(),
    "mo": _OPERATOR_ATTRIBUTES,
    "mtext": set(),
    "b": set(),
    "i": set(),
    "em": set(),
    "code": set(),
    "span": {"class"},
    "mspace": {"width", "style"},
    "mfrac": {"displaystyle", "scriptlevel", "linethickness", "style"},
    "msqrt": set(),
    "mroot": set(),
    "msub": set(),
    "msup": set(),
    "msubsup": set(),
    "munder": {"accentunder"},
    "mover": {"accent"},
    "munderover": set(),
    "mtable": {"displaystyle", "scriptlevel", "style"},
    "mtr": set(),
    "mtd": {"style"},
    "mpadded": {"style"},
    "mphantom": set(),
    "menclose": {"notation"},
}


class MathError(GradsetError):
    """A formula that cannot be set; the message is one line and quotes the formula."""


class UnsupportedError(Exception):
    """What is wrong with a formula, before `naming` says which formula it is."""


@contextmanager
def naming(latex: str) -> Iterator[None]:
    """Turn an `UnsupportedError` from anywhere inside into a MathError that quotes the formula."""
    try:
        yield
    except UnsupportedError as reason:
        formula, said = " ".join(latex.split()), " ".join(str(reason).split())
        raise MathError(f"formula ${formula}$: {said}") from None


@lru_cache(maxsize=2048)
def to_mathml(latex: str, display: bool = False) -> str:
    """A `<math>` element as well-formed XML, for web pages and QTI."""
    with naming(latex):
        text = _converted(latex, display)
    return _EMPTY.sub(r"<\1/>", text).replace("/>", " />").replace("<math", _MATH, 1)


_EMPTY = re.compile(r"<(mtd[^<>]*)></mtd>")
_MATH = f'<math xmlns="{NAMESPACE}"'


@lru_cache(maxsize=2048)
def tree(latex: str, display: bool = False) -> Element:
    """The formula as a MathML tree for emitters: checked, and freed of math-core's habits.

    The tree is shared between callers: read it, do not change it.
    """
    with naming(latex):
        root = ElementTree.fromstring(_converted(latex, display))
    for element in root.iter():
        element[:] = _tidied(list(element))
    return root


def _converted(latex: str, display: bool) -> str:
    """What math-core makes of a formula: well-formed, and nothing in it unknown."""
    text = _mathml(_prepared(latex), display)
    try:
        ParserCreate().Parse(text, True)
    except ExpatError:
        raise UnsupportedError("a character that XML does not allow") from None
    for tag in set(_TAG.findall(text)):
        _check(tag)
    return text


_TAG = re.compile(r"<([^/<>][^<>]*?)/?>")


@cache
def _check(tag: str) -> None:
    """Raise UnsupportedError for an opening tag that no emitter knows."""
    name = tag.split()[0]
    if name not in ATTRIBUTES:
        raise UnsupportedError(f"element <{name}> is not supported")
    for attribute in re.findall(r"([^\s=]+)=\"[^\"]*\"", tag):
        if attribute not in ATTRIBUTES[name]:
            raise UnsupportedError(f"attribute {attribute} of <{name}> is not supported")


def _mathml(latex: str, display: bool) -> str:
    try:
        text = _MATH_CORE.convert_with_local_state(latex, displaystyle=display)
    except math_core.LatexError as error:
        # The number in front counts characters of the prepared text, not of the author's.
        raise UnsupportedError(re.sub(r"^\d+: ", "", str(error))) from None
    return text.replace("&ApplyFunction;", APPLY)


_MATH_CORE = math_core.LatexToMathML(
    fancy_error=False,
    macros={
        "mbox": r"\text{#1}",
        "widetilde": r"\tilde{#1}",
        "substack": r"\begin{subarray}{c}#1\end{subarray}",
    },
)


# ---- before math-core: what it lacks, and what it gets wrong without saying so


def _prepared(latex: str) -> str:
    _refuse(latex)
    latex = re.sub(r"\\(begin|end)\{split\}", r"\\\1{aligned}", latex)
    latex = _SMALL_MATRIX.sub(_small_matrix, latex)
    return _TEXT.sub(_split_text, latex)


_REFUSED = {
    r"\\(boldsymbol|bm)\s*\{[^{}]*[^A-Za-z\\{}\s][^{}]*\}": "bold works for letters only",
    r"\\begin\{(aligned|gathered|split|array)\}\s*\[": "[t] and [b] are not supported",
    r"\\(eq)?ref\b": "references are not supported",
    # math-core would follow both in silence, and TeX would do what stands in them.
    r"\\([gex]?def|let|global|(re)?newcommand|providecommand)(?![A-Za-z])": "it defines a command",
    r"(?<!\\)(\\\\)*%": r"% begins a comment; a percent sign is \%",
}


def _refuse(latex: str) -> None:
    if "\\\\" in latex and not re.search(r"\\begin\{|\\substack", latex):
        raise UnsupportedError(r"\\ works only inside aligned, cases or a matrix")
    for pattern, reason in _REFUSED.items():
        if re.search(pattern, latex):
            raise UnsupportedError(reason)


_SMALL_MATRIX = re.compile(r"\\begin\{([pbvVB]?)smallmatrix\}(.*?)\\end\{\1smallmatrix\}", re.S)
_FENCES = {
    "": "..",
    "p": "()",
    "b": "[]",
    "v": "||",
    "V": (r"\|", r"\|"),
    "B": (r"\{", r"\}"),
}


def _small_matrix(found: re.Match[str]) -> str:
    left, right = _FENCES[found[1]]
    columns = "c" * (1 + max(line.count("&") for line in found[2].split(r"\\")))
    body = rf"\begin{{subarray}}{{{columns}}}{found[2]}\end{{subarray}}"
    return rf"{{\left{left}{body}\right{right}}}"


_TEXT = re.compile(r"(\\text(?:rm|bf|it|tt)?|\\mbox)\{((?:[^{}\\]|\\.)*)\}")


def _split_text(found: re.Match[str]) -> str:
    r"""`\text{if $x$}` becomes `\text{if }x`, for math-core knows no `$` inside text."""
    words = re.sub(r"(\\[%#&$_{}]) +", r"\1~", found[2])  # else it eats the blank after \%
    parts = re.split(r"(?<!\\)\$(.*?)(?<!\\)\$", words)
    texts = [f"{found[1]}{{{part}}}" if part else "" for part in parts[::2]]
    formulas = [*parts[1::2], ""]
    return "".join(text + formula for text, formula in zip(texts, formulas, strict=True))


# ---- after math-core: one shape for each thing


def _tidied(siblings: list[Element]) -> list[Element]:
    siblings = [_unwrapped(element) for element in siblings if not _is_strut(element)]
    out: list[Element] = []
    while siblings:
        element, *siblings = siblings
        follow = [(other.tag, other.text) for other in siblings[:2]]
        if element.tag == "mo" and element.text in _DOTS and follow == [("mo", element.text)] * 2:
            element, siblings = _leaf("mi", _DOTS[element.text]), siblings[2:]
        elif element.tag == "mi" and element.text == "." and follow and follow[0][0] == "mn":
            element, siblings = _leaf("mn", f".{follow[0][1]}"), siblings[1:]
        out.append(element)
    return out


# \dots arrives as three operators.
_DOTS = {".": "…", "·": "⋯"}


def _leaf(tag: str, text: str) -> Element:
    element = Element(tag)
    element.text = text
    return element


def _is_strut(element: Element) -> bool:
    return (element.get("class") or "").startswith("menclose-")


def _unwrapped(element: Element) -> Element:
    """An `<mi>` that browsers get with an empty space before it, without that space."""
    if element.tag == "mrow" and not element.attrib and len(element) == 2:
        space, body = element
        if space.tag == "mspace" and not space.attrib:
            return body
    return element


# ---- questions that both emitters ask of an element


def operator_text(element: Element) -> str | None:
    """The operator that an `<mo>` holds; None for every other element."""
    return (element.text or "") if element.tag == "mo" else None


_FENCE_SIGNS = set("()[]{}|‖⟨⟩⌊⌋⌈⌉/∣" + SEPARATOR)


def is_fence(element: Element) -> bool:
    r"""Whether an element is a group between \left and \right."""
    return (
        element.tag == "mrow" and len(element) > 1 and all(map(_grows, (element[0], element[-1])))
    )


def _grows(element: Element) -> bool:
    sign = operator_text(element)
    fixed = element.get("stretchy") == "false" or element.get("minsize") is not None
    return sign in _FENCE_SIGNS and not fixed


def is_accent(element: Element) -> bool:
    """Whether an element sets an accent, a line or a brace over or under its base."""
    return element.get("accent") == "true" or element.get("accentunder") == "true"


def style(element: Element) -> dict[str, str]:
    """The CSS declarations of an element."""
    declarations = element.get("style", "").split(";")
    pairs = [part.split(":", 1) for part in declarations if part.strip()]
    return {name.strip(): value.strip() for name, value in pairs}


def length(text: str | None) -> float:
    """A CSS length in em; math-core writes 3pt as 0.3rem."""
    found = re.fullmatch(r"(-?[\d.]+)(?:r?em)?", text or "0")
    if not found:
        raise UnsupportedError(f"length {text} is not supported")
    return float(found[1])
