"""Everything that a question may import.

A question's `.py` file is read like lecture notes: `draw(rng)` returns the givens, every other
public function is a step whose arguments name what it needs and whose docstring is its formula.
docs/authoring.md leads through a first question.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar

import numpy as np
import sympy

from generator.draws import Rng
from generator.nets import *  # noqa: F403
from generator.nets import Activation
from generator.nets import __all__ as _nets
from generator.programs import Program
from generator.steps import Mark
from generator.values import Record

__all__ = [
    "Expression",
    "Fraction",
    "Program",
    "Record",
    "Rng",
    "check",
    "dot",
    "gradient",
    "guard",
    "instead_of",
    "np",
    "over",
    "parameter_count",
    "sympy",
    "torch_function",
    *_nets,
]

Function = TypeVar("Function", bound=Callable[..., Any])


def _marked(function: Function, **what: Any) -> Function:
    mark: Mark = getattr(function, "mark", Mark())
    function.mark = replace(mark, **what)  # type: ignore[attr-defined]
    return function


def _name(quantity: str | Callable[..., Any]) -> str:
    return quantity if isinstance(quantity, str) else quantity.__name__


def over(**element: str) -> Callable[[Function], Function]:
    """Repeat a step for each element of a sequence: `@over(g="gs")`.

    The step receives the element as `g`, its number (from 1) as `t`, and the value before as
    `NAME_before`, which starts with the quantity `NAME_0`. Outside, `NAME` is the last value and
    `NAME_all` all of them; `NAME[2]` is the second.

    Raises ValueError unless exactly one element is named.
    """
    if len(element) != 1:
        raise ValueError('@over names one element and its sequence, as in @over(g="gs")')
    ((name, sequence),) = element.items()
    return lambda function: _marked(function, over=(name, sequence))


def gradient(
    of: str | Callable[..., Any], wrt: str | Callable[..., Any], at: tuple[str, ...] = ()
) -> Callable[[Function], Function]:
    """Say that a step is the gradient of a scalar quantity with respect to another.

    The value has the shape of `wrt`; with `at`, the names of givens that hold an index from 0, it
    is the derivative with respect to that one entry. Central differences through the steps between
    the two have to agree with it.
    """
    return lambda function: _marked(function, gradient=(_name(of), _name(wrt)), at=at)


def instead_of(
    quantity: str | Callable[..., Any], misconception: str = ""
) -> Callable[[Function], Function]:
    """Declare a mistake: the function takes the place of a step or given.

    An argument with the name of what is replaced receives the correct value. `misconception` is the
    entry of the catalogue (`generator/misconceptions.py`) that the mistake is a case of. The
    sentence for the student stands in the `.md` file under `## mistakes`, or is the catalogue's.
    """
    return lambda function: _marked(
        function, instead_of=_name(quantity), misconception=misconception
    )


def guard(function: Function) -> Function:
    """Declare a condition on every variant; the docstring says what is wrong where it fails."""
    return _marked(function, guard=True)


def check(*, contrary: Any) -> Callable[[Function], Function]:
    """Declare a function that computes whether a statement of the `.md` file is true.

    It takes one argument, whose default is what the statement claims; for the claim `contrary` the
    truth has to be the opposite.
    """
    return lambda function: _marked(function, contrary=(contrary,))


@dataclass(frozen=True)
class Expression:
    """A symbolic answer written as the lecture writes it.

    latex: what is printed; expression: the same in sympy, in at most one symbol.
    """

    latex: str
    expression: sympy.Expr


def torch_function(activation: Activation) -> Callable[[Any], Any]:
    """Torch's own implementation of an activation, for `reference`."""
    import torch.nn.functional as F  # noqa: N812

    name = {"hard_tanh": "hardtanh", "gelu_tanh": "gelu"}.get(activation.name, activation.name)
    if name == "identity":
        return lambda z: z
    options: dict[str, Any] = {}
    if activation.name == "leaky_relu":
        options["negative_slope"] = float(activation.parameters["alpha"])
    if activation.name == "elu":
        options["alpha"] = float(activation.parameters["alpha"])
    if activation.name == "gelu_tanh":
        options["approximate"] = "tanh"
    return partial(getattr(F, name), **options)


def parameter_count(*modules: Any) -> int:
    """How many numbers the parameters of torch's modules hold together, as torch has them.

    Parameters that a module shares within itself count once, those that two modules share twice.
    """
    return sum(p.numel() for module in modules for p in module.parameters())


def dot(a: Any, b: Any) -> Any:
    """The inner product of two vectors of equal length; exact for integers and fractions."""
    return sum(x * y for x, y in zip(a, b, strict=True))
