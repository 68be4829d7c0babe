"""The one exception that a user sees, as one line."""

from collections.abc import Iterable


class GradsetError(Exception):
    """Bad input, or a variant that must not leave the engine.

    The message is one line: where, what was found, what would be right.
    """


class Refused(Exception):  # noqa: N818  it is no error: the next counter is tried
    """A variant that must not be handed out; the message is the reason that `check` counts."""


def refuse(where: str, mistakes: Iterable[str]) -> None:
    """Raise GradsetError with a line for each mistake, if there is one."""
    lines = [f"{where}: {mistake}" for mistake in mistakes]
    if lines:
        raise GradsetError("\n".join(lines))
