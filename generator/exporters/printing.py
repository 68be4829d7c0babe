"""Many PDFs in one file, for a printer that prints on both sides.

qpdf keeps every object of a file that it writes; here one source is in memory at a time, and of
those before it only where their objects lie. Source: ISO 32000-1, 7.5, 7.7.3 and 12.3.3.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf

from generator.sheet import Heading

CATALOG, PAGES, INFO = 1, 2, 3
COPIED = ("/Contents", "/Group", "/MediaBox", "/Resources")  # of a page; its tags stay behind


def merge(heading: Heading, sources: Sequence[tuple[str, Path]], out: BinaryIO) -> int:
    """Each file begins on a right-hand page and has a bookmark with its title.

    Returns the number of pages.
    """
    file = _File(out)
    for title, path in sources:
        file.append(path, title, even=True)
    return file.close(heading.title, "/PageMode/UseOutlines")


def join(heading: Heading, sources: Iterable[BinaryIO], out: BinaryIO) -> int:
    """One file after the other; returns the number of pages."""
    file = _File(out)
    for source in sources:
        file.append(source)
    return file.close(heading.title)


class _File:
    """A PDF file that is written front to back."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._size = 0
        self._offsets = array("Q", [0] * (INFO + 1))  # of each object, by its number
        self._nodes: list[tuple[int, int]] = []  # of the page tree: number, pages below
        self._bookmarks: list[tuple[str, int]] = []  # title and page
        self._put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def append(self, source: Path | BinaryIO, title: str = "", *, even: bool = False) -> None:
        """Copy a source's pages; where `even`, a blank one follows an odd number of them."""
        node = self._number()
        with pikepdf.open(source) as pdf:
            kids = self._copy(pdf, node)
            if even and len(kids) % 2:
                box = _text(pdf.pages[-1].obj["/MediaBox"], _none)
                kids.append(self._number())
                self._write(kids[-1], _page(node, b"/Resources<<>>/MediaBox" + box))
        listed = " ".join(f"{kid} 0 R" for kid in kids)
        tree = f"<</Type/Pages/Parent {PAGES} 0 R/Count {len(kids)}/Kids[{listed}]>>"
        self._write(node, tree.encode())
        self._nodes.append((node, len(kids)))
        if title:
            self._bookmarks.append((title, kids[0]))

    def close(self, title: str, options: str = "") -> int:
        """Write what leads to the pages; their number."""
        pages = sum(count for _, count in self._nodes)
        listed = " ".join(f"{node} 0 R" for node, _ in self._nodes)
        self._write(PAGES, f"<</Type/Pages/Count {pages}/Kids[{listed}]>>".encode())
        self._write(INFO, b"<</Title" + pikepdf.String(title).unparse() + b">>")
        outlines = f"/Outlines {self._outlines()} 0 R" if self._bookmarks else ""
        viewer = "/ViewerPreferences<</DisplayDocTitle true/Duplex/DuplexFlipLongEdge>>"
        catalog = f"<</Type/Catalog/Pages {PAGES} 0 R{viewer}{outlines}{options}>>"
        self._write(CATALOG, catalog.encode())
        self._finish()
        return pages

    def _copy(self, pdf: pikepdf.Pdf, node: int) -> list[int]:
        """Write the pages and all that they refer to; the pages' numbers."""
        numbers: dict[tuple[int, int], int] = {}
        waiting: list[pikepdf.Object] = []

        def reference(target: pikepdf.Object) -> int:
            if target.objgen not in numbers:
                numbers[target.objgen] = self._number()
                waiting.append(target)
            return numbers[target.objgen]

        kids = []
        for page in pdf.pages:
            kept = (
                key.encode() + b" " + _text(page.obj[key], reference)
                for key in COPIED
                if key in page.obj
            )
            kids.append(self._number())
            self._write(kids[-1], _page(node, b"".join(kept)))
        while waiting:
            target = waiting.pop()
            self._write(numbers[target.objgen], _body(target, reference))
        return kids

    def _outlines(self) -> int:
        """Write the bookmarks, a list without levels; the number of its root."""
        root, *items = (self._number() for _ in range(len(self._bookmarks) + 1))
        ends = f"/First {items[0]} 0 R/Last {items[-1]} 0 R/Count {len(items)}"
        self._write(root, f"<</Type/Outlines{ends}>>".encode())
        for i, (title, page) in enumerate(self._bookmarks):
            before = f"/Prev {items[i - 1]} 0 R" if i else ""
            after = f"/Next {items[i + 1]} 0 R" if i + 1 < len(items) else ""
            links = f"/Parent {root} 0 R{before}{after}/Dest[{page} 0 R/Fit]".encode()
            self._write(items[i], b"<</Title" + pikepdf.String(title).unparse() + links + b">>")
        return root

    def _number(self) -> int:
        """A number for an object that is yet to be written."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def _write(self, number: int, body: bytes) -> None:
        self._offsets[number] = self._size
        self._put(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def _finish(self) -> None:
        start, size = self._size, len(self._offsets)
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for offset in self._offsets[1:]:
            self._put(b"%010d 00000 n \n" % offset)
        trailer = f"<</Size {size}/Root {CATALOG} 0 R/Info {INFO} 0 R>>"
        self._put(f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode())

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._size += len(data)


Reference = Callable[[pikepdf.Object], int]


def _page(node: int, entries: bytes) -> bytes:
    return b"<</Type/Page/Parent %d 0 R%b>>" % (node, entries)


def _none(target: pikepdf.Object) -> int:
    raise AssertionError(f"a reference to {target.objgen} where there is none")


def _body(target: pikepdf.Object, reference: Reference) -> bytes:
    """An indirect object's own text."""
    if not isinstance(target, pikepdf.Stream):
        return _direct(target, reference)
    data = target.read_raw_bytes()
    head = _dictionary({**_entries(target), "/Length": len(data)}, reference)
    return b"%b\nstream\n%b\nendstream" % (head, data)


def _text(value: Any, reference: Reference) -> bytes:
    """A value within another: an indirect one is referred to."""
    if isinstance(value, pikepdf.Object) and value.is_indirect:
        return b"%d 0 R" % reference(value)
    return _direct(value, reference)


def _direct(value: Any, reference: Reference) -> bytes:
    match value:
        case pikepdf.Dictionary():
            return _dictionary(_entries(value), reference)
        case pikepdf.Array():
            return b"[" + b" ".join(_text(entry, reference) for entry in value) + b"]"
        case pikepdf.Object():
            return value.unparse()
        case bool():
            return b"true" if value else b"false"
        case Decimal():
            return format(value, "f").encode()
        case _:
            return b"null" if value is None else str(value).encode()


def _entries(holder: pikepdf.Object) -> dict[str, Any]:
    # pikepdf gives the keys as a set, whose order differs from process to process.
    return {key: holder[key] for key in sorted(holder.keys())}


def _dictionary(entries: dict[str, Any], reference: Reference) -> bytes:
    pairs = (
        pikepdf.Name(key).unparse() + b" " + _text(value, reference)
        for key, value in entries.items()
    )
    return b"<<" + b"".join(pairs) + b">>"
