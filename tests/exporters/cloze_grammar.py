"""Moodle's cloze language, read as its documentation and its importer describe it.

Written from the language alone; nothing of gradset's exporter is used.
"""

import html
import re
from dataclasses import dataclass
from decimal import Decimal

TYPES = {
    "NUMERICAL", "SHORTANSWER", "SHORTANSWER_C",
    "MULTICHOICE", "MULTICHOICE_S", "MULTICHOICE_V", "MULTICHOICE_VS", "MULTICHOICE_H",
    "MULTICHOICE_HS", "MULTIRESPONSE", "MULTIRESPONSE_H", "MULTIRESPONSE_S", "MULTIRESPONSE_HS",
}  # fmt: skip
DROP_DOWNS = {"MULTICHOICE", "MULTICHOICE_S"}
START = re.compile(r"\{([^{}:\s]*):([A-Za-z_]+):")
NUMBER = re.compile(r"-?(\d+(\.\d+)?)([eE]-?\d+)?")
SHARE = re.compile(r"%(-?\d+(\.\d+)?)%")


class ClozeError(Exception):
    """What Moodle would refuse or read otherwise than it was meant."""


@dataclass(frozen=True)
class Alternative:
    share: Decimal
    text: str
    feedback: str
    tolerance: Decimal | None = None


@dataclass(frozen=True)
class Field:
    weight: int
    type: str
    alternatives: tuple[Alternative, ...]

    def score(self, response: str | Decimal) -> Decimal:
        """The share of the first alternative that fits, as Moodle marks."""
        for one in self.alternatives:
            if self.type == "NUMERICAL":
                assert one.tolerance is not None
                if abs(Decimal(response) - Decimal(one.text)) <= one.tolerance:
                    return one.share
            elif one.text == response:
                return one.share
        return Decimal(0)

    @property
    def right(self) -> list[str]:
        return [one.text for one in self.alternatives if one.share == 100]


def fields(text: str) -> list[Field]:
    """The fields of a question's text in order.

    Raises ClozeError where one of them is not well-formed.
    """
    found, position = [], 0
    while match := START.search(text, position):
        body, position = _until_brace(text, match.end())
        found.append(_field(match[1], match[2], body))
    return found


def _until_brace(text: str, start: int) -> tuple[str, int]:
    """Up to the first brace without a backslash before it."""
    for i in range(start, len(text)):
        if text[i] == "}" and text[i - 1] != "\\":
            return text[start:i], i + 1
    raise ClozeError("a field without an end")


def _field(weight: str, kind: str, body: str) -> Field:
    if kind not in TYPES:
        raise ClozeError(f"{kind!r} is no type")
    if not re.fullmatch(r"[1-9]\d*", weight):
        raise ClozeError(f"weight {weight!r} is no whole number")
    if "{" in _without_pairs(body):
        raise ClozeError("a brace inside a field is not closed by an escaped one")
    alternatives = tuple(_alternative(one, kind) for one in re.split(r"(?<!\\)~", body))
    if kind != "NUMERICAL" and kind.startswith("MULTI") and len(alternatives) < 2:
        raise ClozeError("a choice with fewer than two alternatives")
    if not any(one.share == 100 for one in alternatives):
        raise ClozeError("no alternative has 100 %")
    return Field(int(weight), kind, alternatives)


def _without_pairs(body: str) -> str:
    """Braces taken away pair by pair, `{…\\}`; one that is left was closed too early.

    (A lone opening brace in an option's words would be mistaken for one; no formula has it.)
    """
    pair = re.compile(r"\{[^{}]*?\\\}")
    while pair.search(body):
        body = pair.sub("", body)
    return body


def _alternative(text: str, kind: str) -> Alternative:
    share = Decimal(0)
    if text.startswith("="):
        share, text = Decimal(100), text[1:]
    elif text.startswith("%"):
        match = SHARE.match(text)
        if not match:
            raise ClozeError(f"{text!r} begins with no share")
        share, text = Decimal(match[1]), text[match.end() :]
    answer, *feedback = re.split(r"(?<!\\)#", text, maxsplit=1)
    if not answer:
        raise ClozeError("an empty alternative")
    said = _shown("".join(feedback))
    if kind != "NUMERICAL":
        if kind in DROP_DOWNS and ("\\(" in answer or "<" in html.unescape(answer)):
            raise ClozeError("a drop-down shows formulas and markup raw")
        return Alternative(share, _shown(answer), said)
    value, colon, tolerance = answer.partition(":")
    for number in (value, tolerance):
        if not NUMBER.fullmatch(number):
            raise ClozeError(f"{number!r} is no number")
    if not colon or Decimal(tolerance) < 0:
        raise ClozeError(f"{answer!r} has no tolerance")
    return Alternative(share, value, said, Decimal(tolerance))


def _shown(text: str) -> str:
    """The HTML that the student sees: Moodle decodes entities once, then takes two escapes away."""
    return html.unescape(text).replace("\\}", "}").replace("\\#", "#")
