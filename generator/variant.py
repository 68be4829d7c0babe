"""A question with its numbers drawn: the answers to its parts, and what speaks against it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np

from generator import parts, tolerance
from generator.answers import Answer
from generator.conventions import Conventions
from generator.draws import Rng, like
from generator.errors import GradsetError, Refused
from generator.nets.kinks import Margin, recording
from generator.parts import SAME
from generator.question import QUANTITY_KINDS, Question
from generator.seeds import SCHEMA, Stream
from generator.steps import Solved, nearest
from generator.text.formulas import is_short
from generator.text.notation import Notation
from generator.text.numbers import Rounding, near_tie, on_grid, rounded
from generator.text.wording import Wording
from generator.tolerance import Place, at
from generator.values import Record, Value, close, entries, entry, fingerprint, is_exact

KINK = 0.05  # no pre-activation lies closer to its activation's kink
TIE = 0.05  # nor the two largest where a maximum is asked
SMALLEST = 5  # display units that an asked value has at least


@dataclass(frozen=True)
class Source:
    """Where a variant's numbers come from: a secret and the labels of one stream."""

    secret: bytes
    labels: tuple[str, ...]
    counter: int = 0

    def stream(self, question: Question, purpose: str) -> Stream:
        """The stream of integers for one purpose (`draw`, `layout`)."""
        version = question.prose.front.version
        return Stream(
            self.secret, purpose, *self.labels, question.id, SCHEMA, version, self.counter
        )


@dataclass(frozen=True)
class Variant:
    """One question, drawn and solved.

    givens: what `draw` returned and the conventions; drawn: the names of the former; margins:
    how far pre-activations were from kinks and maxima from ties.
    """

    question: Question
    source: Source
    conventions: Conventions
    givens: Mapping[str, Value]
    drawn: tuple[str, ...]
    solved: Solved
    margins: tuple[Margin, ...] = field(repr=False)

    @classmethod
    def make(
        cls,
        question: Question,
        source: Source,
        conventions: Conventions,
        overrides: Mapping[str, Any] | None = None,
    ) -> "Variant":
        """Draw and solve; `overrides` are JSON values that replace drawn ones."""
        exact = question.prose.front.exact
        drawn = _drawn(question, source)
        for name, value in (overrides or {}).items():
            if name not in drawn:
                raise GradsetError(
                    f"{question.id}: {name!r} is not drawn, so it cannot be set; "
                    + nearest(name, drawn)
                )
            drawn[name] = like(drawn[name], value, f"{question.id}: {name}")
        givens = {**conventions.givens(exact=exact), **drawn}
        with recording() as margins, np.errstate(all="ignore"):
            solved = question.derivation.solve(givens)
        return cls(question, source, conventions, givens, tuple(drawn), solved, tuple(margins))

    @property
    def rounding(self) -> Rounding:
        """How intermediate values are printed."""
        return self.question.rounding(digits=self.conventions.digits)

    def rounding_of(self, part: str) -> Rounding:
        """How a part's answer is printed."""
        return self.question.rounding(
            self.question.prose.front.parts[part], self.conventions.digits
        )

    @cached_property
    def notation(self) -> Notation:
        """The letters of this question in this exam."""
        return Notation(
            self.question.derivation,
            self.question.prose.front.symbols,
            self.conventions.notation,
            self.conventions.half,
        )

    @cached_property
    def wording(self) -> Wording:
        """Puts this variant's numbers and letters into Markdown."""
        where = str(self.question.prose.path)
        return Wording(where, self.solved, self.notation, self.rounding)

    @cached_property
    def wrong(self) -> dict[str, Solved]:
        """The whole derivation with each mistake made in turn."""
        with np.errstate(all="ignore"):
            return {
                name: self.question.derivation.solve(self.givens, mistake=name, known=self.solved)
                for name in self.question.derivation.mistakes
            }

    @cached_property
    def asked(self) -> dict[Place, Rounding]:
        """Every number that some part asks for, with its rounding."""
        found: dict[Place, Rounding] = {}
        for part, rows in self.grids.items():
            for place in chain.from_iterable(rows):
                found.setdefault(place, self.rounding_of(part))
        return found

    @cached_property
    def grids(self) -> dict[str, list[list[Place]]]:
        """The places of the numbers that each numeric or table part asks for, row by row."""
        kinds = {name: part.kind for name, part in self.question.prose.front.parts.items()}
        return {n: parts.grid(self, n) for n, k in kinds.items() if k in ("numeric", "table")}

    @cached_property
    def effects(self) -> dict[Place, float]:
        """What rounding intermediate values does to every asked number."""
        return tolerance.effects(
            self.question.derivation, self.givens, self.solved, self.rounding, list(self.asked)
        )

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """The solved parts, by name, in order."""
        names = self.question.prose.front.parts
        return {name: self.listed.get(name) or parts.answer(self, name) for name in names}

    @cached_property
    def listed(self) -> dict[str, Answer]:
        """The solved parts that show a choice of the draw, such as options; they may collide."""
        named = self.question.prose.front.parts.items()
        return {n: parts.answer(self, n) for n, p in named if p.kind not in QUANTITY_KINDS}

    @cached_property
    def visible(self) -> Any:
        """What a student sees of the draw; equal for two who would get the same sheet."""
        drawn = tuple((name, fingerprint(self.givens[name])) for name in self.drawn)
        return drawn, tuple(self.listed.values())

    def refusals(self) -> Iterator[str]:
        """Why this variant must not be handed out, cheapest reasons first."""
        yield from self._own_guards()
        yield from self._near_kinks()
        yield from self._bad_numbers()
        yield from self._unclear_mistakes()
        yield from self._equal_cells()
        try:
            self.listed  # noqa: B018  options that collide are found while they are built
        except Refused as refused:
            yield str(refused)

    def _own_guards(self) -> Iterator[str]:
        for guard in self.question.derivation.guards.values():
            if not self.question.derivation.holds(guard, self.solved):
                yield guard.reason

    def _near_kinks(self) -> Iterator[str]:
        # In exact arithmetic an activation's value at its kink is as good as any; only its slope
        # is not.
        steps = self.question.derivation.steps.values()
        forward = self.question.prose.front.exact and not any(s.mark.gradient for s in steps)
        for margin in self.margins:
            tie = margin.quantity == "argmax"
            if margin.margin < (TIE if tie else KINK) and (tie or not forward):
                yield f"{margin.quantity} too near a kink or tie"
                return

    def _bad_numbers(self) -> Iterator[str]:
        for (name, index), rounding in self.asked.items():
            value = entry(self.solved[name], index)
            if not np.isfinite(float(value)):
                yield f"{name} is not finite"
                return
            if near_tie(value, rounding):
                yield f"{name} lies between two printed numbers"
                return
            # With significant digits the unit shrinks with the value; float noise is still zero.
            least = max(SMALLEST * float(rounding.unit(value)), SAME)
            small = abs(float(value)) < least
            whole = is_exact(value) and on_grid(value, max(rounding.places(value), 0))
            if small and not whole and not self._structural_zero((name, index)):
                yield f"{name} is too small for the digits printed"
                return
        for (name, index), rounding in self.asked.items():
            value = entry(self.solved[name], index)
            effect = self.effects[name, index]
            if tolerance.too_wide(value, effect, rounding):
                yield f"{name} depends too much on rounding"
                return

    def _unclear_mistakes(self) -> Iterator[str]:
        """A mistake may change an asked number or not, but never so little that it is accepted."""
        for (name, index), rounding in self.asked.items():
            right = entry(self.solved[name], index)
            for mistake, solved in self.wrong.items():
                value = parts.entry_or_none(solved.values_by_name.get(name), index)
                effect = self.effects[name, index]
                if value is None or close(value, right, SAME):
                    continue
                if tolerance.is_single(right, effect, rounding):
                    continue
                half = tolerance.half_width(right, effect, rounding)
                if abs(float(value) - float(right)) <= 2 * half:
                    yield f"{mistake} hardly changes {name}"
                    return

    def _equal_cells(self) -> Iterator[str]:
        """Two answers of one matrix that print alike, unless they always do."""
        for part, spec in self.question.prose.front.parts.items():
            if spec.kind != "table" or spec.columns:
                continue
            seen: dict[Decimal, Place] = {}
            for place in chain.from_iterable(self.grids[part]):
                value = at(self.solved, place)
                if is_exact(value):
                    break
                number = rounded(value, self.rounding_of(part).places(value))
                if number in seen and not self._structurally_equal(seen[number], place):
                    yield f"two cells of {place[0]} print alike"
                    return
                seen.setdefault(number, place)

    def _structural_zero(self, place: Place) -> bool:
        return abs(float(at(self.solved, place))) < SAME and (
            abs(float(at(self.perturbed, place))) < SAME
        )

    def _structurally_equal(self, a: Place, b: Place) -> bool:
        return close(float(at(self.perturbed, a)), float(at(self.perturbed, b)), SAME)

    @cached_property
    def perturbed(self) -> Solved:
        """The solution beside a generic small change of every drawn decimal number."""
        moved = {}
        for number, (name, value) in enumerate(self.givens.items()):
            if name in self.drawn:
                value = nudged(value, number)
            moved[name] = value
        return self.question.derivation.solve(moved)


