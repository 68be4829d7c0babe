"""Web pages, read as XML and as a browser would, hold every text and none of its markup."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from lxml import etree

from generator.errors import GradsetError
from generator.exporters import html
from generator.text.html import to_html
from tests.hostile.strategies import CATALOGUE, label, line, names, texts
from tests.hostile.world import HARMLESS, sheet


class Tags(HTMLParser):
    """Every tag with its attributes, and everything else that is no text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, attrs))

    def handle_endtag(self, tag):
        self.found.append(("/", tag))

    def other(self, text):
        self.found.append(("?", text))

    handle_comment = handle_decl = handle_pi = unknown_decl = other


def tags(page):
    parser = Tags()
    parser.feed(page)
    parser.close()
    return parser.found


def tree(page):
    return etree.fromstring(page.replace("<!DOCTYPE html>", "").strip())


def elements(page):
    return [(element.tag, dict(element.attrib)) for element in tree(page).iter()]


def pages(text):
    return [html.document(sheet(text), key=key).decode() for key in (False, True)]


def shows_just(text):
    for page, plain in zip(pages(text), pages(HARMLESS), strict=True):
        assert tags(page) == tags(plain)
        assert elements(page) == elements(plain)
        root = tree(page)
        whole = [element.text for element in root.iter("bdi")]
        assert whole == [text] * 5  # course, title, name, id and section
        assert root.findtext("head/title").removesuffix(" (key)") == text


@pytest.mark.parametrize("text", CATALOGUE, ids=label)
def test_a_page_shows_every_text_of_the_catalogue(text):
    shows_just(line(text))


@settings(deadline=None)
@given(texts)
def test_a_page_shows_any_text(text):
    shows_just(text)


MARKDOWN = {
    "body", "div", "p", "em", "strong", "code", "pre", "a", "br", "ul", "ol", "li", "blockquote",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


@settings(deadline=None)
@given(names)
def test_instructions_become_no_element_but_markdowns_own(text):
    try:
        written = to_html(text)
    except GradsetError:
        return  # a heading, an image, half a formula
    root = etree.fromstring(f"<body>{written}</body>")
    for math in root.iter("{*}math"):
        math.clear()
    plain = [element for element in root.iter() if not element.tag.endswith("}math")]
    assert {element.tag for element in plain} <= MARKDOWN
    for element in plain:
        assert set(element.attrib) <= {"class", "start", "href"}
        assert element.get("href", "https://").startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc",
     "//example.org", "&#106;avascript:alert(1)", "\\java\tscript:alert(1)", " javascript:x"],
)  # fmt: skip
def test_a_link_that_does_not_lead_to_the_web_is_its_text(target):
    for written in (f"[go]({target})", f"[go](<{target}>)", f"[go][x]\n\n[x]: {target}"):
        assert "href" not in to_html(written)
