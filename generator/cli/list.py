"""`gradset list`: what the bank holds; no question is executed."""

import json
from typing import get_args

import click

from generator.bank import Bank, Entry
from generator.cli import options
from generator.prose import Kind


@click.command("list")
@click.option("--topic", help="Only questions of this topic (the folder's name).")
@click.option("--kind", help="Only questions with an answer of this kind, such as choice.")
@click.option("--level", type=click.IntRange(1, 5), help="Only questions of this level.")
@options.bank
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def list_questions(
    topic: str | None, kind: str | None, level: int | None, bank: Bank, as_json: bool
) -> None:
    """List the questions: id, title, kinds of answer, level, minutes.

    \b
    Example:
      gradset list --topic losses --level 2
    """
    if topic is not None and topic not in (topics := _topics(bank)):
        raise click.ClickException(f"no topic {topic!r}; the topics are {', '.join(topics)}")
    if kind is not None and kind not in get_args(Kind):
        raise click.ClickException(f"no kind {kind!r}; the kinds are {', '.join(get_args(Kind))}")
    found = [
        entry
        for entry in bank.entries()
        if topic in (None, entry.id.split("/")[0])
        and (kind is None or kind in entry.front.kinds)
        and level in (None, entry.front.level)
    ]
    if as_json:
        click.echo(json.dumps([_plain(entry) for entry in found], ensure_ascii=False, indent=1))
    elif found:
        _table(found)
    else:
        wanted = {"topic": topic, "kind": kind, "level": level}
        said = ", ".join(f"{name} {value!r}" for name, value in wanted.items() if value is not None)
        raise click.ClickException(f"no question fits: {said}")


def _plain(entry: Entry) -> dict[str, object]:
    front = entry.front
    return {
        "id": entry.id,
        "title": front.title,
        "kinds": front.kinds,
        "level": front.level,
        "minutes": front.minutes,
    }


def _table(found: list[Entry]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("id", no_wrap=True, overflow="ignore")
    table.add_column("title and kinds of answer", ratio=1)
    table.add_column("level", justify="right")
    table.add_column("min", justify="right")
    for entry in found:
        front = entry.front
        title = Text(f"{front.title} ").append(f"({', '.join(front.kinds)})", style="dim")
        table.add_row(entry.id, title, str(front.level), str(front.minutes))
    Console().print(table)


def _topics(bank: Bank) -> list[str]:
    return sorted({name.split("/")[0] for name in bank.paths()})
