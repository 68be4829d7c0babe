"""A question: its prose and its derivation, loaded from two files beside each other."""

import importlib.util
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.derivation import Derivation
from generator.draws import Rng
from generator.errors import GradsetError
from generator.prose import Part, Prose, Section, read
from generator.steps import nearest
from generator.text.numbers import Rounding
from generator.values import Value

DEFAULT_DECIMALS = 4
QUANTITY_KINDS = ("numeric", "table", "formula")


@dataclass(frozen=True)
class Question:
    """A question as authored.

    draw: returns the givens; a pool of statements has none to draw.
    reference: torch's own computation; None where there is nothing to compute.
    """

    id: str
    prose: Prose
    derivation: Derivation
    draw: Callable[[Rng], Mapping[str, Value]]
    reference: Callable[..., Mapping[str, Any]] | None

    @classmethod
    def load(cls, name: str, path: Path) -> "Question":
        """Read the prose and execute the code beside it.

        Raises GradsetError where the two do not fit together.
        """
        prose = read(path)
        code = path.with_suffix(".py")
        if not code.exists():
            question = cls(name, prose, Derivation({}, str(path)), _nothing, None)
        else:
            module = _execute(name, code)
            draw = getattr(module, "draw", None) or _nothing
            reference = getattr(module, "reference", None)
            question = cls(name, prose, Derivation.of_module(module, str(code)), draw, reference)
        question._check_parts()
        question._check_mistakes()
        return question

    @cached_property
    def reference_givens(self) -> tuple[str, ...]:
        """The givens that the reference takes."""
        return tuple(inspect.signature(self.reference).parameters) if self.reference else ()

    @property
    def title(self) -> str:
        """The title, in Markdown."""
        return self.prose.front.title

    def rounding(self, part: Part | None = None, digits: int | None = None) -> Rounding:
        """How a part's answer is printed; without a part, how intermediate values are.

        Args:
            part: one of this question's.
            digits: the exam's decimal places, which replace the question's.
        """
        front = self.prose.front
        if part and (part.decimals is not None or part.significant is not None):
            return Rounding(part.decimals, part.significant)
        if front.significant is not None:
            return Rounding(significant=digits or front.significant)
        decimals = DEFAULT_DECIMALS if front.decimals is None else front.decimals
        return Rounding(decimals=digits or decimals)

    def quantities_of(self, name: str) -> list[str]:
        """The quantities that a part asks for; none where its section lists the options."""
        part = self.prose.front.parts[name]
        if part.columns:
            return part.columns
        section = self.prose.sections[name]
        if part.kind in QUANTITY_KINDS or (part.kind == "choice" and not section.items):
            return [part.of or name]
        return []

    def _check_parts(self) -> None:
        steps = self.derivation.steps
        for name, part in self.prose.front.parts.items():
            for quantity in self.quantities_of(name):
                if quantity.split("[")[0].removesuffix("_all") not in steps:
                    raise GradsetError(
                        f"{self.prose.path}: part {name!r} asks for {quantity!r}, which is not a "
                        f"step; the steps are {', '.join(steps) or 'none'}"
                    )
            self._check_section(name, part)

    def _check_section(self, name: str, part: Part) -> None:
        section = self.prose.sections[name]
        where = f"{self.prose.path}: part {name!r} ({part.kind})"
        self._check_repeats(where, part, section)
        right = sum(item.mark == "x" for item in section.items)
        if part.kind == "choice" and section.items and right != 1:
            raise GradsetError(f"{where} has {right} options marked '- [x]'; exactly one is right")
        if part.draw == 1:
            raise GradsetError(f"{where} draws 1; it has to draw at least 2, or 0 for all")
        if part.kind == "choice" and 0 < len(section.items) < max(2, part.draw):
            raise GradsetError(f"{where} needs at least {max(2, part.draw)} options")
        if part.kind == "statements" and len(section.items) < max(2, part.draw):
            raise GradsetError(
                f"{where} lists {len(section.items)} statements; it needs at least "
                f"{max(2, part.draw)} lines '- [x] …' or '- [ ] …'"
            )
        if part.kind == "statements":
            self._check_pool(where, part, right, len(section.items) - right)
        # Two stems with one right side are never shown together.
        if part.kind == "match" and len({right for _, right in section.pairs}) < max(2, part.draw):
            raise GradsetError(
                f"{where} needs a table of at least {max(2, part.draw)} pairs with different "
                "right sides"
            )
        if part.kind == "order" and len(section.items) < 3:
            raise GradsetError(f"{where} needs a numbered list of at least three items")
        if part.kind == "essay":
            points = sum(item.points for item in section.items)
            if points != part.points:
                raise GradsetError(
                    f"{where} has a rubric of {points} points but is worth {part.points}; "
                    "the lines '- (2) …' have to add up"
                )
            if not section.quoted:
                raise GradsetError(f"{where} has no model answer; write it in lines '> …'")
        for item in section.items:
            if item.check and item.check not in self.derivation.checks:
                raise GradsetError(
                    f"{where} names the check {item.check!r}, which the code has not; "
                    + nearest(item.check, self.derivation.checks)
                )

    def _check_repeats(self, where: str, part: Part, section: Section) -> None:
        """No two options, statements, stems or items to be ordered that read alike."""
        if part.kind == "essay":
            return
        seen = set()
        for text in (*(item.text for item in section.items), *(stem for stem, _ in section.pairs)):
            folded = " ".join(text.split())
            if folded in seen:
                raise GradsetError(f"{where} lists {folded!r} twice")
            seen.add(folded)

    def _check_pool(self, where: str, part: Part, true: int, false: int) -> None:
        """Enough statements of both kinds for every form that may be drawn."""
        if not (true and false):
            raise GradsetError(
                f"{where} lists {true} true and {false} false statements; it needs one of each"
            )
        for form, others, kind in (("one_true", false, "false"), ("one_false", true, "true")):
            if form in part.forms and others < part.draw - 1:
                raise GradsetError(
                    f"{where} draws {part.draw} in the form {form!r}, which needs "
                    f"{part.draw - 1} {kind} statements; it lists {others}"
                )

    def _check_mistakes(self) -> None:
        coded, worded = self.derivation.mistakes, self.prose.mistakes
        for name in coded:
            if name not in worded and not coded[name].misconception:
                raise GradsetError(
                    f"{self.prose.path}: mistake {name!r} has no sentence; add '- `{name}`: …' "
                    "under '## mistakes', or name the misconception that it is a case of"
                )
        for name in worded:
            if name not in coded:
                raise GradsetError(
                    f"{self.prose.path}: the sentence for {name!r} has no function marked "
                    f"@instead_of; {nearest(name, coded) if coded else 'the code has no mistakes'}"
                )


def _nothing(_: Rng) -> Mapping[str, Value]:
    """What a question without numbers draws."""
    return {}


def _execute(name: str, path: Path) -> ModuleType:
    """Run a question's code as a module of its own."""
    module_name = "bank_" + name.replace("/", "__") + f"_{abs(hash(path)):x}"
    spec = importlib.util.spec_from_file_location(module_name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        spec.loader.exec_module(module)
    except GradsetError:
        raise
    except Exception as error:
        line = getattr(error, "lineno", None) or _line_in(path, error)
        raise GradsetError(f"{path}:{line}: {type(error).__name__}: {error}") from error
    return module


def _line_in(path: Path, error: BaseException) -> int:
    """The last line of `path` that the error passed through."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
