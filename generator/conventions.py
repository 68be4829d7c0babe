"""The choices that an exam makes once for all its questions, and that every sheet prints."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from generator.values import Value


class Conventions(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What different textbooks do differently.

    half: whether the squared error carries the factor ½.
    step_at_zero: the value of the threshold unit at 0.
    reduction: mean or sum, where a question leaves open how a batch's losses are combined.
    digits: decimal places; None leaves each question its own.
    notation: LaTeX letters that replace a quantity's own, such as z = "a" for pre-activations.
    """

    half: bool = True
    step_at_zero: Literal[0, 1] = 1
    reduction: Literal["mean", "sum"] = "mean"
    digits: Annotated[int, Meta(ge=2, le=8)] | None = None
    notation: dict[str, str] = msgspec.field(default_factory=dict)

    def givens(self, *, exact: bool) -> dict[str, Value]:
        """The conventions as quantities that steps may name."""
        half = Fraction(1, 2) if self.half else 1
        return {
            "half": half if exact else float(half),
            "step_at_zero": self.step_at_zero,
            "reduction": self.reduction,
        }

    def sentences(self, used: Iterable[str]) -> list[str]:
        """One Markdown sentence for each convention in `used`."""
        factor = r"\tfrac{1}{2}" if self.half else ""
        said = {
            "half": "Where a question gives no other formula, the squared error of one prediction "
            rf"is ${factor}(\hat{{y}} - y)^2$.",
            "step_at_zero": rf"The threshold unit has $\operatorname{{step}}(0) = "
            rf"{self.step_at_zero}$.",
            "reduction": f"The loss of a batch is the {self.reduction} over its examples.",
        }
        return [sentence for name, sentence in said.items() if name in set(used)]


NAMES = ("half", "step_at_zero", "reduction")
