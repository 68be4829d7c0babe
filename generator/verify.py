"""Verification before anything leaves the engine.

Every printed step has two independent sources (our numpy or exact arithmetic, and torch in
float64), every gradient three (central differences through the forward steps as well), every
formula is evaluated beside its function. That the verifier can fail is tested in `verifier_test`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from generator.errors import GradsetError
from generator.formula_check import Unreadable, evaluate
from generator.parts import same_value
from generator.steps import Node, Solved, Step, nearest
from generator.values import (
    Record,
    Value,
    as_float,
    close,
    entries,
    entry,
    is_number,
    shape,
    with_entry,
)
from generator.variant import Variant, nudged

AGREES = 1e-9  # with torch
DIFFERENCES_AGREE = 1e-6  # with central differences
H = 1e-5
POINTS = (-2.3, -1.1, -0.4, 0.3, 0.9, 1.7, 2.6)  # where symbolic answers are compared


@dataclass(frozen=True)
class Finding:
    """One disagreement: what was compared, and both numbers."""

    step: str
    what: str

    def __str__(self) -> str:
        return f"{self.step}: {self.what}"


def verify(variant: Variant) -> None:
    """Check a variant by all engines.

    Raises GradsetError that names question, variant, step and both numbers.
    """
    for finding in findings(variant):
        labels = " ".join(variant.source.labels)
        raise GradsetError(
            f"{variant.question.id} ({labels}, draw {variant.source.counter}): {finding}"
        )


def findings(variant: Variant) -> Iterator[Finding]:
    """Everything that the engines disagree about."""
    reference = reference_values(variant)
    yield from missing(variant, reference)
    yield from disagreements(variant.solved, reference)
    yield from gradient_findings(variant)
    yield from formula_findings(variant)


# ---- torch


def reference_values(variant: Variant) -> dict[str, Any]:
    """What torch computes, by quantity, as float64 arrays, numbers, or callables of x.

    Raises GradsetError where the reference itself fails.
    """
    question = variant.question
    if question.reference is None:
        return {}
    names = question.reference_givens
    unknown = [name for name in names if name not in variant.givens]
    if unknown:
        raise GradsetError(
            f"{question.derivation.where}: reference takes {unknown[0]!r}, which is no given"
        )
    try:
        found = question.reference(**{name: as_torch(variant.givens[name]) for name in names})
    except GradsetError:
        raise
    except Exception as error:
        raise GradsetError(
            f"{question.derivation.where}: reference failed: {type(error).__name__}: {error}"
        ) from error
    return {name: from_torch(value) for name, value in found.items()}


def as_torch(value: Value) -> Any:
    """A given for `reference`: arrays and decimals as float64 tensors, integers as they are."""
    import torch

    if isinstance(value, Record):
        return Record({key: as_torch(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return [as_torch(item) for item in value]
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "iub":
            return torch.from_numpy(value.copy())
        return torch.tensor(value.astype(np.float64), dtype=torch.float64)
    if is_number(value) and not isinstance(value, int | np.integer):
        return torch.tensor(float(value), dtype=torch.float64)
    return value


def from_torch(value: Any) -> Any:
    """A reference's value as numbers; lists entry by entry, callables as they are."""
    if hasattr(value, "detach"):
        value = value.detach()
        return value.item() if value.ndim == 0 else value.numpy()
    if isinstance(value, list | tuple):
        return [from_torch(item) for item in value]
    return value


def expected_names(variant: Variant) -> set[str]:
    """The quantities that a reference has to return: printed or asked."""
    names = {step.name for step in variant.question.derivation.formula_steps}
    for part in variant.question.prose.front.parts:
        names |= {q.split("[")[0] for q in variant.question.quantities_of(part)}
    steps = variant.question.derivation.steps
    return {
        f"{name}_all" if name in steps and steps[name].mark.over else name
        for name in names
        if not isinstance(variant.solved[name], str)
    }


def missing(variant: Variant, reference: Mapping[str, Any]) -> Iterator[Finding]:
    """Printed or asked quantities that the reference leaves out."""
    for name in sorted(expected_names(variant) - reference.keys()):
        yield Finding(name, "is printed or asked, but `reference` does not return it")


def disagreements(solved: Solved, reference: Mapping[str, Any]) -> Iterator[Finding]:
    """Quantities whose value is not the reference's."""
    for name, expected in reference.items():
        if name not in solved:
            yield Finding(name, f"is returned by `reference`, but no step; {nearest(name, solved)}")
            continue
        value = solved[name]
        if callable(expected):
            yield from _symbolic(name, value, expected)
            continue
        if isinstance(expected, str) or isinstance(value, str):
            if value != expected:
                yield Finding(name, f"is {value!r}, but torch says {expected!r}")
            continue
        if is_truth(value) or is_truth(expected):
            if not (is_truth(value) and is_truth(expected) and bool(value) == bool(expected)):
                yield Finding(name, f"is {value}, but torch says {expected}")
            continue
        found, wanted = list(entries(value)), list(entries(expected))
        if not found:
            yield Finding(name, f"is a {type(value).__name__}, which cannot be compared")
            continue
        if [i for i, _ in found] != [i for i, _ in wanted]:
            yield Finding(name, f"has shape {shape(value)}, but torch's has {shape(expected)}")
            continue
        for (index, number), (_, other) in zip(found, wanted, strict=True):
            if not close(float(number), float(other), AGREES):
                yield Finding(
                    named(name, index), f"is {float(number):.12g}, torch says {float(other):.12g}"
                )


