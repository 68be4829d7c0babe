"""The pieces of a derivation: steps, mistakes, guards, and the graph that solving them leaves."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from generator.errors import GradsetError
from generator.values import Value

PLACEHOLDER = re.compile(r"<(?P<name>[A-Za-z]\w*)(?:\.(?P<field>\w+))?>")
RIGHT = " (right)"  # the correct value beside the mistake that takes its place


@dataclass(frozen=True)
class Mark:
    """What a decorator of `generator.authoring` says about a function."""

    over: tuple[str, str] | None = None  # (element's name, sequence's name)
    gradient: tuple[str, str] | None = None  # (of, with respect to)
    at: tuple[str, ...] = ()  # givens that hold the index, for the gradient of one entry
    instead_of: str | None = None
    misconception: str = ""
    guard: bool = False
    contrary: tuple[object, ...] = ()  # of a check: the claim that turns its truth around


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

    @cached_property
    def node(self) -> "Node":
        """Its node where it does not repeat."""
        return Node(self.name, self, dict(zip(self.arguments, self.sources, strict=True)))


@dataclass(frozen=True)
class Mistake:
    """A step (or given) done wrong; its name says what the student did.

    `misconception` names the entry of the catalogue that it is a case of, if there is one.
    """

    name: str
    instead_of: str
    step: Step
    misconception: str = ""


@dataclass(frozen=True)
class Guard:
    """A condition that a drawn variant has to satisfy; `reason` says what is wrong otherwise."""

    name: str
    function: Callable[..., object]
    arguments: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Check:
    """What computes the truth of a statement.

    `function` takes the claim, which by default is what the statement says; with `contrary` in its
    place the truth has to be the opposite, so that a check that tells nothing apart is noticed.
    """

    function: Callable[..., object]
    contrary: object


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

    def received(self, argument: str, values: Mapping[str, Value]) -> Value:
        """The value that the step received for one of its arguments."""
        if self.number is not None:
            if argument == "t":
                return self.number
            if self.is_element(argument):
                return values[self.inputs[argument]][self.number - 1]
        return values[self.inputs[argument]]

    def is_element(self, argument: str) -> bool:
        """Whether the argument is the element that a repeated step is evaluated for."""
        assert self.step is not None
        return self.step.mark.over is not None and self.step.mark.over[0] == argument


class Solved(Mapping[str, Value]):
    """The values of all quantities, by name, with the graph that led to them."""

    def __init__(self, values: dict[str, Value], nodes: dict[str, Node]) -> None:
        self.values_by_name = values
        self.nodes = nodes
        self._after: dict[str, list[str]] = {}

    @cached_property
    def sequences(self) -> frozenset[str]:
        """The quantities that steps are repeated over."""
        steps = [node.step for node in self.nodes.values() if node.step]
        return frozenset(step.mark.over[1] for step in steps if step.mark.over)

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
        if name not in self._after:
            reached = {name: None}
            for node in self.nodes.values():
                if not reached.keys().isdisjoint(node.inputs.values()):
                    reached[node.name] = None
            self._after[name] = [node for node in reached if node != name]
        return self._after[name]

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
