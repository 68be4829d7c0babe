"""The walk over a Markdown text that all targets share.

`Emitter` reads the tokens and knows the vocabulary; a subclass says how each word of it is
written. Whatever is not in the vocabulary raises, so that no text is lost on one target.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from generator.errors import GradsetError
from generator.text.markdown import parsed

# A line of words and formulas, as most cells and sentences: all that Markdown makes of it is a
# paragraph, whatever stands in its formulas.
_FORMULA = r"\$[^$\r\n\0]+(?<!\\)\$(?!\$)"
_SIGNS = r"[^\W_]|[ .,;:?'\"()/=–-]"
PLAIN = re.compile(rf"(?:[^\W\d_]|–|{_FORMULA})(?:{_SIGNS}|{_FORMULA})*+(?<! )")
PIECES = re.compile(rf"{_FORMULA}|[^$]+")
Image = Callable[[str, str], str]
Rows = Sequence[Sequence[str]]


class Emitter(ABC):
    """How one target writes each construct; arguments are already in the target's language."""

    def __init__(self, image: Image | None = None) -> None:
        self._image = image
        self.around = ["root"]  # the containers that the walk is inside of, outermost first

    def emit(self, markdown: str, inline: bool) -> str:
        """The whole text; `inline` leaves out the wrapper of a text that is one paragraph."""
        if PLAIN.fullmatch(markdown):
            body = "".join(map(self._piece, PIECES.findall(markdown)))
            return self.alone(body) if inline else self.blocks([self.paragraph(body)])
        blocks = parsed(markdown).children
        if inline and [block.type for block in blocks] == ["paragraph"]:
            return self.alone(self._inside(blocks[0]))
        return self.blocks([self._write(block) for block in blocks])

    def image(self, name: str, alt: str) -> str:
        """An image, as the caller of the emitter wants it."""
        if self._image is None:
            raise GradsetError(f"image {name!r}: images have no place in this text")
        return self._image(name, alt)

    def alone(self, body: str) -> str:
        """The content of the only paragraph, or of a table's cell, without a wrapper."""
        return body

    def item(self, body: str) -> str:
        """A paragraph in a list without gaps."""
        return body

    @abstractmethod
    def text(self, text: str) -> str:
        """Words as they stand."""

    @abstractmethod
    def strong(self, body: str) -> str:
        """Bold text."""

    @abstractmethod
    def emphasis(self, body: str) -> str:
        """Italic text."""

    @abstractmethod
    def code(self, text: str) -> str:
        """Code within a line."""

    @abstractmethod
    def math(self, latex: str) -> str:
        """A formula within a line."""

    @abstractmethod
    def math_within(self, latex: str) -> str:
        """Display math in the middle of a paragraph."""

    @abstractmethod
    def soft_break(self) -> str:
        """The end of a line in the source, which means a blank."""

    @abstractmethod
    def hard_break(self) -> str:
        """A line break that the author asked for."""

    @abstractmethod
    def link(self, body: str, target: str) -> str:
        """A link with its text."""

    @abstractmethod
    def blocks(self, parts: Sequence[str]) -> str:
        """Blocks below each other."""

    @abstractmethod
    def paragraph(self, body: str) -> str:
        """A paragraph."""

    @abstractmethod
    def display(self, latex: str) -> str:
        """A formula on lines of its own."""

    @abstractmethod
    def code_block(self, text: str, language: str) -> str:
        """Lines of code; the language may be empty."""

    @abstractmethod
    def bullets(self, items: Sequence[str]) -> str:
        """A list."""

    @abstractmethod
    def numbered(self, items: Sequence[str], start: int) -> str:
        """A list whose numbers begin at `start`."""

    @abstractmethod
    def quote(self, body: str) -> str:
        """A quotation."""

    @abstractmethod
    def table(self, head: Sequence[str], body: Rows, align: Sequence[str]) -> str:
        """A table; each column's alignment is `left`, `center`, `right` or empty."""

    # ---- the walk

    def _piece(self, piece: str) -> str:
        return self.math(piece[1:-1].strip()) if piece.startswith("$") else self.text(piece)

    def _write(self, node: SyntaxTreeNode) -> str:
        if node.type not in VOCABULARY:
            where = f" in line {node.map[0] + 1}" if node.map else ""
            known = "paragraphs, lists, tables, quotes, code and math"
            raise GradsetError(f"a question's text has {known}, but no {node.type}{where}")
        return VOCABULARY[node.type](self, node)

    def _inside(self, node: SyntaxTreeNode) -> str:
        return "".join(self._write(child) for child in node.children)

    def _blocks(self, node: SyntaxTreeNode) -> str:
        self.around.append(node.type)
        blocks = self.blocks([self._write(child) for child in node.children])
        self.around.pop()
        return blocks

    def _items(self, node: SyntaxTreeNode) -> list[str]:
        return [self._blocks(item) for item in node.children]

    def _paragraph(self, node: SyntaxTreeNode) -> str:
        body = self._inside(node)
        return self.item(body) if node.hidden else self.paragraph(body)

    def _table(self, node: SyntaxTreeNode) -> str:
        rows = [row.children for part in node.children for row in part.children]
        head, *body = [[self.alone(self._inside(cell)) for cell in row] for row in rows]
        styles = [str(cell.attrGet("style") or "") for cell in rows[0]]
        return self.table(head, body, [style.removeprefix("text-align:") for style in styles])


def _language(node: SyntaxTreeNode) -> str:
    return (node.info.split() or [""])[0]


def _image(emitter: Emitter, node: SyntaxTreeNode) -> str:
    name = unquote(str(node.attrGet("src")))  # the parser has put %20 for a blank
    words = (leaf.content for leaf in node.walk(include_self=False) if not leaf.children)
    return emitter.image(name, "".join(words))


VOCABULARY: dict[str, Callable[[Emitter, SyntaxTreeNode], str]] = {
    "inline": Emitter._inside,
    "text": lambda emitter, node: emitter.text(node.content),
    "strong": lambda emitter, node: emitter.strong(emitter._inside(node)),
    "em": lambda emitter, node: emitter.emphasis(emitter._inside(node)),
    "code_inline": lambda emitter, node: emitter.code(node.content),
    "math_inline": lambda emitter, node: emitter.math(node.content.strip()),
    "math_inline_double": lambda emitter, node: emitter.math_within(node.content.strip()),
    "softbreak": lambda emitter, _: emitter.soft_break(),
    "hardbreak": lambda emitter, _: emitter.hard_break(),
    "link": lambda emitter, node: emitter.link(emitter._inside(node), str(node.attrGet("href"))),
    "image": _image,
    "paragraph": Emitter._paragraph,
    "math_block": lambda emitter, node: emitter.display(node.content.strip()),
    "fence": lambda emitter, node: emitter.code_block(node.content, _language(node)),
    "code_block": lambda emitter, node: emitter.code_block(node.content, ""),
    "bullet_list": lambda emitter, node: emitter.bullets(emitter._items(node)),
    "ordered_list": lambda emitter, node: emitter.numbered(
        emitter._items(node), int(node.attrGet("start") or 1)
    ),
    "blockquote": lambda emitter, node: emitter.quote(emitter._blocks(node)),
    "table": Emitter._table,
}
