"""One rule for what a font lacks: words are transliterated whole, syllables stand apart."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.latex import escape_latex, to_latex_math
from generator.text.legible import legible, transliterated

# First and last letter of alphabets, and of scripts whose characters are syllables or words.
ALPHABETS = {
    "BENGALI": "কহ", "TAMIL": "கஹ", "THAI": "กฮ", "KHMER": "កអ", "ETHIOPIC": "ሀፐ", "GREEK": "αω",
    "CYRILLIC": "ЀԯꙀꚝ", "GEORGIAN": "აჺᲐᲺ", "ARMENIAN": "ԱՖ", "HEBREW": "את", "ARABIC": "ءۓ",
    "DEVANAGARI": "कॡ", "TIBETAN": "ཀཨ", "CHEROKEE": "ᎠᏴ", "LATIN": "AzÀɏꜢꞇ",
}  # fmt: skip
SYLLABLES = {"CJK": "一龥", "HIRAGANA": "あん", "KATAKANA": "アン", "HANGUL": "가힣", "YI": "ꀀꒌ"}


def letters(script, ends):
    """The letters of a script between each two ends."""
    return [
        chr(code)
        for low, high in zip(ends[::2], ends[1::2], strict=True)
        for code in range(ord(low), ord(high) + 1)
        if unicodedata.name(chr(code), "").startswith(script) and chr(code).isalpha()
    ]


def words(scripts):
    """Words of one script each."""
    return st.sampled_from(sorted(scripts)).flatmap(
        lambda script: st.text(st.sampled_from(letters(script, scripts[script])), min_size=1)
    )


@given(words(ALPHABETS))
def test_no_blank_comes_into_a_word_of_an_alphabet(word):
    assert " " not in legible(word)
    assert " " not in escape_latex(word)


@given(words(ALPHABETS), words(SYLLABLES))
def test_blanks_stand_around_every_syllable_and_nowhere_else(word, syllables):
    parts = legible(f"{word[:9]}{syllables}{word[:9]}").split(" ")
    around = legible(word[:9])
    assert len(parts) == len(syllables) + 2
    assert (parts[0], parts[-1]) == (around, around)


@given(words(ALPHABETS), st.sets(st.integers(0, 100)))
def test_a_word_that_a_font_holds_in_part_is_transliterated_as_a_whole(word, held):
    have = {unicodedata.normalize("NFC", word)[i] for i in held if i < len(word)}
    shown = transliterated(word, lambda run: run.isascii() or set(run) <= have)
    kept = unicodedata.normalize("NFC", word)
    assert shown == kept or shown.isascii()


@pytest.mark.parametrize(
    ("text", "in_print", "in_latex"),
    [
        ("রহিম", "rhim", "rhim"),
        ("陳省身", "Chen Sheng Shen", "Chen Sheng Shen"),
        ("Ada王, 김", "Ada Wang, Gim", "Ada Wang, Gim"),
        ("Əliyev é", "Əliyev é", r"Eliyev \'{e}"),
        ("Kꞇa é", "Kta é", r"Kta \'{e}"),
        ("σ Ὑπατία", "σ Ὑπατία", r"\ensuremath{\sigma} Hypatia"),
        ("১২৩", "123", "123"),
        ("a😀!", "a :grinning:!", "a :grinning:!"),
    ],
)
def test_print_and_latex_follow_the_same_rule(text, in_print, in_latex):
    assert legible(text) == in_print
    assert escape_latex(text) == in_latex


def test_letters_in_a_formula_are_symbols_or_text():
    assert to_latex_math("ασ_é") == (r"\ensuremath{\alpha}\ensuremath{\sigma}_\text{\'{e}}")
    assert to_latex_math(r"x^陳") == r"x^\text{Chen}"
