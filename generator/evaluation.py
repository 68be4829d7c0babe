"""One evaluation of a derivation's steps, in the order of its plan."""

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np

from generator.errors import GradsetError
from generator.steps import Node, Solved, Step
from generator.values import Value

Local = Mapping[str, tuple[str, Value]]


class Evaluation:
    """Values and nodes as they are found.

    Args:
        where: the file that errors name.
        givens: values by name.
        overrides: values that take the place of a given's, a step's or `w[2]`'s own.

    Raises GradsetError, which names the step, where one fails.
    """

    def __init__(
        self, where: str, givens: Mapping[str, Value], overrides: Mapping[str, Value]
    ) -> None:
        self._where = where
        self._overrides = overrides
        self.values = {name: overrides.get(name, value) for name, value in givens.items()}
        self.nodes = {name: Node(name, None) for name in givens}

    def once(self, step: Step) -> None:
        """Evaluate a step that does not repeat."""
        received = [self.values[source] for source in step.sources]
        self._keep(step.node, received)

    def repeated(self, block: tuple[Step, ...]) -> None:
        """Unroll steps over one sequence into `w[1]`, `w[2]`, …, then `w_all` and `w`."""
        assert block[0].mark.over is not None
        sequence = block[0].mark.over[1]
        if not np.iterable(self.values[sequence]):
            raise GradsetError(
                f"{self._where}: step {block[0].name!r} runs over {sequence!r}, which is "
                f"{self.values[sequence]!r}; a list or an array would be right"
            )
        current: dict[str, tuple[str, Value]] = {
            f"{step.name}_before": (f"{step.name}_0", self.values[f"{step.name}_0"])
            for step in block
            if f"{step.name}_0" in self.values
        }
        rounds = 0
        for rounds, element in enumerate(self.values[sequence], 1):
            local = dict(current)
            local["t"] = (sequence, rounds)
            for step in block:
                assert step.mark.over is not None
                local[step.mark.over[0]] = (sequence, element)
                kept = self._round(step, rounds, local)
                local[step.name] = current[f"{step.name}_before"] = kept
        for step in block:
            self._collect(step.name, rounds)

    def _round(self, step: Step, number: int, local: Local) -> tuple[str, Value]:
        """Evaluate a repeated step once; `local` are names that mean something only there."""
        inputs = {
            argument: local[source][0] if source in local else source
            for argument, source in zip(step.arguments, step.sources, strict=True)
        }
        received = [local[s][1] if s in local else self.values[s] for s in step.sources]
        node = Node(f"{step.name}[{number}]", step, inputs, number)
        return node.name, self._keep(node, received)

    def _keep(self, node: Node, received: Sequence[Value]) -> Value:
        if node.name in self._overrides:
            value = self._overrides[node.name]
        else:
            value = called(self._where, node, received)
        self.nodes[node.name] = node
        self.values[node.name] = value
        return value

    def _collect(self, name: str, rounds: int) -> None:
        if not rounds and f"{name}_0" not in self.values:
            raise GradsetError(f"{self._where}: {name!r} runs over an empty sequence")
        parts = {f"{name}[{i}]": f"{name}[{i}]" for i in range(1, rounds + 1)}
        last = f"{name}[{rounds}]" if rounds else f"{name}_0"
        for node in (Node(f"{name}_all", None, parts), Node(name, None, {last: last})):
            self.nodes[node.name] = node
            self.values[node.name] = collected(node, self.values)


def reevaluated(where: str, known: Solved, overrides: Mapping[str, Value]) -> Solved | None:
    """A solution with some quantities overridden: only what comes after them is evaluated.

    None where a step is repeated over one of those, so that there may be other rounds.
    """
    after = list(dict.fromkeys(chain.from_iterable(known.after(name) for name in overrides)))
    if not known.sequences.isdisjoint([*overrides, *after]):
        return None
    if len(overrides) > 1:
        after.sort(key=list(known.nodes).index)
    values = {**known.values_by_name, **overrides}
    for name in after:
        if name not in overrides:
            node = known.nodes[name]
            if node.step is None:
                values[name] = collected(node, values)
            else:
                received = [node.received(argument, values) for argument in node.step.arguments]
                values[name] = called(where, node, received)
    return Solved(values, known.nodes)


def called(where: str, node: Node, received: Sequence[Value]) -> Value:
    """What a node's step computes; other solutions share it, so nobody may write into it."""
    assert node.step is not None
    try:
        value = node.step.function(*received)
    except GradsetError:
        raise
    except Exception as error:
        raise GradsetError(
            f"{where}: step {node.name!r} failed: {type(error).__name__}: {error}"
        ) from error
    return shared(value)


def collected(node: Node, values: Mapping[str, Value]) -> Value:
    """All values of a repeated step for its node `w_all`, the last for `w`."""
    found = [values[name] for name in node.inputs.values()]
    return shared(stacked(found)) if node.name.endswith("_all") else found[0]


def shared(value: Value) -> Value:
    """`value`, so that a step which writes into what it received fails."""
    if isinstance(value, np.ndarray):
        value.flags.writeable = False
    return value


def stacked(found: list[Value]) -> Value:
    """An array of equal-shaped numbers; a list of anything else."""
    if found and all(isinstance(v, float | np.floating) for v in found):
        return np.array(found, dtype=np.float64)
    if found and all(isinstance(v, np.ndarray) for v in found):
        shapes = {v.shape for v in found}
        return np.stack(found) if len(shapes) == 1 else found
    return found
