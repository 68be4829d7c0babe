r"""Markdown with `$LaTeX$`, parsed once for every target.

CommonMark and tables, without raw HTML; inline math in `$…$`, display math in `$$…$$`, money as
`\$`. A dollar that stands alone is an error, because it is either money or half a formula.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar

from generator.errors import GradsetError

__all__ = ["Token", "parse", "parsed"]


def parse(markdown: str) -> list[Token]:
    """The tokens of a text, as markdown-it-py has them."""
    return _PARSER.parse(markdown)


@lru_cache(maxsize=1024)
def parsed(markdown: str) -> SyntaxTreeNode:
    """The tree of a text; it is shared between callers: read it, do not change it."""
    return SyntaxTreeNode(parse(markdown))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.use(dollarmath_plugin, allow_labels=False, double_inline=True)
    # Display math may follow a line of its paragraph. Otherwise its lines would be read as
    # Markdown, and one that starts with "=" or "-" would make a heading.
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list", "table"]}
    parser.block.ruler.at("math_block", _math_block, ends)
    parser.core.ruler.before("block", "hide_bars", _hide_bars)
    parser.core.ruler.after("inline", "show_bars", _show_bars)
    parser.core.ruler.before("text_join", "lone_dollar", _refuse_lone_dollars)
    return parser


# ---- display math


_read_math_block = math_block_dollar(allow_labels=False)


def _math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The plugin's rule, but without a trace when it is only asked whether it would match."""
    line, count = state.line, len(state.tokens)
    found = bool(_read_math_block(state, start, end, silent))
    if silent:
        state.line = line
        del state.tokens[count:]
    return found


# ---- a bar inside math is no border of a table cell


# An escaped sign, a code span or a formula; only the formula is of interest.
_MATH = re.compile(r"\\.|(?P<ticks>`+)(?:.*?[^`])?(?P=ticks)(?!`)|(?P<math>\$(?:\\.|[^\\\n$])+\$)")


def _hide_bars(state: StateCore) -> None:
    """Put a character that occurs nowhere in the place of each bar inside a formula."""
    stand_in = next(sign for sign in map(chr, range(0xE000, 0xF8FF)) if sign not in state.src)
    state.env["bar"] = stand_in
    state.src = _MATH.sub(
        lambda found: found[0].replace("|", stand_in) if found["math"] else found[0], state.src
    )


def _show_bars(state: StateCore) -> None:
    for token in _all(state.tokens):
        token.content = token.content.replace(state.env["bar"], "|")
        token.info = token.info.replace(state.env["bar"], "|")


# ---- dollars


def _refuse_lone_dollars(state: StateCore) -> None:
    # Here an escaped dollar is still a token of another type.
    for token in _all(state.tokens):
        if token.type == "text" and "$" in token.content:
            raise GradsetError(
                rf"a $ without its partner in {token.content.strip()!r}; money is written \$"
            )


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


_PARSER = _parser()
