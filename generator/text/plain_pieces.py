"""How parts of a formula stand beside, above and under each other in a line of text."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from generator.text.plain_symbols import is_enclosed


class Piece(NamedTuple):
    """A part of a formula as text, and its kind.

    Atoms are a letter, number, word, root, fence (with its content) or long (a letter with
    scripts); compounds are a fraction, product or sum. Signs are opening, closing, bar (either of
    the two), sign (before or between terms), minus (a sign before a term), mark (before a letter),
    relation, separator, slash, tight (no blanks) and big (a sum sign). Then blank and nothing.
    """

    text: str
    kind: str


NOTHING = Piece("", "nothing")
BLANK = Piece(" ", "blank")

ATOMS = {"letter", "number", "word", "root", "fence", "long"}
FACTORS = ATOMS | {"opening", "closing", "fraction", "mark"}
# After these a sign belongs to the term that follows it.
BEFORE_TERMS = {"nothing", "sign", "relation", "opening", "separator", "slash", "big", "minus"}


def joined(pieces: Sequence[Piece], tight: bool) -> Piece:
    """Pieces in a row as one piece; `tight` leaves out the blanks around operators."""
    shown = _in_context([piece for piece in pieces if piece.kind != "nothing"])
    if len(shown) == 1:
        return shown[0]
    out = ""
    for before, piece in zip([NOTHING, *shown], shown, strict=False):
        out += ("" if out.endswith(" ") else _gap(before, piece, tight)) + piece.text
    return Piece(out, "product" if {piece.kind for piece in shown} <= FACTORS else "sum")


def numerator(piece: Piece) -> str:
    """A piece above a fraction line that is now a slash."""
    text = piece.text.strip()
    product = piece.kind not in ("sum", "fraction") and " " not in text
    return text if piece.kind == "fence" or product or _is_call(text) else _enclosed(text)


def denominator(piece: Piece) -> str:
    """A piece below a fraction line that is now a slash: only single things stand bare."""
    text = piece.text.strip()
    if piece.kind in ATOMS and (" " not in text or piece.kind == "fence"):
        return text
    if _is_call(text):
        return text
    return text.replace(" ", "") if _DIFFERENTIAL.fullmatch(text) else _enclosed(text)


def radicand_of(piece: Piece) -> str:
    """A piece under a root."""
    simple = piece.kind in ("letter", "number", "long") or is_enclosed(piece.text.strip())
    return piece.text.strip() if simple else _enclosed(piece.text.strip())


def script_base(piece: Piece) -> str:
    """A piece that gets a sub- or superscript."""
    loose = piece.kind in ("sum", "product", "fraction", "root")
    return _enclosed(piece.text) if loose and not is_enclosed(piece.text) else piece.text


def _enclosed(text: str) -> str:
    return f"({text.strip()})"


_DIFFERENTIAL = re.compile(r"[∂d] ?[^\W\d_][^\s∂()]*(⁽\w+⁾)?")  # ∂w₁ and d x²
_FUNCTION = re.compile(
    r"([^\W\d_]{2,}[²³]?|[^\W\d_](?=\([\w,]+\)))(?=\()"
)  # sin(…), but x only in x(t)


def _is_call(text: str) -> bool:
    name = _FUNCTION.match(text)
    return bool(name) and is_enclosed(text.removeprefix(name[0]) if name else "")


# ---- context: what a sign means depends on its neighbours


def _in_context(pieces: list[Piece]) -> list[Piece]:
    pieces = _paired_bars(pieces)
    ends = [NOTHING, *pieces, NOTHING]
    return [_placed(ends[i], piece, ends[i + 2]) for i, piece in enumerate(pieces)]


def _paired_bars(pieces: list[Piece]) -> list[Piece]:
    """Every other bar closes what the one before it opened."""
    out, opened = [], False
    for text, kind in pieces:
        if kind == "bar":
            kind, opened = "closing" if opened else "opening", not opened
        out.append(Piece(text, kind))
    return out


def _placed(before: Piece, piece: Piece, after: Piece) -> Piece:
    if piece.kind == "sign" and before.kind in BEFORE_TERMS:
        return Piece(piece.text, "minus")
    beside_factor = before.kind in FACTORS - {"opening"} or after.kind in FACTORS - {"closing"}
    if piece.kind == "fraction" and (beside_factor or {before.kind, after.kind} & {"big", "slash"}):
        return Piece(_enclosed(piece.text), "fence")
    return piece


# ---- blanks


def _gap(before: Piece, after: Piece, tight: bool) -> str:
    if _touch(before, after):
        return ""
    if {before.kind, after.kind} & {"sign", "relation", "separator"}:
        return "" if tight else " "
    return _gap_between_factors(before, after, tight)


def _touch(before: Piece, after: Piece) -> bool:
    """Whether two pieces never have a blank between them."""
    if before.kind in ("nothing", "opening", "slash", "minus", "mark", "blank"):
        return True
    if after.kind in ("closing", "separator", "slash", "blank", "tight"):
        return True
    return after.kind == "word" and after.text[0] in ".,;:)"


def _gap_between_factors(before: Piece, after: Piece, tight: bool) -> str:
    if "big" in (before.kind, after.kind):
        return "" if tight else " "
    if after.kind in ("opening", "fence"):
        return ""
    if after.kind == "word":
        return "" if before.kind == "tight" else " "
    if tight or before.kind in ("closing", "fence", "tight"):
        return " " if before.kind == "word" else ""
    return " " if before.kind in ("word", "long", "root") or after.kind == "root" else ""
