"""Options that several commands share."""

import json
import os
from pathlib import Path
from typing import Any

import click

from generator.bank import Bank
from generator.errors import GradsetError

FORMATS = "pdf,html,moodle"  # what a build makes unless it is told otherwise
VARIANTS = 20  # of each question in files for learning platforms


def _bank(ctx: click.Context, param: click.Parameter, folders: tuple[Path, ...]) -> Bank:
    try:
        return Bank.at(*folders)
    except GradsetError as error:
        raise click.ClickException(str(error)) from None


bank = click.option(
    "--bank",
    multiple=True,
    type=click.Path(path_type=Path),
    callback=_bank,
    metavar="DIR",
    help="A folder of questions of your own, searched before the one that comes with gradset.",
)

jobs = click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="all cores",
    help="How many processes work at once; the result is the same.",
)


class path_to(click.Path):  # noqa: N801  it is used like click's own functions
    """A path with a certain ending."""

    def __init__(self, ending: str) -> None:
        super().__init__(path_type=Path)
        self.ending = ending

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; refused where it ends otherwise."""
        path = Path(str(value))
        if path.suffix != self.ending:
            self.fail(f"{value!r} does not end in {self.ending}", param, ctx)
        return path


def assignments(
    ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]
) -> dict[str, Any]:
    """`NAME=JSON` options as a dictionary; fractions may be written 1/3."""
    found: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{text!r} is not NAME=JSON, such as x='[0.5, -1]'")
        try:
            found[name.strip()] = json.loads(value, parse_float=str)
        except json.JSONDecodeError:
            found[name.strip()] = value.strip()
    return found