def _drawn(question: Question, source: Source) -> dict[str, Value]:
    """The givens, drawn twice: only numbers from `rng` come out the same.

    Raises GradsetError where they do not, where one is not on a grid that can be printed, or
    where `draw` fails.
    """
    where = question.derivation.where
    exact = question.prose.front.exact
    try:
        twice = [
            dict(question.draw(Rng(source.stream(question, "draw"), exact=exact))) for _ in "12"
        ]
    except GradsetError:
        raise
    except Exception as error:
        raise GradsetError(f"{where}: draw failed: {type(error).__name__}: {error}") from error
    drawn = twice[0]
    for name, value in drawn.items():
        if fingerprint(value) != fingerprint(twice[1].get(name)):
            raise GradsetError(
                f"{where}: {name!r} differs when it is drawn again; draw with `rng` alone"
            )
        for number in _numbers(value):
            if not is_short(number):
                raise GradsetError(
                    f"{where}: {name!r} is drawn as {number!r}, which no sheet can print whole; "
                    "draw with rng.decimal or rng.decimals"
                )
    return drawn


def _numbers(value: Value) -> Iterator[Any]:
    """Every number of a given, also those inside records."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _numbers(item)
    else:
        yield from (number for _, number in entries(value))


def nudged(value: Value, number: int) -> Value:
    """Every float in `value` moved a little, each by its own amount."""
    if isinstance(value, Record):
        return Record({k: nudged(v, number + i) for i, (k, v) in enumerate(value.items())})
    if isinstance(value, list | tuple):
        return type(value)(nudged(v, number + 3 * i) for i, v in enumerate(value))
    if isinstance(value, float):
        return value * (1 + 1e-4 * ((number * 0.618033988749895) % 1 + 0.1))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        steps = (np.arange(value.size).reshape(value.shape) + number + 1) * 0.618033988749895
        return value * (1 + 1e-4 * (steps % 1 + 0.1))
    return value
