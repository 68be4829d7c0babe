"""Diagrams of networks, drawn by a template for each target, with the words that say the same."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import jinja2

from generator import templates
from generator.errors import GradsetError
from generator.prose import Network
from generator.text.formulas import display, tex
from generator.text.numbers import with_minus
from generator.text.plain_math import to_plain_math
from generator.values import entries, shape

if TYPE_CHECKING:
    from generator.variant import Variant

COLUMN, ROW, RADIUS, MARGIN = 220, 74, 19, 24
BIAS = 20  # room for the bias below a unit


@dataclass(frozen=True)
class Unit:
    """A circle at (x, y) with a label in LaTeX; the number `bias` stands below it."""

    x: float
    y: float
    label: str
    bias: str
    kind: str


@dataclass(frozen=True)
class Edge:
    """A line between two units; its weight stands at (tx, ty)."""

    x1: float
    y1: float
    x2: float
    y2: float
    tx: float
    ty: float
    weight: str


@dataclass(frozen=True)
class Figure:
    """A diagram, in units of a pixel, and its content in words for those who cannot see it."""

    name: str
    alt: str
    width: int
    height: int
    units: tuple[Unit, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def svg(self) -> str:
        """The diagram as SVG."""
        return _templates().get_template("network.svg").render(f=self, radius=RADIUS)

    @property
    def tikz(self) -> str:
        """The diagram as a picture of LaTeX's package TikZ."""
        return _templates().get_template("network.tex").render(f=self, radius=RADIUS)


def network(variant: "Variant", spec: Network) -> Figure:
    """The diagram of a layered network with its weights and biases.

    Raises GradsetError where weights do not fit between their layers.
    """
    sizes = [_size(variant, layer) for layer in spec.layers]
    height = 2 * MARGIN + (max(sizes) - 1) * ROW + BIAS
    width = 2 * MARGIN + (len(sizes) - 1) * COLUMN
    units = [
        [_unit(variant, spec, level, i, sizes, height) for i in range(size)]
        for level, size in enumerate(sizes)
    ]
    edges = [
        edge
        for level, name in enumerate(spec.weights)
        for edge in _edges(variant, name, units[level], units[level + 1])
    ]
    flat = tuple(unit for layer in units for unit in layer)
    return Figure("network", _alt(variant, spec, sizes), width, height, flat, tuple(edges))


@cache
def _templates() -> jinja2.Environment:
    filters = {"pieces": pieces, "number": with_minus, "tex": tex}
    return templates.environment("figures", filters, autoescape=jinja2.select_autoescape(["svg"]))


def _size(variant: "Variant", layer: str | int) -> int:
    if isinstance(layer, int):
        return layer
    return shape(variant.solved[layer])[0] if shape(variant.solved[layer]) else 1


def _unit(
    variant: "Variant", spec: Network, level: int, i: int, sizes: list[int], height: int
) -> Unit:
    x = MARGIN + level * COLUMN
    y = (height - BIAS) / 2 + (i - (sizes[level] - 1) / 2) * ROW
    layer = spec.layers[level]
    label = ""
    if isinstance(layer, str):
        index = (i,) if shape(variant.solved[layer]) else ()
        label = variant.notation.entry(layer, index)
    elif level == 0:
        label = variant.notation.entry("x", (i,))
    kind = "input" if level == 0 else "output" if level == len(sizes) - 1 else "hidden"
    bias = _number(variant, spec.biases[level - 1], i) if level and spec.biases else ""
    return Unit(x, y, label, bias, kind)


def _number(variant: "Variant", name: str, *index: int) -> str:
    """One entry of a quantity; of a vector or number the indices that it has."""
    value: Any = variant.solved[name]
    for i in index[-len(shape(value)) :] if shape(value) else ():
        value = value[i]
    return display(value, variant.rounding)


def _edges(variant: "Variant", name: str, left: list[Unit], right: list[Unit]) -> list[Edge]:
    value = variant.solved[name]
    fits = shape(value) in ((len(right), len(left)), (len(left),) if len(right) == 1 else ())
    if not fits:
        raise GradsetError(
            f"{variant.question.prose.path}: network: {name!r} has shape {shape(value)}, but leads "
            f"from {len(left)} units to {len(right)}"
        )
    edges = []
    for j, end in enumerate(right):
        for i, start in enumerate(left):
            # So far along its line each label stands clear of where the lines cross.
            where = {1: 0.42, 2: 0.32}.get(len(right), 0.22)
            weight = _number(variant, name, j, i)
            tx = start.x + where * (end.x - start.x)
            ty = start.y + where * (end.y - start.y)
            edges.append(Edge(start.x, start.y, end.x, end.y, tx, ty, weight))
    return edges


def pieces(latex: str) -> list[tuple[str, str]]:
    """A letter as (text, place) pairs for SVG, place being `base` or `sub`."""
    if not latex:
        return []
    text = to_plain_math(latex)
    base = "".join(c for c in text if c not in SUBSCRIPTS)
    below = "".join(SUBSCRIPTS[c] for c in text if c in SUBSCRIPTS)
    return [(base, "base"), *([(below, "sub")] if below else [])]


SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))


def _alt(variant: "Variant", spec: Network, sizes: list[int]) -> str:
    """The diagram in words: sizes, weights and biases."""
    layers = "–".join(str(size) for size in sizes)
    said = [f"Diagram of a {layers} network."]
    for level, name in enumerate(spec.weights):
        for index, value in entries(variant.solved[name]):
            to, start = (index[0], index[1]) if len(index) == 2 else (0, index[-1] if index else 0)
            number = display(value, variant.rounding)
            said.append(
                f"Layer {level + 1} unit {start + 1} to layer {level + 2} unit {to + 1}: {number}."
            )
    for level, name in enumerate(spec.biases):
        for index, value in entries(variant.solved[name]):
            unit = index[0] + 1 if index else 1
            number = display(value, variant.rounding)
            said.append(f"Bias of layer {level + 2} unit {unit}: {number}.")
    return " ".join(said)
