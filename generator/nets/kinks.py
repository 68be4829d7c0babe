"""How near an evaluation came to a place where the answer is not defined.

At a kink of an activation five routes to the derivative give three answers, and at a tie a maximum
has no single place. A question must keep its distance from both. Whoever evaluates such a function
on numbers therefore records the margin, and whoever wants to know listens::

    with recording() as margins:
        relu(0.03)
    margins[0].margin == 0.03

Nothing is recorded, and next to nothing is spent, while nobody listens.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Margin:
    """One evaluation near a kink or a tie.

    Args:
        quantity: what was evaluated, such as `relu` or `argmax`.
        margin: the smallest distance to a kink or a tie among all entries, never negative.
        inputs: the numbers that were passed in, the very object.
    """

    quantity: str
    margin: float
    inputs: object


_listener: ContextVar[list[Margin] | None] = ContextVar("listener", default=None)


def is_recording() -> bool:
    """Tell whether anybody listens; computing a margin is wasted where nobody does."""
    return _listener.get() is not None


def record(quantity: str, margin: float, inputs: object) -> None:
    """Append a margin to the list of the innermost active recorder, if there is one."""
    margins = _listener.get()
    if margins is not None:
        margins.append(Margin(quantity, margin, inputs))


@contextmanager
def recording() -> Iterator[list[Margin]]:
    """Listen for margins in this thread and task until the block ends; recorders nest."""
    margins: list[Margin] = []
    token = _listener.set(margins)
    try:
        yield margins
    finally:
        _listener.reset(token)
