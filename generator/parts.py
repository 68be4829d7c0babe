"""From a part's words and quantities to its solved answer."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from generator import tolerance
from generator.answers import (
    Answer,
    Choice,
    Criterion,
    Essay,
    Formula,
    Match,
    Numeric,
    Option,
    Order,
    Statements,
    Table,
    Wrong,
)
from generator.draws import Rng
from generator.errors import GradsetError, Refused
from generator.misconceptions import MISCONCEPTIONS
from generator.prose import Item, Part, Section
from generator.text.formulas import latex
from generator.text.numbers import Rounding, printed
from generator.tolerance import Place
from generator.values import Value, close, entries, entry, is_exact, is_number, shape

if TYPE_CHECKING:
    from generator.variant import Variant

FEWEST_WRONG = 3  # wrong options that a computed choice has at least
APART_UNITS = 2  # display units between two options …
APART = 0.05  # … and this fraction of the larger one
SAME = 1e-9
POINTS = np.array([(-1) ** k * (0.31 + 0.37 * k) for k in range(12)])  # irregular

ONE_TRUE = "Exactly one of these statements is true. Which one?"
ONE_FALSE = "Exactly one of these statements is **false**. Which one?"


def answer(variant: "Variant", name: str) -> Answer:
    """The solved answer of one part.

    Raises Refused where no fair set of options can be made of this draw.
    """
    part = variant.question.prose.front.parts[name]
    section = variant.question.prose.sections[name]
    rng = Rng(variant.source.stream(variant.question, f"layout {name}"))
    match part.kind:
        case "numeric":
            return numeric(variant, variant.grids[name][0][0], variant.rounding_of(name))
        case "table":
            return _table(variant, name, part)
        case "choice" if section.items:
            return _listed_choice(variant, part, section, rng)
        case "choice":
            return _computed_choice(variant, name, part, rng)
        case "statements":
            return _statements(variant, part, section, rng)
        case "match":
            return _match(variant, part, section, rng)
        case "order":
            return _order(variant, section, rng)
        case "formula":
            return _formula(variant, part.of or name)
        case "essay":
            rubric = tuple(Criterion(i.points, variant.wording(i.text)) for i in section.items)
            return Essay(variant.wording(section.quoted), rubric, part.lines)


def grid(variant: "Variant", name: str) -> list[list[Place]]:
    """The numbers that a numeric or table part asks for, row by row.

    Raises GradsetError where the quantity is not one number, a vector or a matrix, or where the
    columns of a table have different lengths.
    """
    part = variant.question.prose.front.parts[name]
    where = f"{variant.question.prose.path}: part {name!r}"
    if part.columns:
        columns = [column for quantity in part.columns for column in _columns(variant, quantity)]
        if len({len(column) for column in columns}) != 1:
            raise GradsetError(f"{where}: its columns have different lengths")
        return [list(row) for row in zip(*columns, strict=True)]
    quantity = part.of or name
    value = variant.solved[quantity]
    numbers = [(quantity, index) for index, _ in entries(value)]
    dimensions = shape(value)
    if part.kind == "numeric" and len(numbers) != 1:
        raise GradsetError(f"{where}: {quantity!r} has {len(numbers)} numbers; use a table")
    if len(dimensions) < 2:
        return [numbers]
    if len(dimensions) > 2 or not numbers:
        raise GradsetError(f"{where}: {quantity!r} is no number, vector or matrix")
    width = dimensions[1]
    return [numbers[i : i + width] for i in range(0, len(numbers), width)]


def _columns(variant: "Variant", quantity: str) -> list[list[Place]]:
    """A vector's entries below each other; a repeated step's values round by round."""
    step = variant.question.derivation.steps.get(quantity)
    if step is None or not step.mark.over:
        return [[(quantity, index) for index, _ in entries(variant.solved[quantity])]]
    rounds = len(variant.solved[f"{quantity}_all"])
    names = [f"{quantity}[{t}]" for t in range(1, rounds + 1)]
    indices = [index for index, _ in entries(variant.solved[names[0]])]
    return [[(name, index) for name in names] for index in indices]


def numeric(variant: "Variant", place: Place, rounding: Rounding) -> Numeric:
    """One number with its accepted interval and the values that mistakes lead to."""
    value = entry(variant.solved[place[0]], place[1])
    low, high = tolerance.interval(value, variant.effects[place], rounding)
    text = printed(value, rounding)
    return Numeric(value, text, low, high, _wrong(variant, place, rounding, text))


def _wrong(variant: "Variant", place: Place, rounding: Rounding, right: str) -> tuple[Wrong, ...]:
    """The different numbers that mistakes lead to, the first mistake for each."""
    name, index = place
    number = entry(variant.solved[name], index)
    found: dict[str, Wrong] = {}
    for mistake, solved in variant.wrong.items():
        value = entry_or_none(solved.values_by_name.get(name), index)
        if value is None or value == number or not np.isfinite(float(value)):
            continue
        text = printed(value, rounding)
        if text != right:
            found.setdefault(text, _explained(variant, mistake, text))
    return tuple(found.values())


def _explained(variant: "Variant", mistake: str, text: str) -> Wrong:
    """A mistake's text with what the student is told of it."""
    misconception = variant.question.derivation.mistakes[mistake].misconception
    return Wrong(mistake, sentence(variant, mistake), text, misconception)


