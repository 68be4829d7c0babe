"""Typst mathematics from the MathML tree of a formula.

A function per element, in the tables at the end. Some also get `script`: whether they stand in a
sub- or superscript, where Typst drops the space around operators by itself.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from xml.etree.ElementTree import Element

from generator.text.mathml import (
    APPLY,
    PLUS,
    SEPARATOR,
    TIMES,
    UnsupportedError,
    is_accent,
    is_fence,
    length,
    naming,
    operator_text,
    style,
    tree,
)
from generator.text.typst_symbols import (
    BIG_OPERATORS,
    BRACES,
    OVER,
    STRETCHY_ARROWS,
    UNDER,
    class_of,
    classed,
    escape,
    identifier,
    number,
    quoted,
    space,
    words,
)
from generator.text.typst_tables import cases, is_cases, lines, matrix, small_stack

EMPTY = "zws"  # Typst wants something in every argument: a space of no width


@lru_cache(maxsize=65536)
def to_typst_math(latex: str, display: bool = False) -> str:
    """What stands between Typst's dollars for a formula in LaTeX."""
    math = tree(latex, display)
    with naming(latex):
        if display and len(math) == 1 and math[0].tag == "mtable":
            return lines(math[0], row) or matrix(math[0], row)
        return row(math)


def row(siblings: Iterable[Element], script: bool = False) -> str:
    """Elements beside each other."""
    out, before = [], None
    for element in siblings:
        if _follows_blank(element, before):
            out.append(classed("binary", element.text or ""))
        else:
            out.append(emit(element, script))
        before = element
    return _joined(out)


def emit(element: Element, script: bool = False) -> str:
    """One element of any kind."""
    if element.tag in SAME_EVERYWHERE:
        return SAME_EVERYWHERE[element.tag](element)
    if element.tag in SMALLER_IN_SCRIPTS:
        return SMALLER_IN_SCRIPTS[element.tag](element, script)
    raise UnsupportedError(f"<{element.tag}> is not supported here")


def _follows_blank(element: Element, before: Element | None) -> bool:
    """Typst takes a sign after a space or a text for a prefix, unless told otherwise."""
    spaced = before is not None and before.tag in ("mspace", "mtext")
    return operator_text(element) in ("−", "+", "±") and not element.get("lspace") and spaced


def _joined(pieces: Iterable[str]) -> str:
    """Pieces with blanks between, but none at a string, where Typst would show it."""
    out, glue = "", True
    for piece in filter(None, pieces):
        text = piece.startswith(('"', 'limits("', 'scripts("'))
        words_touch = out[-1:].isalnum() and piece[0].isalnum()
        out += piece if (glue or text) and not words_touch else f" {piece}"
        glue = text
    return out


def _argument(element: Element, script: bool = False) -> str:
    """An element between Typst's parentheses or commas: a plain group loses its own."""
    plain = element.tag == "mrow" and not element.attrib and not is_fence(element)
    return (row(element, script) if plain else emit(element, script)) or EMPTY


# ---- operators and spaces


def _space(element: Element, script: bool) -> str:
    if script and element.get("width") in ("0.1667em", "0.2222em"):
        return ""  # math-core's own spaces around functions; an author's \, has more digits
    return space(length(element.get("width")) + length(style(element).get("margin-left")))


def _operator(element: Element, script: bool) -> str:
    text = element.text or ""
    if text in (SEPARATOR, TIMES, PLUS, ""):
        return ""
    left, right = (space(length(element.get(side))) for side in ("lspace", "rspace"))
    if text == APPLY:
        return "" if script else left
    if len(text) > 1 and text.isalpha():
        return _joined([left, quoted(text), right])
    return _sign(element, text, script)


def _sign(element: Element, text: str, script: bool) -> str:
    sign = " ".join(map(escape, text))
    kind = class_of(element, script)
    if element.get("minsize"):
        size = round(100 * length(element.get("minsize")))
        sign = f"stretch({sign}, size: #{size}%)"
    elif element.get("stretchy") == "true":
        return f"mid({sign})"
    return classed(kind, sign) if kind else sign


# ---- groups


def _group(element: Element, script: bool) -> str:
    if is_fence(element):
        return _fenced(element, script)
    out = row(element, script)
    for name, value in style(element).items():
        if name != "color":
            raise UnsupportedError(f"style {name} is not supported")
        out = f'#text(fill: rgb("{value}"), ${out}$)'
    return _sized(element, out)


def _sized(element: Element, out: str) -> str:
    display = element.get("displaystyle")
    if display is None or _holds_a_table(element):  # tables set their own size
        return out
    size = "display" if display == "true" else "inline"
    return f"{ {'1': 'script', '2': 'sscript'}.get(element.get('scriptlevel', ''), size) }({out})"


def _holds_a_table(element: Element) -> bool:
    return len(element) == 1 and next(element.iter("mtable"), None) is not None


def _fenced(element: Element, script: bool) -> str:
    first, *body, last = element
    before, after = space(length(first.get("lspace"))), space(length(last.get("rspace")))
    left, right = operator_text(first) or "", operator_text(last) or ""
    return " ".join(filter(None, [before, _between(left, body, right, script), after]))


