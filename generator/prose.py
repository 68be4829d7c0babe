"""The `.md` file of a question: TOML front matter, stem, one `## part` per answer, remarks.

Reading it executes nothing, so that a whole bank is listed in no time.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from generator.decoding import decoded
from generator.errors import GradsetError

Kind = Literal["numeric", "table", "choice", "statements", "match", "order", "formula", "essay"]
Form = Literal["true_false", "choose_all", "one_true", "one_false"]
Positive = Annotated[int, Meta(ge=1)]

RESERVED = ("mistakes", "solution")
MISTAKE = re.compile(r"^- `(?P<name>\w+)`: ")
MARKED = re.compile(r"^[-*] \[(?P<mark>[ xX])\] ")
BULLET = re.compile(r"^[-*+] ")
UNMARKED = re.compile(r"^\s*[-*+] ?\[.?\](?!\()")  # meant as an option, and not to be lost
ENTRY = {  # how a list's entries begin, by the kind of part
    "choice": MARKED,
    "statements": MARKED,
    "order": re.compile(r"^\d+\. "),
    "essay": re.compile(r"^- \((?P<points>\d+)\) "),
}
TAIL = re.compile(r"\s*\{(?P<about>about: )?(?P<name>[A-Za-z]\w*)\}$")
TABLE_ROW = re.compile(r"^\|(.*)\|$")
# A bar that an even number of dollar signs follows does not stand inside a formula.
CELL_END = re.compile(r"\|(?=(?:[^$]*\$[^$]*\$)*[^$]*$)")


class Part(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one part asks for.

    of: the quantity; by default the one with the part's name. A choice may instead list its
        options in its section.
    columns: for a table, several quantities side by side; `rows` heads their entries.
    decimals, significant: how the answer is rounded, where it differs from the question.
    options: how many options a computed choice shows, the right one included.
    draw: how many of the listed statements, options or pairs are shown; 0 for all.
    forms: how a pool of statements may be asked; one of them is drawn.
    lines: the height of an essay's answer space.
    """

    kind: Kind
    points: Positive = 1
    of: str = ""
    columns: list[str] = []
    rows: str = ""
    decimals: Annotated[int, Meta(ge=0, le=10)] | None = None
    significant: Annotated[int, Meta(ge=2, le=10)] | None = None
    options: Annotated[int, Meta(ge=3, le=8)] = 5
    draw: Annotated[int, Meta(ge=0)] = 0
    forms: tuple[Form, ...] = ("true_false",)
    lines: Positive = 8


