"""Worksheets and keys for word processors: Markdown, converted by pandoc where it is installed."""

import base64
import io
import os
import re
import shutil
import subprocess
import textwrap
import zipfile
from collections.abc import Iterator

from generator.errors import GradsetError
from generator.exporters import markdown, pdf
from generator.exporters.file import File
from generator.figures import Figure
from generator.sheet import Sheet, SheetQuestion
from generator.text.typst import typst_string

# Pictures come inside the text, so that pandoc has no file to read; its sandbox would keep it from
# its own.
PANDOC = (
    "pandoc", "--to=docx", "--output=-",
    "--from=commonmark+pipe_tables+task_lists+tex_math_dollars",
)  # fmt: skip
PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}  # in twentieths of a point
SECTION = (
    '<w:sectPr><w:pgSz w:w="{}" w:h="{}"/><w:pgMar w:top="1247" w:right="1247" w:bottom="1247" '
    'w:left="1247" w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>'
)
# An empty element in older versions of pandoc, in newer ones with rules for footnotes.
OLD_SECTION = re.compile(r"<w:sectPr(?:\s[^>]*?)?(?:/>|>.*?</w:sectPr>)", re.DOTALL)
TABLES = re.compile(r'w:styleId="Table".*?<w:tblInd\s[^>]*/>', re.DOTALL)
BORDERS = "<w:tblBorders>{}</w:tblBorders>".format(
    "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="595959"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
)
TIME = "0"  # the same sheet is the same bytes on any day
SHARPNESS = 216  # pixels of a picture for each inch


def require() -> None:
    """Raise GradsetError where pandoc is not installed."""
    if not shutil.which("pandoc"):
        raise GradsetError(
            "the format docx needs pandoc, which is not installed; install it or leave docx out"
        )


def files(sheet: Sheet) -> Iterator[File]:
    """A student's worksheet and key."""
    yield File(f"students/{sheet.folder}/worksheet.docx", document(sheet, key=False))
    yield File(f"keys/{sheet.folder}.docx", document(sheet, key=True))


def document(sheet: Sheet, *, key: bool) -> bytes:
    """A worksheet, or the same with answers and solutions.

    Raises GradsetError where pandoc is missing, refuses, or warns that something is left out.
    """
    require()
    text = markdown.document(sheet, _inside, key=key)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": TIME}
    result = subprocess.run(
        PANDOC, input=text.encode(), capture_output=True, env=environment, check=False
    )
    if result.returncode or result.stderr:
        said = textwrap.shorten(result.stderr.decode(errors="replace"), 300)
        raise GradsetError(f"pandoc cannot convert a sheet: {said}")
    return _laid_out(result.stdout, sheet.heading.layout.paper)


def _laid_out(document: bytes, paper: str) -> bytes:
    """The document on this paper, with lines around the cells of its tables.

    Raises GradsetError where it is not written as any known version of pandoc does.
    """
    replaced = {
        "word/document.xml": (OLD_SECTION, SECTION.format(*PAPERS[paper])),
        "word/styles.xml": (TABLES, rf"\g<0>{BORDERS}"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename in replaced:
                before, after = replaced[entry.filename]
                text, found = before.subn(after, content.decode(), count=1)
                if not found:
                    raise GradsetError(
                        f"{_version()} writes {entry.filename} in a way that gradset does not "
                        "know; use pandoc 2.17 to 3.x, or leave docx out"
                    )
                content = text.encode()
            new.writestr(entry, content)
    return out.getvalue()


def _version() -> str:
    result = subprocess.run(["pandoc", "--version"], capture_output=True, text=True, check=False)
    return result.stdout.partition("\n")[0] or "pandoc"


def _inside(_question: SheetQuestion, figure: Figure) -> str:
    """A diagram as a picture that stands in its own address; not every Word shows SVG."""
    source = (
        f"#set page(width: auto, height: auto, margin: 0pt)\n"
        f'#image(bytes({typst_string(figure.svg)}), format: "svg", width: {figure.width * 0.75}pt)'
    )
    picture = pdf.compiler().compile(source.encode(), format="png", ppi=SHARPNESS)
    assert isinstance(picture, bytes)
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
