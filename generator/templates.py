"""Where the templates come from, and how Jinja reads all of them."""

from collections.abc import Callable, Mapping
from typing import Any

import jinja2

from generator import places

Filters = Mapping[str, Callable[..., Any]]


def environment(folder: str, filters: Filters, **options: Any) -> jinja2.Environment:
    """The templates of a folder, with these filters.

    `options` are Jinja's own: its escaping, and its signs where others mean something.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(places.folder("templates") / folder),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    made.filters.update(filters)
    return made