def entry_or_none(value: Value, index: tuple[int, ...]) -> Any:
    """The number at an index, or None where a mistake led to another shape."""
    try:
        number = entry(value, index)
    except (IndexError, TypeError):
        return None
    return number if is_number(number) else None


def sentence(variant: "Variant", mistake: str) -> str:
    """What the student is told who made a mistake: the question's own words, or the catalogue's."""
    own = variant.question.prose.mistakes.get(mistake)
    known = variant.question.derivation.mistakes[mistake].misconception
    return variant.wording(own or MISCONCEPTIONS[known])


def _table(variant: "Variant", name: str, part: Part) -> Table:
    places = variant.grids[name]
    rounding = variant.rounding_of(name)
    cells = tuple(tuple(numeric(variant, place, rounding) for place in row) for row in places)
    notation = variant.notation
    if part.columns:
        rows = tuple(
            variant.wording(part.rows.replace("#", str(i + 1)) or str(i + 1))
            for i in range(len(cells))
        )
        heads = tuple(f"${_head(variant, place)}$" for place in places[0])
        return Table(rows, heads, cells)
    quantity = part.of or name
    value = variant.solved[quantity]
    if len(cells) == 1 and len(shape(value)) < 2:
        heads = tuple(f"${notation.entry(n, i, value)}$" for n, i in places[0])
        return Table(("",), heads, cells)
    count = range(1, max(len(cells), len(cells[0])) + 1)
    numbers = [f"${i}$" for i in count]
    corner = f"${notation.symbol(quantity, value)}$"
    return Table(tuple(numbers[: len(cells)]), tuple(numbers[: len(cells[0])]), cells, corner)


def _head(variant: "Variant", place: Place) -> str:
    """The heading of a column: the letter without the row's own index."""
    name, index = place
    base = name.split("[")[0]
    symbol = variant.notation.base(base)
    if "[" not in name:
        return variant.notation.entry(base, ()) + "_j" if "_" not in symbol else symbol
    return variant.notation.entry(base, index)


