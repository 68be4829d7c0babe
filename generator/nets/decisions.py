"""Where numbers become decisions: the threshold unit, the largest entry, the one-hot code."""

from typing import Any

import numpy as np
import sympy

from generator.errors import GradsetError
from generator.nets import kinks
from generator.nets.forms import is_symbolic


def step(z: Any, at_zero: int) -> Any:
    """Evaluate the threshold unit: 1 above zero, 0 below, and at zero what the exam says.

    Exact: `z` may be an int, a Fraction, a float, a sympy expression or an array of them; a number
    gives an int, an array gives an integer array of its shape. No margin is recorded, because the
    value at zero is defined, and perceptrons that start from zero weights meet it.

    Raises:
        GradsetError: `at_zero` is neither 0 nor 1.
    """
    if at_zero not in (0, 1):
        raise GradsetError(f"step: the value at zero is {at_zero!r}; 0 or 1 would be right")
    if isinstance(z, np.ndarray):
        return np.where(z > 0, 1, np.where(z == 0, at_zero, 0))
    if is_symbolic(z):
        return sympy.Piecewise((1, z > 0), (at_zero, sympy.Eq(z, 0)), (0, True))
    return 1 if z > 0 else at_zero if z == 0 else 0


def argmax(z: Any) -> Any:
    """Return the place of the largest entry along the last axis, counted from 0.

    `z` of shape (K,) gives an int, of shape (..., K) an integer array. Fractions are compared
    exactly. The smallest distance between the best two is recorded; of equal ones the first wins.

    Raises:
        GradsetError: there is no entry to choose from.
    """
    entries = np.asarray(z)
    if entries.ndim == 0 or entries.shape[-1] == 0:
        raise GradsetError(f"argmax was given shape {entries.shape}; (..., K) would be right")
    if kinks.is_recording() and entries.shape[-1] > 1 and entries.size:
        ordered = np.sort(entries, axis=-1)
        kinks.record("argmax", float(np.min(ordered[..., -1] - ordered[..., -2])), z)
    places = np.argmax(entries, axis=-1)
    return int(places) if entries.ndim == 1 else places


def one_hot(label: Any, K: int) -> Any:
    """Return the one-hot code of a class, or of an array of classes of shape (...,).

    The result is an integer array of shape (..., K), so exact arithmetic stays exact.

    Raises:
        GradsetError: a label is no integer from 0 to K - 1.
    """
    labels = np.asarray(label)
    if not np.issubdtype(labels.dtype, np.integer):
        labels = np.asarray([_integer(entry) for entry in labels.ravel()], int).reshape(
            labels.shape
        )
    if labels.size and (labels.min() < 0 or labels.max() >= K):
        raise GradsetError(f"label {label} is outside the classes 0 to {K - 1}")
    return np.eye(K, dtype=int)[labels]


def _integer(entry: Any) -> int:
    if int(entry) != entry:
        raise GradsetError(f"label {entry} is no integer")
    return int(entry)
