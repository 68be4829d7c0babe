"""Readable Unicode text from the MathML tree of a formula, for the terminal.

Every element becomes a `Piece`: its text, and what kind of thing it is; from that follow the blanks
beside it and the parentheses around it. Colours and phantoms are the only things that get lost.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
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
from generator.text.plain_pieces import (
    BLANK,
    NOTHING,
    Piece,
    denominator,
    joined,
    numerator,
    radicand_of,
    script_base,
)
from generator.text.plain_symbols import (
    BIG,
    CLOSING,
    COMBINING,
    FACES,
    MARKS,
    OPENING,
    PREFIXES,
    SEPARATORS,
    TIGHT,
    lowered,
    raised,
)


@lru_cache(maxsize=65536)
def to_plain_math(latex: str) -> str:
    r"""A formula as one line of text, or as one per line of a top-level `aligned`."""
    math = tree(latex, display=True)
    with naming(latex):
        if len(math) == 1 and math[0].tag == "mtable" and math[0].get("displaystyle") == "true":
            lines = [row(cell for cell in line) for line in math[0]]
        else:
            lines = [row(math)]
    return "\n".join(_clean(line.text) for line in lines)


def row(siblings: Iterable[Element], tight: bool = False) -> Piece:
    """Elements beside each other; `tight` as in scripts, where operators have no blanks."""
    return joined([piece(element, tight) for element in _flat(siblings)], tight)


def piece(element: Element, tight: bool = False) -> Piece:
    """One element of any kind."""
    if element.tag in SAME_EVERYWHERE:
        return SAME_EVERYWHERE[element.tag](element)
    if element.tag in TIGHT_IN_SCRIPTS:
        return TIGHT_IN_SCRIPTS[element.tag](element, tight)
    raise UnsupportedError(f"<{element.tag}> is not supported here")


def _clean(line: str) -> str:
    return re.sub("[ \xa0]+", " ", line).strip()


def _flat(siblings: Iterable[Element]) -> Iterator[Element]:
    """Groups that show nothing of themselves give way to their members."""
    for element in siblings:
        if element.tag in ("mrow", "mpadded", "mtd") and not _has_signs(element):
            yield from _flat(element)
        elif operator_text(element) != SEPARATOR:
            yield element


def _has_signs(element: Element) -> bool:
    signs = (element[0].text, element[-1].text) if is_fence(element) else ()
    return any(sign != SEPARATOR for sign in signs)


# ---- leaves


def _identifier(element: Element) -> Piece:
    text = "".join(
        sign if sign in FACES else unicodedata.normalize("NFKC", sign)
        for sign in element.text or ""
        if not "\ufe00" <= sign <= "\ufe0f"
    )
    if text == ".":  # the end of a sentence
        return Piece(text, "separator")
    if text.isdigit() or text in MARKS:
        return Piece(text, "number" if text.isdigit() else "mark")
    return Piece(text, "letter" if len(text) < 2 else "word")


def _number(element: Element) -> Piece:
    return Piece(element.text or "", "number")


def _words(element: Element) -> Piece:
    text = "".join(element.itertext()).replace("\xa0", " ")
    return Piece(text, "word" if text.strip() else "blank")


def _space(element: Element) -> Piece:
    width = length(element.get("width")) + length(style(element).get("margin-left"))
    return BLANK if width > 0.2 else NOTHING


def _operator(element: Element) -> Piece:
    text = element.text or ""
    if text in (APPLY, TIMES, PLUS, SEPARATOR, ""):
        return NOTHING
    if text in BIG or (len(text) > 1 and text.isalpha()):
        return Piece(text, "big" if text in BIG else "word")
    return Piece(text, _operator_kind(element, text))


def _operator_kind(element: Element, text: str) -> str:
    if text in "|‖":
        return {"prefix": "opening", "postfix": "closing"}.get(element.get("form", ""), "bar")
    if text in SEPARATORS and element.get("rspace") == "0":
        return "tight"  # the comma of 1{,}000
    for kind, signs in OPERATOR_KINDS.items():
        if text in signs:
            return kind
    return "relation"


OPERATOR_KINDS = {
    "opening": OPENING,
    "closing": CLOSING,
    "separator": SEPARATORS,
    "sign": PREFIXES,
    "mark": MARKS,
    "slash": {"/"},
    "tight": TIGHT,
}


# ---- groups


def _group(element: Element, tight: bool) -> Piece:
    if is_fence(element):
        return _fenced(element, tight)
    return row(element, tight)


def _fenced(element: Element, tight: bool) -> Piece:
    first, *body, last = element
    left, right = (_fence_sign(operator_text(sign)) for sign in (first, last))
    body, inner = list(_flat(body)), row(body, tight)
    if len(body) == 1 and body[0].get("linethickness") == "0":
        return inner
    if len(body) == 1 and body[0].tag == "mtable":
        left, right = _table_fences(left, right)
    elif not left and inner.kind in ("sum", "fraction"):  # what stands before an evaluation bar
        return Piece(f"({inner.text}){right}", "fence")
    return Piece(f"{left}{inner.text}{right}", "fence")


def _fence_sign(sign: str | None) -> str:
    return "" if sign in (SEPARATOR, None) else sign


def _table_fences(left: str, right: str) -> tuple[str, str]:
    """Matrices look the same whatever their brackets, and cases end where they end."""
    fences = {("(", ")"): ("[", "]"), ("{", ""): ("{", "}"), ("", "}"): ("{", "}")}
    return fences.get((left, right), (left, right))


def _table(element: Element) -> Piece:
    rows = ([row(cell).text.strip() for cell in line] for line in element)
    lines = [", ".join(filter(None, cells)) for cells in rows]
    return Piece("; ".join(filter(None, lines)), "sum")


def _fraction(element: Element, tight: bool) -> Piece:
    above, below = (row([part], tight) for part in element)
    if element.get("linethickness"):
        return Piece(f"C({above.text.strip()}, {below.text.strip()})", "fence")
    return Piece(f"{numerator(above)}/{denominator(below)}", "fraction")


def _square_root(element: Element, tight: bool) -> Piece:
    return Piece(f"√{radicand_of(row(element, tight))}", "root")


def _root(element: Element, tight: bool) -> Piece:
    radicand, index = (row([part], tight) for part in element)
    return Piece(f"{raised(index.text).removeprefix('^')}√{radicand_of(radicand)}", "root")


def _enclosed(element: Element, tight: bool) -> Piece:
    if element.get("notation") != "box":
        raise UnsupportedError("a struck-out term cannot be shown in plain text")
    return Piece(f"[{row(element, tight).text}]", "fence")


# ---- scripts and accents


def _scripts(element: Element, tight: bool) -> Piece:
    base = element[0]
    if is_accent(element):
        return _accented(element, tight)
    if is_accent(base) and operator_text(base[1]) in ("⏞", "⏟", "⏝"):
        label = row([element[1]]).text.strip()
        return Piece(f"{script_base(row([base], tight))} [{label}]", "long")
    below, above = _marks(element)
    inner = row([base], tight)
    return Piece(script_base(inner) + below + above, _kind_with_scripts(element, inner))


def _kind_with_scripts(element: Element, inner: Piece) -> str:
    if element.tag.startswith("munder") or operator_text(element[0]) in BIG:
        return "big"
    if inner.kind == "bar":
        return "closing"
    kept = ("word", "fence", "closing", "relation", "sign")
    return inner.kind if inner.kind in kept else "long"


def _marks(element: Element) -> tuple[str, str]:
    texts = [row([mark], tight=True).text.strip() for mark in element[1:]]
    if element.tag in ("msub", "munder"):
        return lowered(texts[0]), ""
    if element.tag in ("msup", "mover"):
        return "", raised(texts[0])
    return lowered(texts[0]), raised(texts[1])


def _accented(element: Element, tight: bool) -> Piece:
    inner, mark = row([element[0]], tight), element[1].text or ""
    if mark in ("⏞", "⏟", "⏝"):
        return inner
    if mark not in COMBINING:
        raise UnsupportedError(f"accent {mark!r} is not supported")
    name, sign = COMBINING[mark]
    if element.tag == "munder":
        name, sign = "underline", "\u0332"
    if len(inner.text) == 1 or (name.endswith("line") and inner.text.isalnum()):
        marked = "".join(letter + sign for letter in inner.text)
        return Piece(unicodedata.normalize("NFC", marked), inner.kind)
    return Piece(f"{name}({inner.text})", "word")


SAME_EVERYWHERE: dict[str, Callable[[Element], Piece]] = {
    "mi": _identifier,
    "mn": _number,
    "mtext": _words,
    "mspace": _space,
    "mo": _operator,
    "mtable": _table,
    "mphantom": lambda _: NOTHING,
}
TIGHT_IN_SCRIPTS: dict[str, Callable[[Element, bool], Piece]] = {
    "mrow": _group,
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "menclose": _enclosed,
    "mpadded": _group,
    "mtd": _group,
    **dict.fromkeys(("msub", "msup", "msubsup", "munder", "mover", "munderover"), _scripts),
}
