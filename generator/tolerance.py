"""The accepted interval of every answer: the one place where tolerances come from.

A student who rounds each printed intermediate value as the sheet says is off by at most half a
unit there. Half-width = half a unit of the answer's last printed digit + the sum, over all printed
intermediate values, of the effect of half a unit of each, found by overriding it.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.derivation import Derivation
from generator.steps import Solved
from generator.text.numbers import Rounding, on_grid, outward
from generator.values import Index, Value, entries, entry, is_exact, with_entry

Place = tuple[str, Index]
WIDEST = 0.01  # of the answer …
WIDEST_UNITS = 5  # … or so many units of its last digit, whichever is more


def printed_intermediates(solved: Solved, rounding: Rounding, wanted: Iterable[str]) -> list[Place]:
    """The numbers before `wanted` that a worked solution prints rounded."""
    before = solved.before(wanted)
    return [
        (name, index)
        for name, node in solved.nodes.items()
        if name in before and node.step and node.step.formula
        for index, number in entries(solved[name])
        if not on_grid(number, rounding.places(number))
    ]


def effects(
    derivation: Derivation,
    givens: Mapping[str, Value],
    solved: Solved,
    rounding: Rounding,
    targets: Sequence[Place],
) -> dict[Place, float]:
    """By how much rounding intermediate values can move each target, to first order."""
    total = dict.fromkeys(targets, 0.0)
    wanted = {name for name, _ in targets}
    own = {target: _computed(solved, target) for target in targets}
    for name, index in printed_intermediates(solved, rounding, wanted):
        number = entry(solved[name], index)
        half = float(rounding.unit(number)) / 2
        moved = dict.fromkeys(targets, 0.0)
        for shift in (half, -half):
            changed = with_entry(solved[name], index, number + shift)
            other = derivation.solve(givens, {name: changed}, known=solved)
            for target in targets:
                if other[target[0]] is not solved[target[0]] and own[target] != (name, index):
                    effect = abs(float(at(other, target)) - float(at(solved, target)))
                    moved[target] = max(moved[target], effect)
        for target in targets:
            total[target] += moved[target]
    return total


def _computed(solved: Solved, place: Place) -> Place:
    """Where a number is computed: `w` is the last `w[t]`, and `w_all` holds them all."""
    name, index = place
    node = solved.nodes[name]
    rounds = list(node.inputs.values())
    if node.step or not rounds:
        return place
    return (rounds[index[0]], index[1:]) if name.endswith("_all") else (rounds[-1], index)


def at(solved: Solved, place: Place) -> Any:
    """The number at a place of a solution."""
    return entry(solved[place[0]], place[1])


def interval(value: Any, effect: float, rounding: Rounding) -> tuple[Decimal, Decimal]:
    """The accepted interval around an answer; a single point where nothing is ever rounded.

    Its ends have two digits more than the answer and are rounded outwards.
    """
    places = rounding.places(value)
    if is_single(value, effect, rounding):
        return outward(value, value, max(places, 0))
    half = half_width(value, effect, rounding)
    return outward(float(value) - half, float(value) + half, places + 2)


def is_single(value: Any, effect: float, rounding: Rounding) -> bool:
    """Whether only one number is right: an exact one that is printed whole, as integers are."""
    return is_exact(value) and not effect and on_grid(value, max(rounding.places(value), 0))


def half_width(value: Any, effect: float, rounding: Rounding) -> float:
    """Half a unit of the last printed digit and the effect of rounding before."""
    return float(rounding.unit(value)) / 2 + effect


def too_wide(value: Any, effect: float, rounding: Rounding) -> bool:
    """Whether the interval is wider than 1 % of the answer and five units."""
    unit = float(rounding.unit(value))
    allowed = max(WIDEST * abs(float(value)), WIDEST_UNITS * unit)
    return half_width(value, effect, rounding) > allowed