def _symbolic(name: str, value: Value, expected: Callable[[Any], Any]) -> Iterator[Finding]:
    """An expression in one symbol against a function of torch, at irregular points."""
    import sympy
    import torch

    expression = sympy.sympify(getattr(value, "expression", value))
    for point in POINTS:
        x = torch.tensor(point, dtype=torch.float64)
        ours = float(expression.subs(dict.fromkeys(expression.free_symbols, point)).evalf())
        theirs = float(expected(x))
        if not close(ours, theirs, AGREES):
            yield Finding(name, f"is {ours:.12g} at {point}, torch says {theirs:.12g}")


def is_truth(value: Value) -> bool:
    """Whether a value is one truth value."""
    return isinstance(value, bool | np.bool_)


def named(name: str, index: tuple[int, ...]) -> str:
    """`W[1,2]`, counted from 1 as on the sheet."""
    return f"{name}[{','.join(str(i + 1) for i in index)}]" if index else name


# ---- central differences


def gradient_findings(variant: Variant) -> Iterator[Finding]:
    """Gradients that central differences through the forward steps do not confirm."""
    for step in variant.question.derivation.steps.values():
        if step.mark.gradient:
            for index, ours, theirs in _differences(variant, step):
                if not close(float(ours), float(theirs), DIFFERENCES_AGREE):
                    yield Finding(
                        named(step.name, index),
                        f"is {float(ours):.12g}, differences give {float(theirs):.12g}",
                    )


def _differences(variant: Variant, step: Step) -> Iterator[tuple[tuple[int, ...], Any, Any]]:
    """(index, our derivative, the difference quotient) for each entry."""
    assert step.mark.gradient is not None
    of, wrt = step.mark.gradient
    solved, name = variant.solved, step.name
    base = solved[wrt]
    at = tuple(int(solved[given]) for given in step.mark.at)
    if not any(True for _ in entries(base)):
        yield from _symbolic_derivative(solved, name, of, wrt)
        return
    if not at and [i for i, _ in entries(solved[name])] != [i for i, _ in entries(base)]:
        raise GradsetError(
            f"{variant.question.derivation.where}: gradient {name!r} has shape "
            f"{shape(solved[name])}, but {wrt!r} has {shape(base)}"
        )
    if not is_number(solved[of]):
        raise GradsetError(
            f"{variant.question.derivation.where}: gradient {name!r} is of {of!r}, which is no "
            "single number"
        )
    derivation, givens = variant.question.derivation, variant.givens
    for index, number in [(at, entry(base, at))] if at else entries(base):
        sides = []
        for shift in (H, -H):
            node, value = _shifted(wrt, base, index, float(number) + shift)
            sides.append(float(derivation.solve(givens, {node: value}, known=solved)[of]))
        ours = solved[name] if at else entry(solved[name], index)
        yield index, ours, (sides[0] - sides[1]) / (2 * H)


def _shifted(wrt: str, base: Value, index: tuple[int, ...], number: float) -> tuple[str, Value]:
    """The node to override: of `h_all`, the one of its first index."""
    if wrt.endswith("_all"):
        first, *rest = index
        return f"{wrt[:-4]}[{first + 1}]", with_entry(base[first], tuple(rest), number)
    return wrt, with_entry(as_float(base), index, number)


def _symbolic_derivative(
    solved: Solved, name: str, of: str, wrt: str
) -> Iterator[tuple[tuple[int, ...], Any, Any]]:
    """Sympy's own derivative of the forward expression, compared at irregular points."""
    import sympy

    symbol = solved[wrt]
    forward = sympy.sympify(getattr(solved[of], "expression", solved[of]))
    ours = sympy.sympify(getattr(solved[name], "expression", solved[name]))
    theirs = sympy.diff(forward, symbol)
    for point in POINTS:
        left, right = (float(e.subs(symbol, point).evalf()) for e in (ours, theirs))
        yield (), left, right


# ---- formulas


def formula_findings(variant: Variant) -> Iterator[Finding]:
    """Formulas that do not say what their function computes, here and at a point nearby."""
    for node in variant.solved.nodes.values():
        if node.step is None or not node.step.formula:
            continue
        yield from _formula_finding(node, variant.solved)


def _formula_finding(node: Node, solved: Solved) -> Iterator[Finding]:
    assert node.step is not None
    assert node.step.formula is not None
    arguments = {a: node.received(a, solved) for a in node.step.arguments}
    nearby = {a: nudged(value, i) for i, (a, value) in enumerate(arguments.items())}
    for values in (arguments, nearby):
        try:
            said = evaluate(node.step.formula, values)
        except Unreadable:
            return
        except Exception as error:
            yield Finding(node.name, f"its formula cannot be evaluated: {error}")
            return
        try:
            done = node.step.function(*values.values())
        except Exception as error:
            yield Finding(node.name, f"fails near the drawn point: {type(error).__name__}: {error}")
            return
        if not _alike(said, done):
            yield Finding(node.name, f"its formula gives {said}, its function {done}")
            return


def _alike(said: Value, done: Value) -> bool:
    if hasattr(said, "free_symbols") or hasattr(done, "free_symbols"):
        return same_value(said, done)
    if is_truth(said) or is_truth(done):
        return bool(said) == bool(done)
    a, b = [v for _, v in entries(said)], [v for _, v in entries(done)]
    return (
        bool(a)
        and len(a) == len(b)
        and all(close(float(x), float(y), AGREES) for x, y in zip(a, b, strict=True))
    )


def readable_formulas(variant: Variant) -> tuple[int, int]:
    """How many printed formulas were evaluated, and how many there are."""
    readable, total = set(), set()
    for node in variant.solved.nodes.values():
        if node.step and node.step.formula:
            total.add(node.step.name)
            try:
                evaluate(
                    node.step.formula,
                    {a: node.received(a, variant.solved) for a in node.step.arguments},
                )
                readable.add(node.step.name)
            except Unreadable:
                pass
    return len(readable), len(total)
