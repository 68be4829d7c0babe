import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import GradsetError
from generator.text.latex import escape_latex, latex_sign, to_latex, to_latex_math
from generator.text.latex_symbols import ABOVE, BELOW, SYMBOLS
from generator.text.mathml import MathError
from tests.text.corpus import FORMULAS
from tests.text.test_math import SNIPPETS
from tests.text.tex import page, typeset

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
RISKY = st.text("#[](){}*_`\\/-+=.:;\"'<>@~!|&%^$ \nab1?,")
HOSTILE = [
    r"\input{/etc/passwd}",
    r"^^5cinput{/etc/passwd}",
    r"\write18{ls}",
    "% } \\end{document}",
]


@pytest.mark.parametrize(
    ("markdown", "latex"),
    [
        ("a **b** *c* `d e`", r"a \textbf{b} \emph{c} \code{d\ e}"),
        (r"\$5 for #1 & 50 %", r"\$5 for \#1 \& 50 \%"),
        ("a - b -- c", "a - b -{}- c"),
        ("$x$ and\n$$\ny\n$$", "$x$ and\n\\[\\fitted{\ny\n}\\]"),
        ("a\n\nb", "a\n\nb"),
        ("- [a]\n- b", "\\begin{itemize}\n\\item {}[a]\n\\item {}b\n\\end{itemize}"),
        ("2. a", "\\begin{numbered}{1}\n\\item {}a\n\\end{numbered}"),
        ("> a", "\\begin{quote}\na\n\\end{quote}"),
        ("a  \nb", "a\\newline\nb"),
        ("```py\na\n\n  b\n```", "\\codeblock{a\\\\{}\n\\mbox{}\\\\{}\n\\ \\ b}"),
        ("[a](https://b.c)", "a"),
    ],
)
def test_each_construct_has_its_source(markdown, latex):
    assert to_latex(markdown) == latex


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("Évariste Gauß", r"\'{E}variste Gau\ss{}"),
        ("e\u0301", r"\'{e}"),
        ("Nguyễn Ệ", r"Nguy\~{\^{e}}n \d{\^{E}}"),
        ("σ ≤ −1", r"\ensuremath{\sigma} \ensuremath{\le} \ensuremath{-}1"),
        ("Ὑπατία", "Hypatia"),
        ("Софья", "Sof'ya"),
        ("陳省身", "Chen Sheng Shen"),
        ("😀 \u200f\x00|", ":grinning: |"),
    ],
)
def test_names_are_shown_as_far_as_latin_fonts_can(text, latex):
    assert escape_latex(text) == latex


@pytest.mark.parametrize(
    "latex", [r"\def\){\alpha} x", r"\input{x}", r"^^5cinput", r"x \) y", "}{", r"\end{document}"]
)
def test_no_formula_reaches_beyond_its_end(latex):
    with pytest.raises(MathError):
        to_latex_math(latex)


@given(ANY_TEXT | RISKY)
def test_escaped_text_is_ascii_on_one_line_with_balanced_braces(text):
    source = escape_latex(text)
    assert source.isascii()
    assert "\n" not in source
    bare = source.replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")


def texts(strategy, count):
    """So many examples of a strategy, the same on every day."""
    found = []

    @settings(max_examples=count, derandomize=True, database=None, deadline=None)
    @given(strategy)
    def collect(text):
        found.append(text)

    collect()
    return found


@pytest.mark.latex
@pytest.mark.poppler
def test_any_text_compiles_without_a_missing_character_and_reads_nothing():
    everything = [*texts(ANY_TEXT, 300), *texts(RISKY, 300), *HOSTILE]
    marked = [f"Q{i}Q {escape_latex(text)}" for i, text in enumerate(everything)]
    complaints, shown = typeset(page(r"\raggedright " + "\n\n".join(marked)))
    assert [line for line in complaints if "Overfull" not in line] == []
    assert "root:" not in shown
    assert all(f"Q{i}Q" in shown for i in range(len(everything)))
    assert r"\input{/etc/passwd}" in shown
    assert "^^5cinput{/etc/passwd}" in shown


@pytest.mark.latex
@pytest.mark.poppler
def test_plain_ascii_comes_back_unchanged():
    lines = [" ".join(text.split()) for text in texts(RISKY.filter(str.strip), 200)]
    body = "\n\n".join(rf"\mbox{{Q{escape_latex(line)}Q}}" for line in lines)
    complaints, shown = typeset(page(body))
    # A straight apostrophe is curly in print, as it should be.
    found = [line.replace("’", "'") for line in shown.replace("\f", "").splitlines() if line]
    assert [line for line in complaints if "Overfull" not in line] == []
    assert ["".join(line.split()) for line in found] == [
        "Q" + "".join(line.split()) + "Q" for line in lines
    ]


@pytest.mark.latex
@pytest.mark.poppler
def test_every_symbol_and_accent_is_in_the_fonts():
    letters = [
        unicodedata.normalize("NFC", base + mark)
        for base in "AEIOUaeioucnszgtdrlky"
        for mark in [*ABOVE, *BELOW]
    ]
    single = [sign for sign in [*SYMBOLS, *letters] if len(sign) == 1]
    complaints, _ = typeset(page("\n\n".join(f"x{latex_sign(sign)}x" for sign in single)))
    assert complaints == []


@pytest.mark.latex
@pytest.mark.poppler
def test_every_formula_of_the_corpus_compiles():
    shown = (
        f"\\[\\fitted{{{to_latex_math(latex)}}}\\]" if display else f"${to_latex_math(latex)}$"
        for latex, display in FORMULAS
    )
    complaints, _ = typeset(page("\n\n".join(shown)))
    assert complaints == []


@pytest.mark.latex
@pytest.mark.poppler
def test_whatever_mathcore_takes_compiles():
    formulas = []
    for latex in texts(st.lists(SNIPPETS | st.just("%"), max_size=12).map(" ".join), 300):
        try:
            formulas.append(f"${{}}{to_latex_math(latex)}$")
        except GradsetError:
            continue
    complaints, _ = typeset(page("\n\n".join(formulas)))
    assert len(formulas) > 30
    assert [line for line in complaints if "Overfull" not in line] == []
