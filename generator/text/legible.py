"""Text in letters that a font holds, whoever wrote it.

A letter that no font holds would be printed as an empty box; with the fonts of the system the pages
would differ between machines. So words in other scripts are transliterated to Latin.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

# What New Computer Modern, Libertinus Serif and DejaVu Sans Mono hold together, as far as prose and
# names need it: blocks that are whole, and of Arabic the letters of Arabic and Persian.
_MISSING = re.compile(
    "[^\t\n -\u04ff\u0531-\u05ff\u060c\u061b\u061f\u0621-\u063a\u0640-\u0655\u0660-\u066d\u067e"
    "\u0686\u0698\u06a4\u06a9\u06af\u06be\u06cc\u06f0-\u06f9\u0900-\u0950\u0955-\u097f\u10d0-\u10ff"
    "\u1e00-\u1fff\u2002-\u200a\u200c-\u200f\u2010-\u2028\u202f-\u203f\u2080-\u209c\u20ac\u2190-\u22ff]"
)
# A word as long as this may be broken anywhere; otherwise it would run over the edge of the page.
_LONG = re.compile(r"\S{24}(?=\S{8})")

# A character of these scripts is a syllable or a word.
_SYLLABLES = {"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "YI"}
_PICTURE = "PICTURE"


def legible(text: str) -> str:
    """A text that the fonts can show; words without end may be broken after some letters."""
    shown = text if text.isascii() else transliterated(text, lambda run: not _MISSING.search(run))
    return _LONG.sub("\\g<0>\N{ZERO WIDTH SPACE}", shown)


def transliterated(text: str, shows: Callable[[str], bool]) -> str:
    """A text in which every word or sign that a font does not show as a whole is in Latin letters.

    Blanks come in only around what is a word or a syllable in a single character.
    """
    pieces, before, apart = [], "", False
    for script, run in _runs(unicodedata.normalize("NFC", text)):
        shown = run if shows(run) else _latin(run, shows)
        single = shown != run and (script == _PICTURE or script in _SYLLABLES)
        if (single or apart) and shown and before and script:
            pieces.append(" ")
        if shown:
            before, apart = script, single
        pieces.append(shown)
    return "".join(pieces)


def _latin(run: str, shows: Callable[[str], bool]) -> str:
    """Compatible letters where there are some, else a transliteration."""
    compatible = unicodedata.normalize("NFKC", run)
    if shows(compatible):
        return compatible
    from anyascii import anyascii

    return "".join(filter(str.isprintable, anyascii(run)))


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Words of one script each, and by themselves syllables and signs, with their scripts."""
    script, run = "", ""
    for sign in text:
        its = script if unicodedata.category(sign) in _FOLLOWS else _script(sign)
        if run and (its != script or its in _SYLLABLES or its in ("", _PICTURE)):
            yield script, run
            run = ""
        script, run = its, run + sign
    if run:
        yield script, run


_FOLLOWS = ("Mn", "Mc", "Me", "Lm")  # marks belong to the letter before them


@lru_cache(maxsize=4096)
def _script(sign: str) -> str:
    """The first word of a letter's or digit's name; empty for what is no part of a word."""
    category = unicodedata.category(sign)
    if category == "So":
        return _PICTURE
    if category[0] not in "LMN":
        return ""
    return re.split(r"[- ]", unicodedata.name(sign, "?"))[0]