def _computed_choice(variant: "Variant", name: str, part: Part, rng: Rng) -> Choice:
    """The right value among those that mistakes lead to, all clearly apart.

    Raises Refused where fewer than three wrong values remain.
    """
    quantity = part.of or name
    rounding = variant.rounding_of(name)
    right = variant.solved[quantity]
    chosen: list[tuple[Value, str]] = []
    for mistake in rng.shuffled(list(variant.wrong)):
        value = variant.wrong[mistake].values_by_name.get(quantity)
        if len(chosen) < part.options - 1 and all(
            apart(value, other, rounding) for other in (right, *(v for v, _ in chosen))
        ):
            chosen.append((value, mistake))
    if len(chosen) < min(FEWEST_WRONG, part.options - 1):
        raise Refused(f"fewer than {FEWEST_WRONG} wrong options for {name}")
    options = [_option(variant, right, rounding, "")]
    options += [_option(variant, value, rounding, mistake) for value, mistake in chosen]
    shown = [right, *(value for value, _ in chosen)]
    if all(is_number(value) for value in shown):
        order = sorted(range(len(shown)), key=lambda i: float(shown[i]))
    else:
        order = rng.shuffled(range(len(shown)))
    return Choice(tuple(options[i] for i in order))


def _option(variant: "Variant", value: Value, rounding: Rounding, mistake: str) -> Option:
    text = (
        variant.wording(value)
        if isinstance(value, str)
        else f"${latex(value, partial(printed, rounding=rounding))}$"
    )
    if not mistake:
        return Option(text, True, value=value)
    return _explained(variant, mistake, text).option(text, value)


def apart(a: Value, b: Value, rounding: Rounding) -> bool:
    """Whether two options differ clearly: integers at all, real numbers by 2 units and 5 %."""
    if isinstance(a, str) or isinstance(b, str):
        return bool(a != b)
    if is_number(a) and is_number(b):
        return gap(a, b, rounding) >= 1
    left, right = list(entries(a)), list(entries(b))
    if left and right:
        if not all(np.isfinite(float(number)) for _, number in (*left, *right)):
            return False
        if [i for i, _ in left] != [i for i, _ in right]:
            return True
        return any(gap(x, y, rounding) >= 1 for (_, x), (_, y) in zip(left, right, strict=True))
    return not same_expression(a, b)


def gap(a: Any, b: Any, rounding: Rounding) -> float:
    """The distance of two numbers in multiples of what two options need."""
    if not (np.isfinite(float(a)) and np.isfinite(float(b))):
        return 0.0
    if is_exact(a) and is_exact(b):
        return max(1.0, float(abs(a - b))) if printed(a, rounding) != printed(b, rounding) else 0.0
    larger = max(abs(float(a)), abs(float(b)))
    needed = max(APART_UNITS * float(max(rounding.unit(a), rounding.unit(b))), APART * larger)
    return abs(float(a) - float(b)) / needed


def same_expression(a: Value, b: Value) -> bool:
    """Whether two sympy expressions in at most one symbol agree at twelve irregular points.

    A point where neither has a real value says nothing.
    """
    with np.errstate(all="ignore"):
        left, right = (_function(getattr(v, "expression", v))(POINTS) for v in (a, b))
    return bool(np.allclose(left, right, rtol=SAME, atol=SAME, equal_nan=True))


@lru_cache(1024)
def _function(expression: Value) -> Callable[[Any], Any]:
    """A numpy function of the expression's one symbol."""
    import sympy

    expression = sympy.sympify(expression)
    symbols = sorted(expression.free_symbols, key=str) or [sympy.Symbol("x")]
    function = sympy.lambdify(symbols[0], expression, "numpy")
    return lambda points: np.broadcast_to(function(points), points.shape)


def _listed_choice(variant: "Variant", part: Part, section: Section, rng: Rng) -> Choice:
    """The listed options, or the right one among `draw - 1` of the wrong ones."""
    shown: Sequence[Item] = section.items
    if part.draw:
        wrong = [item for item in section.items if item.mark != "x"]
        right = [item for item in section.items if item.mark == "x"]
        shown = right + rng.sample(wrong, part.draw - 1)
    return Choice(tuple(_listed(variant, item) for item in rng.shuffled(shown)))


