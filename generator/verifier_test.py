"""The verifier must be able to fail: every step is disturbed and every mistake made.

What would have gone unnoticed is a finding; so are inputs of activations that no guard sees, and
statements whose computed truth is another than the marked one.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from generator.errors import GradsetError
from generator.nets.kinks import recording
from generator.parts import same_value
from generator.prose import Item
from generator.question import Question
from generator.values import Value, entries, is_number, shape, with_entry
from generator.variant import Variant
from generator.verify import Finding, disagreements, is_truth, reference_values

NOISE = 1e-9


def escapes(variant: Variant) -> Iterator[Finding]:
    """Errors that verification would not notice: a step off by 1 %, or a mistake."""
    reference = reference_values(variant)
    if not reference:
        return
    for node in variant.solved.nodes.values():
        if node.step is None:
            continue
        wrong = disturbed(variant.solved[node.name])
        if wrong is not None and not _rejected(variant, {node.name: wrong}, reference):
            yield Finding(node.name, "could be wrong by 1 % unnoticed")
    for mistake, solved in variant.wrong.items():
        compared = [name for name in reference if name in solved]
        changed = any(not same_value(solved[n], variant.solved[n]) for n in compared)
        if changed and not any(True for _ in disagreements(solved, reference)):
            yield Finding(mistake, "would be accepted as right")


def disturbed(value: Value) -> Value:
    """A value off by 1 % (integers by 1, zeros by 0.01); None where it is no number."""
    if is_truth(value):
        return not value
    if isinstance(value, str):
        return None
    if is_number(value):
        if isinstance(value, int | np.integer):
            return value + 1
        # 1 % of what is zero but for float noise would be nothing.
        return value * 1.01 if abs(value) > NOISE else 0.01
    if shape(value) and any(True for _ in entries(value)):
        for index, number in entries(value):
            value = with_entry(value, index, disturbed(number))
        return value
    if hasattr(value, "expression"):
        return value.expression * 1.01
    if hasattr(value, "free_symbols"):
        return value * 1.01
    return None


def _rejected(variant: Variant, override: Mapping[str, Value], reference: dict[str, Any]) -> bool:
    try:
        with np.errstate(all="ignore"):
            solved = variant.question.derivation.solve(
                variant.givens, override, known=variant.solved
            )
        return any(True for _ in disagreements(solved, reference))
    except (GradsetError, TypeError, ValueError):
        return True  # an error is noticed, too


def hidden_preactivations(variant: Variant) -> Iterator[Finding]:
    """Inputs of kinked activations that are no step, so that no guard would see them."""
    with recording() as margins:
        variant.question.derivation.solve(variant.givens)
    known = [v for v in variant.solved.values() if is_number(v) or shape(v)]
    for margin in margins:
        if not any(same_value(margin.inputs, v) for v in known):
            yield Finding(margin.quantity, f"is applied to {margin.inputs}, which is no step")


def statement_findings(question: Question) -> Iterator[Finding]:
    """Statements whose computed truth is not the marked one, and checks that are of no use."""
    items = [(n, item) for n, s in question.prose.sections.items() for item in s.items]
    for name, item in items:
        if item.check:
            yield from _check_findings(question, name, item)
    named = {item.check for _, item in items}
    for unnamed in question.derivation.checks:
        if unnamed not in named:
            yield Finding(unnamed, "is a check that no statement names")


def _check_findings(question: Question, part: str, item: Item) -> Iterator[Finding]:
    """What is wrong with a statement that has a check, or with the check."""
    assert item.check is not None
    check = question.derivation.checks[item.check]
    marked = item.mark == "x"
    computed = _truth("this check", check.function)
    opposite = _truth(
        f"this check, for the contrary {check.contrary!r},", partial(check.function, check.contrary)
    )
    broken = [truth for truth in (computed, opposite) if isinstance(truth, str)]
    if broken:
        yield Finding(item.check, broken[0])
    elif computed != marked:
        yield Finding(
            part,
            f"{item.text!r} is marked {_said(marked)}, but the check {item.check} computes "
            f"{_said(not marked)}",
        )
    elif opposite == computed:
        yield Finding(
            item.check,
            f"is {_said(marked)} for {check.contrary!r}, too, so it does not tell its statement "
            "from the contrary",
        )


def _said(truth: bool) -> str:
    return "true" if truth else "false"


def _truth(what: str, compute: Callable[[], Any]) -> bool | str:
    """What a check computes, or what is wrong with it."""
    try:
        returned = compute()
        truth = returned.item() if hasattr(returned, "item") else returned  # numpy's and torch's
    except Exception as error:
        return f"{what} failed: {type(error).__name__}: {error}"
    if not isinstance(truth, bool):
        return f"{what} returns {truth!r}, which is neither True nor False"
    return truth
