"""What independent readers of Markdown make of it."""

import json
import re
import subprocess

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.exporters import markdown
from generator.text.commonmark import escape_commonmark, to_commonmark
from tests.exporters.whole_bank import numbers, sheet

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]))
RISKY = st.text("#[](){}*_`\\/-+=.:;\"'<>@~!|&%^$ \tab1?,")
FORMAT = "commonmark+pipe_tables+task_lists+tex_math_dollars"


def shown(source):
    """The words that a reader shows, without its marks."""
    leaves = [leaf for token in READER.parse(source) for leaf in [token, *(token.children or [])]]
    assert {leaf.type for leaf in leaves} <= {
        "paragraph_open", "paragraph_close", "inline", "text",
    }  # fmt: skip
    return "".join(leaf.content for leaf in leaves if leaf.type == "text")


@given(TEXT | RISKY)
def test_escaped_text_comes_back_unchanged(text):
    # Blanks of other scripts are blanks to Python, but not to every reader.
    assert shown(escape_commonmark(text)).split() == text.split()


@given(TEXT | RISKY)
def test_escaped_text_stays_in_its_cell(text):
    table = f"| a | b |\n|---|---|\n| {escape_commonmark(text)} | c |"
    cells = [t.children or [] for t in READER.parse(table) if t.type == "inline"]
    assert len(cells) == 4
    assert "".join(leaf.content for leaf in cells[2]).split() == text.split()


@pytest.mark.parametrize(
    ("source", "common"),
    [
        ("a **b** *c* `d|e` \\$5", "a **b** *c* `d|e` \\$5"),
        ("| a |\n|--:|\n| $|x|$ |", "| a |\n|--:|\n| $\\vert{}x\\vert{}$ |"),
        (r"$\textcolor{teal}{x}$ a_b", r"${x}$ a\_b"),
        ("$x<img src=x>$ <b>", r"$x\lt img src=x\gt$ \<b\>"),
        (r"$\text{if a<b} > c$", r"$\text{if a}\lt \text{b} \gt c$"),
        ("$$\na < b\n$$", "$$\na \\lt  b\n$$"),
        ("so\n$$\nx^2\n$$\nand", "so\n\n$$\nx^2\n$$\n\nand"),
        ("a $$x$$ b", "a $$x$$ b"),
        ("- a\n- b\n  1. c\n\n> d", "- a\n- b\n\n  1. c\n\n> d"),
        ("1\\. a", "1\\. a"),
        ("``a`b``", "``a`b``"),
        ("```py\na\n\n  b\n```", "```py\na\n\n  b\n```"),
        ("a  \nb", "a\\\nb"),
    ],
)
def test_each_construct_is_written_so_that_every_reader_takes_it(source, common):
    assert to_commonmark(source) == common


@given(
    st.text("<>/!-?=\"'ab &") | st.sampled_from(["<img src=x onerror=a>", "<!--", r"\text{<b>}"])
)
def test_a_reader_without_formulas_finds_no_html_in_them(formula):
    assume(formula.strip())
    source = to_commonmark(f"a\n\n$$\n{formula}\n$$\n\n| ${formula.strip()}$ |\n|---|\n")
    tokens = MarkdownIt("commonmark").parse(source)
    kinds = {leaf.type for token in tokens for leaf in [token, *(token.children or [])]}
    assert not {kind for kind in kinds if kind.startswith("html")}


@given(st.sampled_from(["a *b* `c`\n\n- d\n- e\n", "> a\n\n3. b\n", "| a |\n|---|\n| b |\n"]))
def test_what_is_written_reads_as_what_was_read(source):
    assert READER.render(to_commonmark(source)) == READER.render(source)


@pytest.mark.parametrize("variant", [1, 2, 3])
def test_pictures_lie_beside_the_text_that_shows_them(variant):
    files = {file.path: file.content for file in markdown.files(sheet(variant))}
    for path, content in files.items():
        if path.endswith(".md"):
            folder = path.rpartition("/")[0]
            pictures = re.findall(r"!\[.+?\]\((.+?)\)", content.decode())
            assert len(pictures) == sum(len(q.figures) for q in sheet(variant).questions)
            assert {f"{folder}/{name}" for name in pictures} <= files.keys()


def elements(node):
    """Every element of pandoc's tree."""
    if isinstance(node, list):
        for part in node:
            yield from elements(part)
    elif isinstance(node, dict):
        if "t" in node:
            yield node
        yield from elements(list(node.values()))


@pytest.mark.pandoc
@pytest.mark.parametrize("key", [False, True])
def test_pandoc_reads_the_same_headings_formulas_and_boxes(key):
    made = sheet(2)
    source = markdown.document(made, lambda question, figure: f"{figure.name}.svg", key=key)
    result = subprocess.run(
        ["pandoc", "--sandbox", f"--from={FORMAT}", "--to=json"],
        input=source.encode(), capture_output=True, check=True,
    )  # fmt: skip
    found = list(elements(json.loads(result.stdout)["blocks"]))
    kinds = [node["t"] for node in found]
    assert not {"RawInline", "RawBlock", "Link"} & set(kinds)
    parts = sum(len(question.parts) for question in made.questions)
    levels = [node["c"][0] for node in found if node["t"] == "Header"]
    assert levels.count(3) == len(made.questions)
    assert levels.count(4) == parts + key * len(made.questions)
    ticked = [node for node in found if node["t"] == "Str" and node["c"] == "☒"]
    assert bool(ticked) == key
    formulas = [node for node in found if node["t"] == "Math"]
    assert len(formulas) == len(re.findall(r"\$\$.+?\$\$|\$[^$]+\$", _unescaped(source), re.DOTALL))
    if key:
        plain = source.replace("−", "-")
        assert numbers(made) - set(re.findall(r"\d+(?:\.\d+)?", plain)) == set()


def _unescaped(source):
    return source.replace(r"\$", "")
