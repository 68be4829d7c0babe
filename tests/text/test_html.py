import re
import string
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.errors import GradsetError
from generator.text.html import tex_delimiters, to_html

PROSE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]))
RISKY = st.text("#[](){}*_`\\/-+=.:;\"'<>@~!|&%^ \nab1")


def parsed(html):
    return ElementTree.fromstring(f"<div>{html}</div>")


@given(PROSE | RISKY)
def test_any_text_is_well_formed_and_keeps_its_words(text):
    markdown = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))
    shown = "".join(parsed(to_html(markdown)).itertext())
    assert shown.split() == text.split()


@given(st.text("ab {}\\|_^`*<>&[]()#-+=.1:;!~'\"\t", min_size=1, max_size=8))
def test_a_lone_formula_is_set_as_in_a_paragraph(formula):
    def said(**how):
        try:
            return to_html(f"${formula}$", math=tex_delimiters, **how)
        except GradsetError:
            return ""

    assert said(inline=True) == said().removeprefix("<p>").removesuffix("</p>")


WORDS = st.text("ab1 .-=(/–\n", min_size=1, max_size=8) | st.text("a _*`&~\\", max_size=8)
FORMULAS = st.text("ab {}\\|_^`*&#-=", min_size=1, max_size=4).map(lambda latex: f"${latex}$")


@given(st.lists(WORDS | FORMULAS, max_size=5).map("".join))
@example("a $x$ b")
@example("– , $a$, $1$")
@example("$a$$b$")
@example(r"a $b\$ c$")
def test_a_plain_line_is_set_as_among_other_paragraphs(line):
    is_set_as_among_other_paragraphs(line)


def is_set_as_among_other_paragraphs(line):
    below = tried(f"above\n\n{line}").removeprefix("<p>above</p>").removeprefix("\n")
    assert tried(line) == below


def tried(markdown):
    try:
        return to_html(markdown, math=tex_delimiters)
    except GradsetError:
        return "an error"


@pytest.mark.parametrize("sign", string.punctuation)
@pytest.mark.parametrize(
    "line", ["a {0}b{0} c", "a{0}{0}b", "{0} a", "1{0} a", "$x${0}a", "a {0}$x$"]
)
def test_a_line_is_set_as_among_other_paragraphs_whatever_sign_is_in_it(line, sign):
    is_set_as_among_other_paragraphs(line.format(sign))


@given(RISKY)
def test_any_markdown_is_well_formed(markdown):
    try:
        html = to_html(markdown)
    except GradsetError:
        return
    parsed(html)


def test_a_character_that_xml_cannot_hold_is_an_error():
    with pytest.raises(GradsetError, match=r"U\+0001"):
        to_html("a\x01b")


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a **b** *c* `d`", "<p>a <strong>b</strong> <em>c</em> <code>d</code></p>"),
        ("<b>no</b> &amp; \\$5", "<p>&lt;b&gt;no&lt;/b&gt; &amp; $5</p>"),
        ("a  \nb", "<p>a<br/>\nb</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("2. a", '<ol start="2">\n<li>a</li>\n</ol>'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("[a](https://b.c?d=1&e=2)", '<p><a href="https://b.c?d=1&amp;e=2">a</a></p>'),
        ("[a](mailto:b@c.d) [e](fig.html)", "<p>a e</p>"),
        ("```py\na < b\n```", '<pre><code class="language-py">a &lt; b\n</code></pre>'),
        (
            "| a |\n|--:|\n| 1 |",
            '<table>\n<thead>\n<tr><th class="text-right">a</th></tr>\n</thead>\n'
            '<tbody>\n<tr><td class="text-right">1</td></tr>\n</tbody>\n</table>',
        ),
        ("$$x$$", r'<div class="math">\[x\]</div>'),
        ("a $$x$$ b", r"<p>a \[x\] b</p>"),
    ],
)
def test_each_construct_has_its_element(markdown, html):
    assert to_html(markdown, math=tex_delimiters) == html


def test_math_is_mathml_unless_told_otherwise():
    (paragraph,) = parsed(to_html("so $x < 1$"))
    assert "".join(paragraph.itertext()) == "so x<1"
    assert paragraph[0].tag.endswith("}math")


def test_latex_for_moodle_is_escaped_inside_its_delimiters():
    assert to_html("$a < b \\& c$", math=tex_delimiters, inline=True) == r"\(a &lt; b \&amp; c\)"


def test_inline_leaves_out_the_wrapper_of_a_single_paragraph_only():
    assert to_html("a *b*", inline=True) == "a <em>b</em>"
    assert to_html("a\n\nb", inline=True) == "<p>a</p>\n<p>b</p>"
    assert to_html("", inline=True) == ""