def _between(left: str, body: list[Element], right: str, script: bool) -> str:
    only = body[0] if len(body) == 1 else Element("mrow")
    if (left, right) == ("(", ")") and only.get("linethickness") == "0":
        return f"binom({_argument(only[0])}, {_argument(only[1])})"
    if only.tag == "mtable" and is_cases(only):
        return cases(only, left, right, row)
    if only.tag == "mtable" and SEPARATOR not in (left, right) and left != right:
        return matrix(only, row, f'#("{left}", "{right}")')
    opening, closing = ("" if sign == SEPARATOR else escape(sign) for sign in (left, right))
    return f"lr({opening} {row(body, script)} {closing})"


def _fraction(element: Element, script: bool) -> str:
    above, below = element
    if element.get("linethickness") == "0":
        return small_stack([_argument(above), _argument(below)])
    if element.get("linethickness"):
        raise UnsupportedError("a fraction line of this width is not supported")
    out = f"frac({_argument(above, script)}, {_argument(below, script)})"
    return _sized(element, out)


def _square_root(element: Element, script: bool) -> str:
    return f"sqrt({row(element, script) or EMPTY})"


def _root(element: Element, script: bool) -> str:
    radicand, index = element
    return f"root({_argument(index, True)}, {_argument(radicand, script)})"


def _table(element: Element) -> str:
    return matrix(element, row)


def _phantom(element: Element) -> str:
    return f"#hide(${row(element)}$)"


def _padded(element: Element, script: bool) -> str:
    sides = style(element)
    if set(sides) - {"padding-left", "padding-right"}:
        raise UnsupportedError("this padding is not supported")
    left, right = (space(length(sides.get(f"padding-{side}"))) for side in ("left", "right"))
    return _joined([left, row(element, script), right])


def _enclosed(element: Element) -> str:
    notation = element.get("notation")
    if notation == "box":
        # LaTeX starts afresh in display style; the edges make the box as high as what is inside.
        edges = 'top-edge: "bounds", bottom-edge: "bounds"'
        return f"#box(stroke: 0.5pt, inset: 3pt, text({edges}, $display({row(element)})$))"
    if notation == "updiagonalstrike":
        return f"cancel({row(element)})"
    raise UnsupportedError(f"an enclosure by {notation} is not supported")


# ---- scripts and accents


def _scripts(element: Element, script: bool) -> str:
    base, *marks = element
    if is_accent(element):
        return _accented(element, script)
    if is_accent(base) and operator_text(base[1]) in BRACES:
        labelled = _accented(base, script)
        return f"{labelled[:-1]}, {_argument(marks[0], True)})"
    return _attached(element, base, script)


def _accented(element: Element, script: bool) -> str:
    base, mark = element
    sign, inner = mark.text or "", _argument(base, script)
    under = element.tag == "munder"
    name = (UNDER if under else OVER).get(sign)
    if name is None:
        raise UnsupportedError(f"accent {sign!r} {'under' if under else 'over'} a letter")
    narrow = mark.get("stretchy") == "false" and base.tag == "mrow" and name != "macron"
    return f"{name}({inner}{', size: #0%' if narrow else ''})"


def _attached(element: Element, base: Element, script: bool) -> str:
    _refuse_scripts(element, base)
    lower, upper = _marks(element)
    body = _argument(base, script)
    under, big = element.tag.startswith(("munder", "mover")), operator_text(base) in BIG_OPERATORS
    if under and (not big or base.get("movablelimits") == "false"):
        body = f"limits({body})"
    elif big and not under:
        body = f"scripts({body})"
    elif not under and not _is_atom(base):
        named = (f", {key}: {mark}" for key, mark in (("b", lower), ("t", upper)) if mark)
        return f"attach({body}{''.join(named)})"
    return body + (f"_({lower})" if lower else "") + (f"^({upper})" if upper else "")


def _marks(element: Element) -> tuple[str, str]:
    """What stands below and above the base; empty where nothing does."""
    marks = [_argument(mark, True) for mark in element[1:]]
    if element.tag in ("msub", "munder"):
        return marks[0], ""
    if element.tag in ("msup", "mover"):
        return "", marks[0]
    return marks[0], marks[1]


def _refuse_scripts(element: Element, base: Element) -> None:
    under = element.tag.startswith(("munder", "mover"))
    if base.tag == "mpadded" and not under:
        raise UnsupportedError(r"\mathop with a script loses its limits; write \operatorname*")
    if operator_text(base) in STRETCHY_ARROWS and under and element[-1].tag in ("mover", "munder"):
        raise UnsupportedError(
            r"\xrightarrow and its kin are not supported; write \overset{a}{\to}"
        )


def _is_atom(base: Element) -> bool:
    return base.tag in ("mi", "mn", "mo", "mtext") or is_fence(base)


SAME_EVERYWHERE: dict[str, Callable[[Element], str]] = {
    "mi": identifier,
    "mn": number,
    "mtext": words,
    "mtable": _table,
    "mphantom": _phantom,
    "menclose": _enclosed,
}
SMALLER_IN_SCRIPTS: dict[str, Callable[[Element, bool], str]] = {
    "mo": _operator,
    "mspace": _space,
    "mrow": _group,
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "mpadded": _padded,
    **dict.fromkeys(("msub", "msup", "msubsup", "munder", "mover", "munderover"), _scripts),
}
