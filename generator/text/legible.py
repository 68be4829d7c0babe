"""Text in letters that Typst's own fonts hold, whoever wrote it.

A letter that no font holds would be printed as an empty box; with the fonts of the system the pages
would differ between machines. So other scripts are transliterated to Latin.
"""

import re
import unicodedata

# What New Computer Modern, Libertinus Serif and DejaVu Sans Mono hold together, as far as prose and
# names need it: blocks that are whole, and of Arabic the letters of Arabic and Persian.
_MISSING = re.compile(
    "[^\t\n -\u04ff\u0531-\u05ff\u060c\u061b\u061f\u0621-\u063a\u0640-\u0655\u0660-\u066d\u067e"
    "\u0686\u0698\u06a4\u06a9\u06af\u06be\u06cc\u06f0-\u06f9\u0900-\u0950\u0955-\u097f\u10d0-\u10ff"
    "\u1e00-\u1fff\u2002-\u200a\u200c-\u200f\u2010-\u2028\u202f-\u203f\u2080-\u209c\u20ac\u2190-\u22ff]+"
)
# A word as long as this may be broken anywhere; otherwise it would run over the edge of the page.
_LONG = re.compile(r"\S{24}(?=\S{8})")


def legible(text: str) -> str:
    """A text that the fonts can show; words without end may be broken after some letters."""
    shown = text if text.isascii() else _MISSING.sub(_latin, unicodedata.normalize("NFC", text))
    return _LONG.sub("\\g<0>\N{ZERO WIDTH SPACE}", shown)


def _latin(found: re.Match[str]) -> str:
    """Compatible letters where there are some, else a transliteration."""
    compatible = unicodedata.normalize("NFKC", found[0])
    if not _MISSING.search(compatible):
        return compatible
    from anyascii import anyascii

    # A character of these scripts is a syllable or a word: blanks keep them apart.
    words = " ".join(filter(None, map(anyascii, found[0])))
    before = found.string[: found.start()][-1:].isalnum() and words
    after = found.string[found.end() :][:1].isalnum() and words
    return f"{' ' if before else ''}{words}{' ' if after else ''}"
