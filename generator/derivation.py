"""A question's mathematics: named steps with one formula each, ordered by what they need.

Everything the project promises is an evaluation of this one graph: the key (as it stands), a
mistake (one step replaced), follow-through and tolerances (one quantity overridden), the check of
a gradient (a quantity overridden by ±h).
"""

import difflib
import graphlib
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType

import numpy as np

from generator.errors import GradsetError
from generator.values import Value

PLACEHOLDER = re.compile(r"<([A-Za-z]\w*)(?:\.\w+)?>")
RIGHT = " (right)"  # the correct value beside the mistake that takes its place


@dataclass(frozen=True)
class Mark:
    """What a decorator of `generator.authoring` says about a function."""

    over: tuple[str, str] | None = None  # (element's name, sequence's name)
    gradient: tuple[str, str] | None = None  # (of, with respect to)
    at: tuple[str, ...] = ()  # givens that hold the index, for the gradient of one entry
    instead_of: str | None = None
    guard: bool = False
    check: bool = False


@dataclass(frozen=True)
class Step:
    """One named quantity and how it is computed.

    `sources` are the names whose values it receives, in the order of its arguments.
    """

    name: str
    function: Callable[..., Value]
    arguments: tuple[str, ...]
    sources: tuple[str, ...]
    formula: str | None = None
    mark: Mark = Mark()


@dataclass(frozen=True)
class Mistake:
    """A step (or given) done wrong; its name says what the student did."""

    name: str
    instead_of: str
    step: Step


@dataclass(frozen=True)
class Guard:
    """A condition that a drawn variant has to satisfy; `reason` says what is wrong otherwise."""

    name: str
    function: Callable[..., object]
    arguments: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Node:
    """One evaluated quantity: `step` is None for a given, `inputs` the nodes it received.

    A repeated step has a node for each element, named `w[1]`, `w[2]`, …, and two that collect
    them: `w_all` and `w`, the last.
    """

    name: str
    step: Step | None
    inputs: Mapping[str, str] = field(default_factory=dict)
    number: int | None = None


class Solved(Mapping[str, Value]):
    """The values of all quantities, by name, with the graph that led to them."""

    def __init__(self, values: dict[str, Value], nodes: dict[str, Node]) -> None:
        self.values_by_name = values
        self.nodes = nodes

    def __getitem__(self, name: str) -> Value:
        """The value of a quantity; GradsetError where the name is unknown."""
        try:
            return self.values_by_name[name]
        except KeyError:
            raise GradsetError(f"no quantity {name!r}; {known(self.values_by_name)}") from None

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)

    def __contains__(self, name: object) -> bool:
        return name in self.values_by_name

    def after(self, name: str) -> list[str]:
        """The quantities that depend on `name`, in order of evaluation."""
        reached = {name}
        for node in self.nodes.values():
            if node.name != name and reached.intersection(node.inputs.values()):
                reached.add(node.name)
        return [node for node in self.nodes if node in reached and node != name]

    def before(self, names: Iterable[str]) -> set[str]:
        """The quantities that `names` depend on, without themselves."""
        todo, found = list(names), set()
        while todo:
            for source in self.nodes[todo.pop()].inputs.values():
                if source not in found:
                    found.add(source)
                    todo.append(source)
        return found


def known(names: Iterable[str]) -> str:
    """A list of names for an error message."""
    return "known are " + ", ".join(sorted(n for n in names if n.isidentifier()))


