import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.text.latex import escape_latex, latex_sign, to_latex, to_latex_math
from generator.text.latex_symbols import (
    ABOVE,
    BELOW,
    SYMBOLS,
    UNKNOWN,
    UNKNOWN_ENVIRONMENTS,
)
from generator.text.mathml import MathError
from tests.text import mathcore
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


USES = (r"\{}{{x}}", r"\{}{{x}}{{y}}", r"x\{} y", r"\{}{{red}}x", r"\left(\{}(x\right)")
BODIES = ("a", "a & b", r"a & b \\ c & d", r"{c} a \\ b", " & ".join("a" * 30))


def taken(formulas):
    """Those that math-core takes, as LaTeX."""
    for latex in formulas:
        try:
            yield f"${{}}{to_latex_math(latex)}$"
        except MathError:
            continue


@pytest.mark.latex
@pytest.mark.poppler
def test_whatever_mathcore_takes_compiles():
    """Every command and environment that it knows, and signs in any order."""
    commands = mathcore.commands()
    assert {"alpha", "cancel", "bm", "mathscr", "argmin", "R"} <= set(commands)
    random = texts(st.lists(SNIPPETS | st.just("%"), max_size=12).map(" ".join), 300)
    uses = [f"{{{use.format(name)}}}" for name in commands for use in USES]
    matrices = [
        rf"\begin{{{name}}} {body} \end{{{name}}}"
        for name in ("split", *mathcore.environments())
        for body in (BODIES if "matrix" in name or "align" in name else BODIES[:1])
    ]
    formulas = list(taken([*random, *uses, *matrices]))
    complaints, _ = typeset(page("\n\n".join(formulas)), runs=1)
    assert len(formulas) > 3000
    assert [line for line in complaints if "Overfull" not in line] == []


@pytest.mark.parametrize("latex", [r"\mathscr{1}", r"\mathcal x", r"\mathscr{aB}", r"\Bbb{R1}"])
def test_alphabets_of_capitals_are_for_capitals(latex):
    assert to_latex_math(r"\mathbb{R} \mathcal L_\mathbb{1}") == r"\mathbb{R} \mathcal L_\mathbf{1}"
    with pytest.raises(MathError, match="works for capital letters only"):
        to_latex_math(latex)


@pytest.mark.parametrize(
    "latex", [r"\braket{x}", r"a \iddots b", r"\begin{darray}{c}a\end{darray}"]
)
def test_what_only_mathcore_knows_is_refused_in_one_line(latex):
    with pytest.raises(MathError, match=r"is not known to LaTeX$"):
        to_latex_math(latex)


def test_no_more_is_refused_than_mathcore_knows():
    assert set(mathcore.commands()) >= UNKNOWN
    assert set(mathcore.environments()) >= UNKNOWN_ENVIRONMENTS
