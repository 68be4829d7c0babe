"""In which order steps are evaluated: by what their arguments need."""

import graphlib
from collections.abc import Mapping

from generator.errors import GradsetError
from generator.steps import RIGHT, Step, nearest


class Plan:
    """Blocks of steps in order: one step each, or all that repeat over one sequence.

    Args:
        where: the file that errors name.
        steps: by name; with a mistake made, its step stands in place of the right one.
        givens: the names that need no step.

    Raises GradsetError where a name is unknown or steps need each other in a circle.
    """

    def __init__(self, where: str, steps: Mapping[str, Step], givens: frozenset[str]) -> None:
        self._where = where
        self._givens = givens
        self._block_of = {
            s.name: f"over {s.mark.over[1]}" if s.mark.over else s.name for s in steps.values()
        }
        repeated = {f"{n}_all": b for n, b in self._block_of.items() if b.startswith("over ")}
        self._provided = {**{name: name for name in givens}, **self._block_of, **repeated}
        self._check_gradients(steps)
        needs: dict[str, set[str]] = {block: set() for block in self._block_of.values()}
        inner: dict[str, dict[str, set[str]]] = {}
        for step in steps.values():
            outer, same = self._needs(step)
            needs[self._block_of[step.name]] |= outer
            inner.setdefault(self._block_of[step.name], {})[step.name] = same
        order = [name for name in self._sorted(needs) if name in inner]
        self.blocks = [tuple(steps[name] for name in self._sorted(inner[block])) for block in order]

    def _check_gradients(self, steps: Mapping[str, Step]) -> None:
        for step in steps.values():
            for name in (*(step.mark.gradient or ()), *step.mark.at):
                if name.split("[")[0] not in self._provided:
                    raise GradsetError(
                        f"{self._where}: gradient {step.name!r} names {name!r}, which is no given "
                        f"or step; {nearest(name, self._provided)}"
                    )

    def _needs(self, step: Step) -> tuple[set[str], set[str]]:
        """The blocks or givens a step needs from outside its block, and the steps from inside."""
        outer: set[str] = set()
        same: set[str] = set()
        block = self._block_of[step.name]
        local = {step.mark.over[0], "t"} if step.mark.over else set()
        if step.mark.over:
            outer.add(self._provider(step, step.mark.over[1]))
        for source in step.sources:
            earlier = source.removesuffix("_before")
            if source in local:
                continue
            if step.mark.over and source != earlier and self._block_of.get(earlier) == block:
                if f"{earlier}_0" not in self._provided:
                    raise GradsetError(
                        f"{self._where}: step {step.name!r} takes {source!r}, so there has to be a "
                        f"given or step '{earlier}_0' to start with"
                    )
                outer.add(self._provider(step, f"{earlier}_0"))
            elif step.mark.over and self._block_of.get(source) == block:
                same.add(source)
            else:
                outer.add(self._provider(step, source))
        return outer, same

    def _provider(self, step: Step, source: str) -> str:
        if source.endswith(RIGHT) and source.removesuffix(RIGHT) in self._givens:
            return source
        if source not in self._provided:
            raise GradsetError(
                f"{self._where}: step {step.name!r} takes {source!r}, which is no given, step or "
                f"convention; {nearest(source, self._provided)}"
            )
        return self._provided[source]

    def _sorted(self, needs: Mapping[str, set[str]]) -> list[str]:
        # A set's own order changes from process to process.
        ordered = {name: sorted(before) for name, before in needs.items()}
        try:
            return list(graphlib.TopologicalSorter(ordered).static_order())
        except graphlib.CycleError as error:
            circle = " → ".join(reversed(error.args[1]))
            raise GradsetError(
                f"{self._where}: these steps need each other: {circle}; "
                "one of them has to do without the next"
            ) from None
