"""Single signs, names and numbers in Typst mathematics."""

import re
import unicodedata
from xml.etree.ElementTree import Element

from generator.text.mathml import UnsupportedError, operator_text

# MathML's sign over or under a letter, and Typst's function for it.
OVER = {
    "ˆ": "hat",
    "\u0302": "hat",
    "¯": "macron",
    "˜": "tilde",
    "⃗": "arrow",
    "→": "arrow",
    "˙": "dot",
    "¨": "dot.double",
    "⃛": "dot.triple",
    "˚": "circle",
    "´": "acute",
    "ˇ": "caron",
    "˘": "breve",
    "`": "grave",
    "\u0332": "overline",
    "‾": "overline",
    "⏞": "overbrace",
}
UNDER = {"\u0332": "underline", "⏟": "underbrace", "⏝": "underbrace"}
BRACES = set("⏞⏟⏝")
BIG_OPERATORS = set("∑∏∐⋃⋂⨁⨂⋁⋀⨆")
STRETCHY_ARROWS = set("→←↔⇒⇐")

_BINARY = set("+−±∓×÷⋅∗∘∙⊙⊕⊗∧∨∩∪∖⋆")  # Typst knows by itself that these are
_BRACKETS = set("()[]{}⟨⟩⌊⌋⌈⌉")
_KEPT = set("+−±∓¬∀∃!∑∏∫∮/.·′")  # right without a class even where MathML sets no space
_FORMS = {"prefix": "opening", "postfix": "closing", "infix": "relation"}
_SPACES = {
    0.0: "",
    0.1667: "thin",
    0.2222: "med",
    0.2778: "thick",
    1.0: "quad",
    2.0: "wide",
}
_MEANING = set("√∛∜⌊⌋⌈⌉⟨⟩")  # signs that are calls or fences in Typst unless escaped
_HARMLESS = set("=<>+!")


def escape(sign: str) -> str:
    """One character, so that Typst takes it for itself."""
    special = sign.isascii() and not sign.isalnum() and sign not in _HARMLESS
    return f"\\{sign}" if special or sign in _MEANING else sign


def quoted(text: str) -> str:
    """Upright text as a Typst string."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def space(width: float) -> str:
    """A horizontal space of so many em."""
    width = round(width, 4)
    return _SPACES.get(width, f"#h({width}em)")


def classed(kind: str, sign: str) -> str:
    """A sign with the spacing of a relation, an opening bracket, and so on."""
    return f'class("{kind}", {sign})'


def class_of(element: Element, script: bool) -> str | None:
    """The class to give an operator explicitly; None where Typst's own is right."""
    sign = operator_text(element) or ""
    form = None if sign in "!∼" else _FORMS.get(element.get("form", ""))
    if element.get("minsize"):
        return form or _big_class(element, sign)
    if sign in ("|", "‖"):
        return form or "normal"
    if form or script or sign in _BRACKETS:
        return form
    return _class_from_spacing(sign, element.get("lspace"), element.get("rspace"))


def _big_class(element: Element, sign: str) -> str:
    if element.get("minsize") != element.get("maxsize"):
        raise UnsupportedError("a bracket without a fixed size is not supported")
    if element.get("lspace") == element.get("rspace") == "0":
        return "normal"
    return "closing" if sign in ")]}⟩⌋⌉" else "opening"


def _class_from_spacing(sign: str, left: str | None, right: str | None) -> str | None:
    if sign == "," and right == "0":  # the comma of 1{,}000
        return "normal"
    if left != right:
        return None
    if left == "0" and sign not in _KEPT:
        return "normal"
    if left == "0.2222em" and sign not in _BINARY:
        return "binary"
    if left == "0.2778em" and sign != ":":
        return "relation"
    return None


# ---- leaves


def identifier(element: Element) -> str:
    """A letter, a name or a styled letter."""
    text = element.text or ""
    marks = sum(bool(unicodedata.combining(c)) or "\ufe00" <= c <= "\ufe0f" for c in text)
    if len(text) - marks > 1 or (not text.isascii() and text.isdigit()):
        return quoted(text)
    if element.get("mathvariant"):
        return f"upright({escape(text)})"
    if "Α" <= text <= "Ω":
        return f"italic({text})"
    return escape(text[0]) + text[1:] if text else ""


def number(element: Element) -> str:
    """A number with at most one point; anything else is a text."""
    text = element.text or ""
    return text if re.fullmatch(r"\d*\.?\d+", text) else quoted(text)


_TEXT_STYLES = {
    "b": "bold",
    "i": "italic",
    "em": "italic",
    "code": "mono",
    "math-core-sans-serif-font": "sans",
    "math-core-serif-font": "serif",
}


def words(element: Element) -> str:
    """Text inside a formula, with its bold, italic and typewriter parts."""
    out = quoted(element.text) if element.text else ""
    for child in element:
        name = child.get("class") or child.tag
        if name not in _TEXT_STYLES or len(child):
            raise UnsupportedError("this text style is not supported")
        out += f"{_TEXT_STYLES[name]}({quoted(child.text or '')})"
        out += quoted(child.tail) if child.tail else ""
    return out