def _listed(variant: "Variant", item: Item, right: str = "x") -> Option:
    return Option(variant.wording(item.text), item.mark == right, variant.wording(item.reason))


def _statements(variant: "Variant", part: Part, section: Section, rng: Rng) -> Answer:
    """A draw from the pool in one of its forms; true and false ones are both among it."""
    form = rng.choice(part.forms)
    count = part.draw or len(section.items)
    true = rng.shuffled([item for item in section.items if item.mark == "x"])
    false = rng.shuffled([item for item in section.items if item.mark == " "])
    if form in ("one_true", "one_false"):
        one, others = (true, false) if form == "one_true" else (false, true)
        mark = "x" if form == "one_true" else " "
        drawn = rng.shuffled(_unrelated(one[:1], others, count))
        options = tuple(_listed(variant, item, mark) for item in drawn)
        return Choice(options, ONE_TRUE if form == "one_true" else ONE_FALSE)
    both = _unrelated(true[:1], false, 2)
    drawn = rng.shuffled(_unrelated(both, rng.shuffled([*true[1:], *false]), count))
    return Statements(tuple(_listed(variant, item) for item in drawn), form == "true_false")


def _unrelated(chosen: Sequence[Item], others: Sequence[Item], count: int) -> list[Item]:
    """The chosen statements and so many others that none gives another away.

    Raises Refused where too few are left.
    """
    drawn = list(chosen)
    for item in others:
        related = item in drawn or (item.about and item.about in {i.about for i in drawn})
        if len(drawn) < count and not related:
            drawn.append(item)
    if len(drawn) < count:
        raise Refused("too few statements that do not give each other away")
    return drawn


def _match(variant: "Variant", part: Part, section: Section, rng: Rng) -> Match:
    """Pairs whose right sides differ from each other."""
    pairs: dict[str, str] = {}
    for stem, choice in rng.shuffled(section.pairs):
        if choice not in pairs.values() and len(pairs) < (part.draw or len(section.pairs)):
            pairs[stem] = choice
    choices = rng.shuffled(list(pairs.values()))
    right = tuple(choices.index(choice) for choice in pairs.values())
    return Match(
        tuple(variant.wording(stem) for stem in pairs),
        tuple(variant.wording(choice) for choice in choices),
        right,
    )


def _order(variant: "Variant", section: Section, rng: Rng) -> Order:
    """The items shuffled, never in their right order already."""
    positions = list(range(len(section.items)))
    shown = rng.shuffled(positions)
    if shown == positions:
        shown = [*positions[1:], positions[0]]
    items = tuple(variant.wording(section.items[i].text) for i in shown)
    return Order(items, tuple(shown.index(i) for i in positions))


def _formula(variant: "Variant", quantity: str) -> Formula:
    value = variant.solved[quantity]
    wrong: dict[str, Wrong] = {}
    for mistake, solved in variant.wrong.items():
        other = solved.values_by_name.get(quantity)
        if other is not None and not same_expression(value, other):
            text = _tex(other)
            wrong.setdefault(text, _explained(variant, mistake, text))
    return Formula(value, _tex(value), tuple(wrong.values()))


def _tex(value: Value) -> str:
    return latex(value, partial(printed, rounding=Rounding(decimals=4)))


def same_value(a: Value, b: Value) -> bool:
    """Whether a mistake left a quantity as it was."""
    left, right = list(entries(a)), list(entries(b))
    if not left and not right:
        return a == b if isinstance(a, str) else same_expression(a, b)
    return [i for i, _ in left] == [i for i, _ in right] and all(
        close(x, y, SAME) for (_, x), (_, y) in zip(left, right, strict=True)
    )


def smallest_gap(options: Sequence[Value], rounding: Rounding) -> float:
    """The smallest distance between two numeric options, in multiples of what is needed."""
    gaps = [gap(a, b, rounding) for i, a in enumerate(options) for b in options[:i]]
    return min(gaps, default=float("inf"))
