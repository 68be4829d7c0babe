"""A question's mathematics: named steps with one formula each, ordered by what they need.

Everything the project promises is an evaluation of this one graph: the key (as it stands), a
mistake (one step replaced), follow-through and tolerances (one quantity overridden), the check of
a gradient (a quantity overridden by ±h).
"""

import inspect
from collections.abc import Callable, Mapping
from functools import cached_property
from types import ModuleType

from generator.errors import GradsetError
from generator.evaluation import Evaluation, called, reevaluated
from generator.misconceptions import MISCONCEPTIONS
from generator.plan import Plan
from generator.steps import (
    PLACEHOLDER,
    RIGHT,
    Check,
    Guard,
    Mark,
    Mistake,
    Node,
    Solved,
    Step,
    nearest,
)
from generator.values import Value

# What Jinja and the words of a question mean by themselves: a quantity of that name stays unseen.
TEMPLATE_WORDS = frozenset({"true", "false", "none", "loop", "work", "derivation"})


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
        self.checks: dict[str, Check] = {}
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
        if mark.contrary:
            self.checks[name] = self._check(name, function, mark.contrary[0])
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
            self.mistakes[name] = Mistake(name, mark.instead_of, step, mark.misconception)

    def _check(self, name: str, function: Callable[..., object], contrary: object) -> Check:
        claims = inspect.signature(function).parameters.values()
        if len(claims) != 1 or any(claim.default is claim.empty for claim in claims):
            raise GradsetError(
                f"{self.where}: the check {name!r} has to take one argument, whose default is what "
                f"its statement claims; it takes {', '.join(map(str, claims)) or 'none'}"
            )
        return Check(function, contrary)

    def _check_mistake(self, mistake: Mistake) -> None:
        if mistake.misconception and mistake.misconception not in MISCONCEPTIONS:
            raise GradsetError(
                f"{self.where}: mistake {mistake.name!r} refers to {mistake.misconception!r}, "
                "which the catalogue of misconceptions has not; "
                + nearest(mistake.misconception, MISCONCEPTIONS)
            )
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
        known: Solved | None = None,
    ) -> Solved:
        """All quantities from the givens, with some overridden and at most one mistake made.

        Args:
            givens: values by name.
            overrides: values that take the place of a given's, a step's or `w[2]`'s own.
            mistake: the name of a mistake of this derivation.
            known: the right solution for the same givens, if there is one; what does not come
                after an override or the mistake is taken from it.

        Raises GradsetError where a name is unknown or steps form a circle; what a step itself
        raises comes out as GradsetError that names it.
        """
        if mistake is not None and mistake not in self.mistakes:
            raise GradsetError(
                f"{self.where}: no mistake {mistake!r}; {nearest(mistake, self.mistakes)}"
            )
        overrides = overrides or {}
        solved = None
        if known and mistake is None:
            solved = reevaluated(self.where, known, overrides)
        elif known and mistake and not overrides:
            solved = self._mistaken(givens, mistake, known)
        if solved is None:
            solved = self._evaluated(givens, overrides, mistake)
        nodes = solved.nodes
        for name in overrides:
            if name not in givens and (name not in nodes or nodes[name].step is None):
                raise GradsetError(
                    f"{self.where}: {name!r} is no given and no single step, so it cannot be "
                    f"overridden; {_overridable(name, givens, nodes)}"
                )
        return solved

    def _mistaken(self, givens: Mapping[str, Value], mistake: str, known: Solved) -> Solved | None:
        """A solution with a mistake made, as one overridden with what the mistake computes.

        None where the mistake stands in place of a repeated step, or repeated steps come after it.
        """
        self._plan(frozenset(givens), mistake)  # refuses a mistake that does not fit
        wrong = self.mistakes[mistake]
        replaced = self.steps.get(wrong.instead_of)
        if replaced and replaced.mark.over:
            return None
        received = [known[name] for name in wrong.step.arguments]
        value = called(self.where, Node(wrong.instead_of, wrong.step), received)
        return reevaluated(self.where, known, {wrong.instead_of: value})

    def _evaluated(
        self, givens: Mapping[str, Value], overrides: Mapping[str, Value], mistake: str | None
    ) -> Solved:
        blocks = self._plan(frozenset(givens), mistake)
        if mistake is not None and self.mistakes[mistake].instead_of in givens:
            wrong = self.mistakes[mistake].instead_of
            others = {name: value for name, value in givens.items() if name != wrong}
            givens = {**others, wrong + RIGHT: givens[wrong]}
        evaluation = Evaluation(self.where, givens, overrides)
        for block in blocks:
            if block[0].mark.over:
                evaluation.repeated(block)
            else:
                evaluation.once(block[0])
        return Solved(evaluation.values, evaluation.nodes)

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

    def _plan(self, givens: frozenset[str], mistake: str | None) -> list[tuple[Step, ...]]:
        key = (givens, mistake)
        if key not in self._plans:
            clash = sorted(self.steps.keys() & givens)
            if clash:
                raise GradsetError(
                    f"{self.where}: {clash[0]!r} is both a given and a step; rename one"
                )
            taken = sorted(TEMPLATE_WORDS & (self.steps.keys() | givens))
            if taken:
                raise GradsetError(
                    f"{self.where}: {taken[0]!r} is a word of the templates, which would hide the "
                    "quantity; rename it"
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
