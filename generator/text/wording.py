"""A question's prose with a student's numbers: Jinja for values, `<name>` for letters."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

import jinja2

from generator.errors import GradsetError
from generator.nets import ACTIVATIONS, LOSSES, Activation, Loss
from generator.steps import Solved, nearest
from generator.text.formulas import display, in_symbols, latex, tex, working
from generator.text.notation import Notation
from generator.text.numbers import Rounding
from generator.values import Value

_JINJA = re.compile(r"\{[{%#]")


class Wording:
    """Words one variant of one question.

    Args:
        where: the `.md` file that errors name.
        solved: all quantities.
        notation: their letters.
        rounding: how computed values are printed.
    """

    def __init__(self, where: str, solved: Solved, notation: Notation, rounding: Rounding) -> None:
        self.where = where
        self.solved = solved
        self.notation = notation
        self.rounding = rounding
        self._names = {name: value for name, value in solved.items() if name.isidentifier()}
        self._said: dict[str, str] = {}

    def __call__(self, markdown: str, **more: Value) -> str:
        """Markdown with all values and letters put in.

        Raises GradsetError where a name is unknown or the template is wrong.
        """
        if more:
            return self._put_in(markdown, {**self._names, **more})
        # A mistake's sentence is said at every answer that it changes.
        if markdown not in self._said:
            self._said[markdown] = self._put_in(markdown, self._names)
        return self._said[markdown]

    def _put_in(self, markdown: str, names: Mapping[str, Value]) -> str:
        if _JINJA.search(markdown):
            markdown = _render(self.where, markdown, self.rounding, names)
        return in_symbols(markdown, self.solved, self.notation, self.where)

    def solution(self, remarks: str) -> str:
        """The remarks with the worked steps: where `{{ work(…) }}` asks for them, else below."""
        shown: list[str] = []

        def work(*names: str) -> str:
            known = {n.step.name for n in self.solved.nodes.values() if n.step and n.step.formula}
            for name in names:
                if name.split("[")[0] not in known:
                    raise GradsetError(
                        f"{self.where}: work({name!r}) names no step with a formula; known are "
                        + ", ".join(sorted(known))
                    )
            chosen = names or tuple(self._formula_nodes())
            shown.extend(chosen)
            return self.steps(chosen)

        text = self(remarks, work=work)
        return (
            text if shown else "\n\n".join(filter(None, (text, self.steps(self._formula_nodes()))))
        )

    def steps(self, names: Sequence[str]) -> str:
        """The worked steps as display formulas; repeated steps go round by round."""
        nodes = self.solved.nodes
        chosen = [
            node
            for node in nodes.values()
            if node.step and node.step.formula and {node.name, node.step.name} & set(names)
        ]
        rows = [working(node.name, self.solved, self.notation, self.rounding) for node in chosen]
        return "\n\n".join(_aligned(group) for group in _paired(rows))

    def _formula_nodes(self) -> list[str]:
        return [n.name for n in self.solved.nodes.values() if n.step and n.step.formula]


def _paired(rows: Sequence[list[str]]) -> list[list[str]]:
    """Worked steps in groups that a page can keep together."""
    groups: list[list[str]] = []
    for lines in rows:
        tall = sum(3 if r"\\" in line else 1 for line in lines)
        filled = sum(3 if r"\\" in line else 1 for line in groups[-1]) if groups else 99
        if filled + tall > 9:
            groups.append([])
        groups[-1].extend(lines)
    return groups


def _aligned(rows: Sequence[str]) -> str:
    return "$$\n\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}\n$$"


def derivation(name: str) -> list[str]:
    """The proved chain from an activation's or loss's raw derivative to its textbook form.

    Raises GradsetError where there is no such function.
    """
    known: dict[str, Activation | Loss] = {**ACTIVATIONS, **LOSSES}
    if name not in known:
        raise GradsetError(f"no derivation of {name!r}; {nearest(name, known)}")
    return known[name].derivation()


def chain(expressions: Sequence[str]) -> str:
    """A chain of equal expressions as rows of one display formula."""
    first, *rest = expressions
    return _aligned([f"& {first}", *(f"& = {expression}" for expression in rest)])


def _row(rounding: Rounding, values: Sequence[Any]) -> str:
    """A vector in a line: `(0.5, -1)`."""
    numbers = (latex(v, partial(display, rounding=rounding)) for v in values)
    # Braces make a minus after a comma a sign, not an operation.
    return "(" + ", ".join(f"{{{n}}}" if n.startswith("-") else n for n in numbers) + ")"


def _positive_or_bracketed(rounding: Rounding, value: Any) -> str:
    text = tex(display(value, rounding))
    return f"({text})" if text.startswith("-") else text


def _finalize(rounding: Rounding, value: Any) -> Any:
    if isinstance(value, str | jinja2.Undefined):
        return value
    return latex(value, partial(display, rounding=rounding))


@lru_cache(maxsize=64)
def _environment(rounding: Rounding) -> jinja2.Environment:
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        finalize=partial(_finalize, rounding),
        keep_trailing_newline=False,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # prose is Markdown; each exporter escapes for its own target
    )
    environment.filters.update(
        row=partial(_row, rounding), p=partial(_positive_or_bracketed, rounding), chain=chain
    )
    environment.globals["derivation"] = derivation
    return environment


@lru_cache(maxsize=4096)
def _template(where: str, markdown: str, rounding: Rounding) -> jinja2.Template:
    try:
        return _environment(rounding).from_string(markdown)
    except jinja2.TemplateSyntaxError as error:
        line = markdown.splitlines()[error.lineno - 1].strip()
        raise GradsetError(f"{where}: in {line!r}: {error.message}") from None
    except SyntaxError as error:  # Jinja parses some expressions, such as K[::-1, 0], to no Python
        raise GradsetError(
            f"{where}: an expression in {{{{ }}}} or {{% %}} is too much for a template "
            f"({error.msg}); make it a step"
        ) from None


def _render(where: str, markdown: str, rounding: Rounding, names: Mapping[str, Value]) -> str:
    template = _template(where, markdown, rounding)
    try:
        return template.render(names)
    except jinja2.UndefinedError as error:
        raise GradsetError(
            f"{where}: {error.message}; known are {', '.join(sorted(names))}"
        ) from None
    except Exception as error:
        what = str(error) if isinstance(error, GradsetError) else f"{type(error).__name__}: {error}"
        raise GradsetError(f"{where}: {what.removeprefix(f'{where}: ')}") from error
