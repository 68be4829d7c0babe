"""A question's mathematics: named steps with one formula each, ordered by what they need.

Everything the project promises is an evaluation of this one graph: the key (as it stands), a
mistake (one step replaced), follow-through and tolerances (one quantity overridden), the check of
a gradient (a quantity overridden by ±h).
"""

import inspect
from collections.abc import Callable, Mapping
from functools import cached_property
from types import ModuleType

import numpy as np

from generator.errors import GradsetError
from generator.plan import Plan
from generator.steps import PLACEHOLDER, RIGHT, Guard, Mark, Mistake, Node, Solved, Step, nearest
from generator.values import Value


def _overridable(name: str, givens: Mapping[str, Value], nodes: Mapping[str, Node]) -> str:
    """What could be overridden instead of `name`."""
    base = name.split("[")[0].removesuffix("_all")
    rounds = [n for n, node in nodes.items() if node.step and node.step.name == base]
    if rounds and rounds != [base]:
        return f"its rounds are {rounds[0]} to {rounds[-1]}"
    return nearest(name, [*givens, *(n for n, node in nodes.items() if node.step)])


class Derivation:
    """The steps, mistakes and guards of one question.

    Args:
        functions: by name; those marked by `generator.authoring` carry a `Mark`.
        where: the file that errors name.

    Raises GradsetError where a placeholder is no argument of its step, a mistake replaces nothing,
    or steps need each other in a circle.
    """

    def __init__(self, functions: Mapping[str, Callable[..., Value]], where: str = "") -> None:
        self.where = where
        self.steps: dict[str, Step] = {}
        self.mistakes: dict[str, Mistake] = {}
        self.guards: dict[str, Guard] = {}
        self.checks: dict[str, Callable[[], object]] = {}
        self._plans: dict[tuple[frozenset[str], str | None], list[tuple[Step, ...]]] = {}
        for name, function in functions.items():
            self._add(name, function)
        for mistake in self.mistakes.values():
            self._check_mistake(mistake)

    @classmethod
    def of_module(cls, module: ModuleType, where: str) -> "Derivation":
        """The public functions that the module defines, except `draw` and `reference`."""
        functions = {
            name: value
            for name, value in vars(module).items()
            if inspect.isfunction(value)
            and value.__module__ == module.__name__
            and not name.startswith("_")
            and name not in ("draw", "reference")
        }
        return cls(functions, where)

    def _add(self, name: str, function: Callable[..., Value]) -> None:
        mark: Mark = getattr(function, "mark", Mark())
        arguments = tuple(inspect.signature(function).parameters)
        text = inspect.getdoc(function)
        if mark.guard:
            self.guards[name] = Guard(name, function, arguments, (text or name).strip())
            return
        if mark.check:
            self.checks[name] = function
            return
        step = Step(name, function, arguments, arguments, text, mark)
        for match in PLACEHOLDER.finditer(text or ""):
            placeholder = match["name"]
            if placeholder not in arguments:
                raise GradsetError(
                    f"{self.where}: the formula of {name!r} names <{placeholder}>, which is no "
                    f"argument of it; its arguments are {', '.join(arguments) or 'none'}"
                )
        if mark.instead_of is None:
            self.steps[name] = step
        else:
            self.mistakes[name] = Mistake(name, mark.instead_of, step)

    def _check_mistake(self, mistake: Mistake) -> None:
        # A name that is no step may still be a given, which only a draw can tell; `solve` does.
        replaced = self.steps.get(mistake.instead_of)
        if replaced and mistake.step.mark.over and replaced.mark.over != mistake.step.mark.over:
            raise GradsetError(
                f"{self.where}: mistake {mistake.name!r} runs over {mistake.step.mark.over[1]!r}, "
                f"but {mistake.instead_of!r} does not; leave its @over out"
            )

    @cached_property
    def formula_steps(self) -> list[Step]:
        """The steps with a formula, which a worked solution prints."""
        return [step for step in self.steps.values() if step.formula]

    def solve(
        self,
        givens: Mapping[str, Value],
        overrides: Mapping[str, Value] | None = None,
        mistake: str | None = None,
    ) -> Solved:
        """All quantities from the givens, with some overridden and at most one mistake made.

        Args:
            givens: values by name.
            overrides: values that take the place of a given's, a step's or `w[2]`'s own.
            mistake: the name of a mistake of this derivation.

        Raises GradsetError where a name is unknown or steps form a circle; what a step itself
        raises comes out as GradsetError that names it.
        """
        overrides = overrides or {}
        values = {**givens}
        if mistake is not None and mistake not in self.mistakes:
            raise GradsetError(
                f"{self.where}: no mistake {mistake!r}; {nearest(mistake, self.mistakes)}"
            )
        if mistake is not None and self.mistakes[mistake].instead_of in givens:
            values[self.mistakes[mistake].instead_of + RIGHT] = values.pop(
                self.mistakes[mistake].instead_of
            )
        values.update({name: v for name, v in overrides.items() if name in givens})
        nodes = {name: Node(name, None) for name in values}
        for block in self._plan(frozenset(givens), mistake):
            if block[0].mark.over:
                self._repeat(block, values, nodes, overrides)
            else:
                self._evaluate(block[0], block[0].name, {}, values, nodes, overrides)
        for name in overrides:
            if name not in givens and (name not in nodes or nodes[name].step is None):
                raise GradsetError(
                    f"{self.where}: {name!r} is no given and no single step, so it cannot be "
                    f"overridden; {_overridable(name, givens, nodes)}"
                )
        return Solved(values, nodes)

    def holds(self, guard: Guard, solved: Solved) -> bool:
        """Whether a variant satisfies a guard; GradsetError where the guard itself fails."""
        for name in guard.arguments:
            if name not in solved:
                raise GradsetError(
                    f"{self.where}: guard {guard.name!r} takes {name!r}, which is no given, step "
                    f"or convention; {nearest(name, solved)}"
                )
        try:
            return bool(guard.function(*(solved[name] for name in guard.arguments)))
        except Exception as error:
            raise GradsetError(
                f"{self.where}: guard {guard.name!r} failed: {type(error).__name__}: {error}"
            ) from error

    def _evaluate(
        self,
        step: Step,
        name: str,
        local: Mapping[str, tuple[str, Value]],
        values: dict[str, Value],
        nodes: dict[str, Node],
        overrides: Mapping[str, Value],
        number: int | None = None,
    ) -> Value:
        """Evaluate one node; `local` are names that mean something only inside a repetition."""
        inputs = {
            argument: local[source][0] if source in local else source
            for argument, source in zip(step.arguments, step.sources, strict=True)
        }
        if name in overrides:
            value = overrides[name]
        else:
            received = [local[s][1] if s in local else values[s] for s in step.sources]
            try:
                value = step.function(*received)
            except GradsetError:
                raise
            except Exception as error:
                raise GradsetError(
                    f"{self.where}: step {name!r} failed: {type(error).__name__}: {error}"
                ) from error
        values[name] = value
        nodes[name] = Node(name, step, inputs, number)
        return value

    def _repeat(
        self,
        block: tuple[Step, ...],
        values: dict[str, Value],
        nodes: dict[str, Node],
        overrides: Mapping[str, Value],
    ) -> None:
        """Unroll repeated steps into `w[1]`, `w[2]`, …, then `w_all` and `w`."""
        assert block[0].mark.over is not None
        sequence = block[0].mark.over[1]
        if not np.iterable(values[sequence]):
            raise GradsetError(
                f"{self.where}: step {block[0].name!r} runs over {sequence!r}, which is "
                f"{values[sequence]!r}; a list or an array would be right"
            )
        current: dict[str, tuple[str, Value]] = {
            f"{step.name}_before": (f"{step.name}_0", values[f"{step.name}_0"])
            for step in block
            if f"{step.name}_0" in values
        }
        collected: dict[str, list[Value]] = {step.name: [] for step in block}
        for number, element in enumerate(values[sequence], 1):
            local = dict(current)
            local["t"] = (sequence, number)
            for step in block:
                assert step.mark.over is not None
                local[step.mark.over[0]] = (sequence, element)
                name = f"{step.name}[{number}]"
                value = self._evaluate(step, name, local, values, nodes, overrides, number)
                local[step.name] = (name, value)
                current[f"{step.name}_before"] = (name, value)
                collected[step.name].append(value)
        for step in block:
            self._collect(step.name, collected[step.name], values, nodes)

    def _collect(
        self, name: str, found: list[Value], values: dict[str, Value], nodes: dict[str, Node]
    ) -> None:
        if not found and f"{name}_0" not in values:
            raise GradsetError(f"{self.where}: {name!r} runs over an empty sequence")
        parts = {f"{name}[{i}]": f"{name}[{i}]" for i in range(1, len(found) + 1)}
        last = f"{name}[{len(found)}]" if found else f"{name}_0"
        values[f"{name}_all"] = stacked(found)
        nodes[f"{name}_all"] = Node(f"{name}_all", None, parts)
        values[name] = values[last]
        nodes[name] = Node(name, None, {last: last})

    def _plan(self, givens: frozenset[str], mistake: str | None) -> list[tuple[Step, ...]]:
        key = (givens, mistake)
        if key not in self._plans:
            clash = sorted(self.steps.keys() & givens)
            if clash:
                raise GradsetError(
                    f"{self.where}: {clash[0]!r} is both a given and a step; rename one"
                )
            self._plans[key] = Plan(self.where, self._with_mistake(givens, mistake), givens).blocks
        return self._plans[key]

    def _with_mistake(self, givens: frozenset[str], mistake: str | None) -> dict[str, Step]:
        steps = dict(self.steps)
        if mistake is None:
            return steps
        wrong = self.mistakes[mistake]
        name = wrong.instead_of
        if name not in steps and name not in givens:
            raise GradsetError(
                f"{self.where}: mistake {mistake!r} replaces {name!r}, which is no step or given; "
                + nearest(name, [*steps, *givens])
            )
        replaced = steps.get(name)
        mark = Mark(over=replaced.mark.over if replaced else None)
        sources = tuple(name + RIGHT if a == name else a for a in wrong.step.arguments)
        steps[name] = Step(name, wrong.step.function, wrong.step.arguments, sources, None, mark)
        if replaced and name + RIGHT in sources:
            steps[name + RIGHT] = Step(
                name + RIGHT, replaced.function, replaced.arguments, replaced.sources, None, mark
            )
        return steps


def stacked(found: list[Value]) -> Value:
    """An array of equal-shaped numbers; a list of anything else."""
    if found and all(isinstance(v, float | np.floating) for v in found):
        return np.array(found, dtype=np.float64)
    if found and all(isinstance(v, np.ndarray) for v in found):
        shapes = {v.shape for v in found}
        return np.stack(found) if len(shapes) == 1 else found
    return found
