"""What a roster or an exam file may hold that its reader did not expect.

`CATALOGUE` is a list to add to; `texts` mixes its entries with any other text. Everything here is
one line without control characters, as the readers leave it; `CONTROLS` are what they refuse.
"""

from hypothesis import strategies as st

from generator.roster import CONTROL

CODE = (
    # Typst, LaTeX, Jinja, format strings, shells
    '#read("/etc/passwd")', '#import "/etc/passwd": *', "#{1+1}", "$1+1$", "*b* _e_ `c` @l <l>",
    "= Heading", "// comment", "/* comment", "https://example.org/", "]", "\\", '"', "]; #panic()",
    r"\input{/etc/passwd}", r"\immediate\write18{id}", r"\end{document}", r"^^5cinput{x}",
    "100 % sure", "5 $ or 6 €", "a & b # c _ d ^ e ~ f { g } h", "``quoted'' -- --- ?` !`",
    "%", "$", "{{ 7*7 }}", "{% raw %}", "{# no #}", "{name}", "{0.__class__}", "%s %(name)s",
    "$(id)", "`id`",
    # HTML and XML
    "<script>alert(1)</script>", "</title><script>alert(1)</script>", "<b>bold", "]]>",
    "<![CDATA[", "<!--", "-->", "&nbsp;", "&lt;", "&#60;", "'><img src=x onerror=alert(1)>",
    '" onclick="alert(1)', "javascript:alert(1)", "<?php ?>", "@@PLUGINFILE@@/x",
    "{1:NUMERICAL:=1}", "{mlang en}x{mlang}",
    # Markdown
    "[x](javascript:alert(1))", "![x](/etc/passwd)", "# Heading", "| a | b |", "- item", "1. item",
    "***", "---", "> quote", "<https://example.org>", "[x]: /y", "Two  blanks",
    # terminals
    "[bold]bold[/bold]", "[link=https://example.org]x[/link]", "[/]", ":smile:",
)  # fmt: skip
FORMULAS = (
    "=cmd|'/c calc'!A0", '=HYPERLINK("http://example.org")', "+1", "-1", "-0.5",
    "+1+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3+cmd|' /C calc'!A0", "=", "+", "-", "@",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
)  # fmt: skip
PATHS = (
    "../../x", "/etc/passwd", "..", ".", "~", "C:\\x", "CON", "con", "NUL.txt", "aux.", "COM1",
    "x.", "x/y", "-rf", ".hidden", "a:b", "a*b?", "marking", "answers", "key",
)  # fmt: skip
JOINER, ACUTE = "\N{ZERO WIDTH JOINER}", "\N{COMBINING ACUTE ACCENT}"
SCRIPTS = (
    "Ádám Őry", "Søren Åbø", "Γιώργος", "Софья", "Սոնա", "დავითი", "דוד כהן", "محمد الخوارزمي",
    "محمد Ada أحمد", "सोफ़िया", "王小明", "山田 太郎", "김철수", "ณัฐ", "தமிழ்", "ሰላም",
    "𝕬𝖉𝖆", "Ａｄａ", "Ada 😀", JOINER.join("👩👩👧👦"), f"🏳\N{VARIATION SELECTOR-16}{JOINER}🌈",
    "🇩🇪", "\N{OBJECT REPLACEMENT CHARACTER}", "\ue000", "\ufdd0", "\U0001fffe",
    f"e{ACUTE * 100}", ACUTE, f"Z{ACUTE}\N{COMBINING LONG SOLIDUS OVERLAY}a",
    "a\N{RIGHT-TO-LEFT MARK}b", "a\N{ARABIC LETTER MARK}b", "a\N{ZERO WIDTH SPACE}b",
    f"a{JOINER}b", "a\N{SOFT HYPHEN}b", "a\N{ZERO WIDTH NO-BREAK SPACE}b",
    "a\N{HANGUL FILLER}b", "ﷺ", "ﬁ", "ß", "İı", "\N{ANGSTROM SIGN}", "A\N{COMBINING RING ABOVE}",
)  # fmt: skip
LONG = ("x" * 300, "王" * 300, "ם" * 300, "word " * 59 + "word", "Wolfeschlegel-" * 20)
CATALOGUE = CODE + FORMULAS + PATHS + SCRIPTS + LONG

CONTROLS = (
    "\x00", "\x07", "\x08", "\x1b[31m", "\x1b]8;;https://example.org\x07", "\x7f",
    "\x9b31m", "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{LEFT-TO-RIGHT EMBEDDING}",
    "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}", "\ufffe", "\uffff",
)  # fmt: skip
BREAKS = ("\t", "\x85", "\x1f", "\n", "\r", "\r\n", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}")


def line(text: str) -> str:
    """A text as the readers leave it: one line, without what they refuse."""
    return " ".join(CONTROL.sub("", " ".join(text.split())).split())


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
texts = (
    st.lists(st.sampled_from(CATALOGUE) | ANY, min_size=1, max_size=4).map("".join).map(line)
).filter(bool)
names = st.sampled_from(CATALOGUE) | texts


def label(text: str) -> str:
    """A text as the name of a test."""
    return ascii(text)[1:31]
