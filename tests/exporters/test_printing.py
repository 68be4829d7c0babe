"""The merged file for duplex printing, as pypdf and qpdf read it."""

import io
import tempfile
from functools import cache
from pathlib import Path

import pikepdf
import pypdf
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import Destination

from generator.exporters import printing
from generator.sheet import Heading

HEADING = Heading("exam", "Midterm (a) \\ Ὑπατία")
PAPERS = st.sampled_from(["a4", "us-letter"])
TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@cache
def source(name, pages, paper):
    """Pages that say whose they are, with a formula and a picture for resources of every kind."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'
    image = f'image(bytes("{svg.replace(chr(34), chr(39))}"), alt: "dot")'
    body = "#pagebreak()".join(f"{name} page {k} $x^2$ #{image}\n" for k in range(1, pages + 1))
    return typst.Compiler(ignore_system_fonts=True).compile(
        f'#set page(paper: "{paper}")\n{body}'.encode(), format="pdf", timestamp=0
    )


def merged(students):
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for number, (title, pages, paper) in enumerate(students):
            path = Path(folder, f"{number}.pdf")
            path.write_bytes(source(f"s{number}", pages, paper))
            sources.append((title, path))
        count = printing.merge(HEADING, sources, out)
    return count, out.getvalue()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(TITLES, st.integers(1, 4), PAPERS), min_size=1, max_size=5))
def test_every_student_begins_on_a_right_hand_page_under_a_bookmark(students):
    count, data = merged(students)
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert count == len(reader.pages) == sum(pages + pages % 2 for _, pages, _ in students)
    at = 0
    for number, (title, pages, _paper) in enumerate(students):
        bookmark = reader.outline[number]
        assert isinstance(bookmark, Destination)
        assert bookmark.title == title
        assert reader.get_destination_page_number(bookmark) == at
        alone = pypdf.PdfReader(io.BytesIO(source(f"s{number}", pages, _paper)))
        for page in alone.pages:
            copy = reader.pages[at]
            assert copy.extract_text() == page.extract_text()
            assert f"s{number} page" in copy.extract_text()
            assert copy.mediabox == page.mediabox
            at += 1
        if pages % 2:
            assert reader.pages[at].extract_text() == ""
            assert reader.pages[at].mediabox == alone.pages[0].mediabox
            at += 1
    assert reader.metadata is not None
    assert reader.metadata.title == HEADING.title


@settings(deadline=None, max_examples=10)
@given(st.lists(st.tuples(TITLES, st.integers(1, 3), PAPERS), min_size=1, max_size=3))
def test_the_merged_file_is_whole_and_the_same_every_time(students):
    _, data = merged(students)
    assert merged(students)[1] == data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.ViewerPreferences.Duplex == pikepdf.Name.DuplexFlipLongEdge


def test_files_joined_without_bookmarks_have_no_blank_pages():
    out = io.BytesIO()
    parts = [source("a", 1, "a4"), source("b", 2, "a4")]
    assert printing.join(HEADING, map(io.BytesIO, parts), out) == 3
    reader = pypdf.PdfReader(out, strict=True)
    assert [page.extract_text()[:8] for page in reader.pages] == [
        "a page 1",
        "b page 1",
        "b page 2",
    ]
    assert reader.outline == []


def test_what_the_copies_look_like_is_what_the_sources_look_like():
    """The drawing instructions and fonts are the very bytes of the source."""
    out = io.BytesIO()
    printing.join(HEADING, [io.BytesIO(source("a", 2, "a4"))], out)
    with pikepdf.open(out) as copy, pikepdf.open(io.BytesIO(source("a", 2, "a4"))) as alone:
        streams = [
            sorted(
                bytes(thing.read_bytes())
                for thing in pdf.objects
                if isinstance(thing, pikepdf.Stream) and thing.get("/Type") != "/Metadata"
            )
            for pdf in (copy, alone)
        ]
    assert streams[0] == streams[1]