class Network(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The diagram of a network: quantities that name its layers, weights and biases.

    `layers` are quantities or numbers of units; `weights[i]` leads from layer i to layer i + 1
    and is a matrix with a row for each unit it leads to, or a vector for a single one.
    """

    layers: list[str | int]
    weights: list[str] = []
    biases: list[str] = []


class FrontMatter(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a listing shows of a question, and how its answers are rounded."""

    title: str
    level: Annotated[int, Meta(ge=1, le=5)]
    minutes: Positive
    parts: Annotated[dict[str, Part], Meta(min_length=1, max_length=26)]
    version: Positive = 1
    exact: bool = False
    decimals: Annotated[int, Meta(ge=0, le=10)] | None = None
    significant: Annotated[int, Meta(ge=2, le=10)] | None = None
    symbols: dict[str, str] = {}
    network: Network | None = None

    @property
    def kinds(self) -> list[str]:
        """The kinds of answer, each once, in order."""
        return list(dict.fromkeys(kind for part in self.parts.values() for kind in kinds_of(part)))

    @property
    def points(self) -> int:
        """The points of all parts."""
        return sum(part.points for part in self.parts.values())


def kinds_of(part: Part) -> list[str]:
    """The kinds of answer a part can turn out as; a pool may be drawn as a choice."""
    if part.kind != "statements":
        return [part.kind]
    one = any(form.startswith("one") for form in part.forms)
    several = any(not form.startswith("one") for form in part.forms)
    return ["choice"] * one + ["statements"] * several


@dataclass(frozen=True)
class Item:
    """One entry of a part's list.

    mark: `x` or a blank for options and statements; points: of a rubric's line; check: the name
    of the function that computes a statement's truth; about: what several statements are about
    that give each other away, so that only one of them is drawn; reason: the quoted lines below.
    """

    text: str
    mark: str | None = None
    points: int = 0
    check: str | None = None
    about: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Section:
    """The words of one part: its prompt, its list, its pairs, and quoted text (a model answer)."""

    prompt: str = ""
    items: tuple[Item, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    quoted: str = ""


@dataclass(frozen=True)
class Prose:
    """A question's `.md` file."""

    path: Path
    front: FrontMatter
    stem: str
    sections: dict[str, Section] = field(default_factory=dict)
    mistakes: dict[str, str] = field(default_factory=dict)
    solution: str = ""


def read_front(path: Path) -> FrontMatter:
    """The front matter alone.

    Raises GradsetError where it is missing or says something it cannot.
    """
    return _front(path, _split(path)[0])


def read(path: Path) -> Prose:
    """The whole file.

    Raises GradsetError where the front matter is wrong or its parts and the sections differ.
    """
    head, body = _split(path)
    front = _front(path, head)
    stem, *rest = re.split(r"^## +", body, flags=re.MULTILINE)
    texts = {}
    for chunk in rest:
        name, _, text = chunk.partition("\n")
        if name.strip() in texts:
            raise GradsetError(f"{path}: section '## {name.strip()}' stands twice")
        texts[name.strip()] = text.strip()
    for name in front.parts:
        if name not in texts:
            raise GradsetError(f"{path}: part {name!r} has no section; add '## {name}'")
    for name in texts:
        if name not in front.parts and name not in RESERVED:
            raise GradsetError(
                f"{path}: section '## {name}' is no part; the front matter names "
                f"{', '.join(front.parts)} (mistakes and solution stand apart)"
            )
    sections = {
        name: _section(f"{path}: part {name!r}", part.kind, texts[name])
        for name, part in front.parts.items()
    }
    return Prose(
        path, front, stem.strip(), sections, _mistakes(path, texts), texts.get("solution", "")
    )


def _split(path: Path) -> tuple[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GradsetError(f"{path}: cannot be read as UTF-8 text: {error}") from None
    pieces = re.split(r"^\+\+\+[ \t]*$", text.removeprefix("\ufeff"), maxsplit=2, flags=re.M)
    if len(pieces) != 3 or pieces[0].strip():
        raise GradsetError(f"{path}: does not begin with TOML between two lines of '+++'")
    return pieces[1], pieces[2]


def _front(path: Path, text: str) -> FrontMatter:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GradsetError(f"{path}: the front matter is not TOML: {error}") from None
    front = decoded(data, FrontMatter, f"{path}: front matter")
    rounded_at: dict[str, FrontMatter | Part] = {"": front}
    rounded_at |= {f"[parts.{name}] ": part for name, part in front.parts.items()}
    for place, rounded in rounded_at.items():
        if rounded.decimals is not None and rounded.significant is not None:
            raise GradsetError(
                f"{path}: front matter: {place}decimals and significant are both given; keep one"
            )
    return front


def divided(total: int, weights: Sequence[int], where: str) -> list[Fraction]:
    """Points for each part in proportion to its weight, in quarters.

    Raises GradsetError where that does not come out.
    """
    shares = [Fraction(total * weight, sum(weights)) for weight in weights]
    if any(share.denominator not in (1, 2, 4) for share in shares):
        raise GradsetError(
            f"{where}: {total} point{'s' * (total != 1)} cannot be divided in quarters among parts "
            f"weighing {', '.join(map(str, weights))}; a multiple of {sum(weights)} can"
        )
    return shares


def _mistakes(path: Path, texts: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in texts.get("mistakes", "").splitlines():
        if match := MISTAKE.match(line):
            found[match["name"]] = line[match.end() :].strip()
        elif line.startswith("  ") and found:
            found[next(reversed(found))] += " " + line.strip()
        elif line.strip():
            raise GradsetError(
                f"{path}: under '## mistakes' stands {line.strip()!r}; "
                "a mistake is written '- `name`: its sentence'"
            )
    return found


def _section(where: str, kind: Kind, text: str) -> Section:
    """Take a part's text apart; list entries go on in lines indented by two blanks."""
    prompt: list[str] = []
    quoted: list[str] = []
    items: list[dict[str, Any]] = []
    pairs: list[tuple[str, str]] = []
    marked = ENTRY.get(kind) is MARKED
    for line in text.splitlines():
        if match := kind in ENTRY and ENTRY[kind].match(line):
            if marked and not items:
                _refuse_bullets(where, "\n".join(prompt))
            found = match.groupdict()
            mark = found.get("mark")
            items.append({"text": line[match.end() :], "mark": mark and mark.lower(), "reason": ""})
            items[-1]["points"] = int(found.get("points", 0))
        elif marked and (UNMARKED.match(line) or (items and BULLET.match(line))):
            raise _unmarked(where, line)
        elif items and line.startswith("  > "):
            items[-1]["reason"] += line[4:].strip() + " "
        elif items and line.startswith("  "):
            items[-1]["text"] += " " + line.strip()
        elif kind == "essay" and line.startswith(">"):
            quoted.append(line.removeprefix(">").removeprefix(" "))
        elif row := kind == "match" and _pair(line):
            pairs.append(row)
        elif not items and not pairs:
            prompt.append(line)
        elif line.strip():
            raise GradsetError(
                f"{where}: {line.strip()!r} stands behind the list; the prompt stands before it, "
                "and lines that belong to an entry are indented by two blanks"
            )
    # A Markdown table begins with its heading and a line of dashes.
    return Section(
        "\n".join(prompt).strip(),
        tuple(_item(**item) for item in items),
        tuple(pair for pair in pairs[1:] if not set(pair[0]) <= set("-: ")),
        "\n".join(quoted).strip(),
    )


def _refuse_bullets(where: str, prompt: str) -> None:
    """A list right before the options is one with them, so its entries were meant as options."""
    for line in prompt.rstrip().rpartition("\n\n")[2].splitlines():
        if BULLET.match(line):
            raise _unmarked(where, line)


def _unmarked(where: str, line: str) -> GradsetError:
    return GradsetError(f"{where}: {line.strip()!r} is neither '- [x] …' nor '- [ ] …'")


def _item(text: str, reason: str, **rest: Any) -> Item:
    """An entry whose text may end in `{check_name}` and `{about: what}`."""
    tail: dict[str, Any] = {}
    while match := TAIL.search(text):
        tail["about" if match["about"] else "check"] = match["name"]
        text = text[: match.start()]
    return Item(text.strip(), reason=reason.strip(), **tail, **rest)


def _pair(line: str) -> tuple[str, str] | None:
    row = TABLE_ROW.match(line.strip())
    cells = [cell.strip() for cell in CELL_END.split(row[1])] if row else []
    return (cells[0], cells[1]) if len(cells) == 2 else None