def nearest(name: str, names: Iterable[str]) -> str:
    """'; did you mean …?' where one of `names` is close to `name`, else what is known."""
    names = list(names)
    match = difflib.get_close_matches(name, names, n=1)
    return f"did you mean {match[0]!r}?" if match else known(names)


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
        for placeholder in PLACEHOLDER.findall(text or ""):
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
            self._plans[key] = self._make_plan(givens, mistake)
        return self._plans[key]

    def _make_plan(self, givens: frozenset[str], mistake: str | None) -> list[tuple[Step, ...]]:
        """Blocks of steps in order: one step each, or all that repeat over one sequence."""
        steps = self._with_mistake(givens, mistake)
        clash = sorted(self.steps.keys() & givens)
        if clash:
            raise GradsetError(f"{self.where}: {clash[0]!r} is both a given and a step; rename one")
        block_of = {
            s.name: f"over {s.mark.over[1]}" if s.mark.over else s.name for s in steps.values()
        }
        provided = {name: name for name in givens}
        provided.update(block_of)
        provided.update({f"{n}_all": b for n, b in block_of.items() if b.startswith("over ")})
        self._check_gradients(provided)
        needs: dict[str, set[str]] = {block: set() for block in block_of.values()}
        inner: dict[str, dict[str, set[str]]] = {}
        for step in steps.values():
            outer, same = self._needs(step, block_of, provided, givens)
            needs[block_of[step.name]] |= outer
            inner.setdefault(block_of[step.name], {})[step.name] = same
        order = [name for name in self._sorted(needs) if name in inner]
        return [tuple(steps[name] for name in self._sorted(inner[block])) for block in order]

    def _check_gradients(self, provided: Mapping[str, str]) -> None:
        for step in self.steps.values():
            for name in (*(step.mark.gradient or ()), *step.mark.at):
                if name.split("[")[0] not in provided:
                    raise GradsetError(
                        f"{self.where}: gradient {step.name!r} names {name!r}, which is no given "
                        f"or step; {nearest(name, provided)}"
                    )

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

    def _needs(
        self,
        step: Step,
        block_of: Mapping[str, str],
        provided: Mapping[str, str],
        givens: frozenset[str],
    ) -> tuple[set[str], set[str]]:
        """The blocks or givens a step needs from outside its block, and the steps from inside."""
        outer: set[str] = set()
        same: set[str] = set()
        block = block_of[step.name]
        local = {step.mark.over[0], "t"} if step.mark.over else set()
        if step.mark.over:
            outer.add(self._provider(step, step.mark.over[1], provided, givens))
        for source in step.sources:
            earlier = source.removesuffix("_before")
            if source in local:
                continue
            if step.mark.over and source != earlier and block_of.get(earlier) == block:
                if f"{earlier}_0" not in provided:
                    raise GradsetError(
                        f"{self.where}: step {step.name!r} takes {source!r}, so there has to be a "
                        f"given or step '{earlier}_0' to start with"
                    )
                outer.add(self._provider(step, f"{earlier}_0", provided, givens))
            elif step.mark.over and block_of.get(source) == block:
                same.add(source)
            else:
                outer.add(self._provider(step, source, provided, givens))
        return outer, same

    def _provider(
        self, step: Step, source: str, provided: Mapping[str, str], givens: frozenset[str]
    ) -> str:
        if source.endswith(RIGHT) and source.removesuffix(RIGHT) in givens:
            return source
        if source not in provided:
            raise GradsetError(
                f"{self.where}: step {step.name!r} takes {source!r}, which is no given, step or "
                f"convention; {nearest(source, provided)}"
            )
        return provided[source]

    def _sorted(self, needs: Mapping[str, set[str]]) -> list[str]:
        try:
            return list(graphlib.TopologicalSorter(needs).static_order())
        except graphlib.CycleError as error:
            circle = " → ".join(reversed(error.args[1]))
            raise GradsetError(
                f"{self.where}: these steps need each other: {circle}; "
                "one of them has to do without the next"
            ) from None


def stacked(found: list[Value]) -> Value:
    """An array of equal-shaped numbers; a list of anything else."""
    if found and all(isinstance(v, float | np.floating) for v in found):
        return np.array(found, dtype=np.float64)
    if found and all(isinstance(v, np.ndarray) for v in found):
        shapes = {v.shape for v in found}
        return np.stack(found) if len(shapes) == 1 else found
    return found
