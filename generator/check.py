"""A question under stress: many variants drawn, solved, verified, worded; what was found."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from generator.answers import Choice
from generator.bank import Bank
from generator.conventions import Conventions
from generator.errors import GradsetError
from generator.exporters import html, pdf
from generator.issue import MOST_DRAWS, accepted
from generator.parts import same_value, smallest_gap
from generator.processes import Progress, in_processes, silent
from generator.question import Question
from generator.sheet import sheet_question
from generator.steps import nearest
from generator.values import is_number
from generator.variant import Source, Variant
from generator.verifier_test import escapes, hidden_preactivations, statement_findings
from generator.verify import findings, readable_formulas

SECRET = b"gradset show"  # variants that anybody may see
LEAST_ACCEPTED = 0.20
TYPESET = 3  # so many variants of each question are set as pages, too
FAIR_TRIAL = 20  # variants after which a mistake that changed no answer will hardly do so
MOST_FINDINGS = 5  # of each question that are kept; one is enough to mend it


@dataclass
class Report:
    """What `check` found out about one question.

    distinct: how many of its variants differ in what a student sees; class_distinct: how many
    different ones a class of class_size finds, if that was asked.
    """

    question: str
    variants: int = 0
    draws: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    gap: float = float("inf")
    distinct: int = 0
    class_size: int = 0
    class_distinct: int = 0
    mistakes: dict[str, int] = field(default_factory=dict)
    formulas: tuple[int, int] = (0, 0)
    findings: list[str] = field(default_factory=list)

    @property
    def acceptance(self) -> float:
        """The share of draws that may be handed out."""
        return self.variants / self.draws if self.draws else 0.0

    def found(self, what: str) -> None:
        """Keep a finding in one line, if there are not enough of them already."""
        what = " ".join(line.strip() for line in what.splitlines())
        if len(self.findings) < MOST_FINDINGS and what not in self.findings:
            self.findings.append(what)


def public_source(variant: int) -> Source:
    """The stream of `show QUESTION --variant K`, which `check` draws as well."""
    return Source(SECRET, ("variant", str(variant)))


def public_variant(question: Question, number: int, conventions: Conventions) -> Variant:
    """The K-th public variant of a question.

    Raises GradsetError where no draw is accepted.
    """
    return accepted(question, public_source(number), conventions)


def check(
    bank: Bank, name: str, *, variants: int, conventions: Conventions, class_size: int = 0
) -> Report:
    """Draw and verify variants 1 … N of one question; whatever is wrong becomes a finding.

    So is a class of `class_size` students for which it has too few variants.
    """
    report = Report(name, class_size=class_size)
    try:
        question = bank.load(name)
        _stress(report, question, variants, conventions)
        if class_size and report.variants:
            _issue_to_class(report, question, conventions)
    except GradsetError as error:
        report.found(str(error))
    except Exception as error:  # of the question's own code
        report.found(f"{bank.paths()[name]}: {type(error).__name__}: {error}")
    return report


def _stress(report: Report, question: Question, variants: int, conventions: Conventions) -> None:
    report.mistakes = dict.fromkeys(question.derivation.mistakes, 0)
    for finding in statement_findings(question):
        report.found(str(finding))
    seen = set()
    for number in range(1, variants + 1):
        start = time.perf_counter()
        variant = _drawn(report, question, number, conventions)
        report.seconds += time.perf_counter() - start
        if variant is None:
            return
        seen.add(variant.visible)
        for what in _inspected(report, variant, number):
            report.found(f"variant {number}: {what}")
    report.distinct = len(seen)
    if report.acceptance < LEAST_ACCEPTED:
        report.found(f"only {report.acceptance:.0%} of its draws are accepted")
    for mistake, count in report.mistakes.items():
        if not count and report.variants >= FAIR_TRIAL:
            report.found(f"mistake {mistake!r} never changes an answer")


def _issue_to_class(report: Report, question: Question, conventions: Conventions) -> None:
    """Issue the question to a class as a build does, a stream for each student."""
    taken: set[object] = set()
    for student in range(1, report.class_size + 1):
        accepted(question, Source(SECRET, ("class", str(student))), conventions, taken)
    report.class_distinct = len(taken)
    if len(taken) < report.class_size:
        report.found(f"{len(taken)} different variants; a class of {report.class_size} would share")


def _drawn(
    report: Report, question: Question, number: int, conventions: Conventions
) -> Variant | None:
    """The first accepted draw of a public variant, its refused ones counted."""
    for counter in range(MOST_DRAWS):
        source = replace(public_source(number), counter=counter)
        variant = Variant.make(question, source, conventions)
        reason = next(variant.refusals(), None)
        report.draws += 1
        if reason is None:
            report.variants += 1
            return variant
        report.refusals[reason] += 1
    report.found(f"variant {number}: none of {MOST_DRAWS} draws is accepted")
    return None


def _inspected(report: Report, variant: Variant, number: int) -> Iterator[object]:
    """Verify a variant, test the verifier on it, and put it into words."""
    yield from findings(variant)
    yield from escapes(variant)
    yield from hidden_preactivations(variant)
    yield from idle_symbols(variant)
    for mistake in changing_mistakes(variant):
        report.mistakes[mistake] += 1
    for answer in variant.answers.values():
        if isinstance(answer, Choice):
            values = [option.value for option in answer.options if is_number(option.value)]
            report.gap = min(report.gap, smallest_gap(values, variant.rounding))
    worded = sheet_question(variant)
    if number == 1:
        report.formulas = readable_formulas(variant)
    if number <= TYPESET:
        for key in (False, True):
            html.single(worded, key=key)
            pdf.single(worded, key=key)


def changing_mistakes(variant: Variant) -> Iterator[str]:
    """The mistakes that change something that is asked."""
    asked = {
        quantity.split("[")[0]
        for part in variant.question.prose.front.parts
        for quantity in variant.question.quantities_of(part)
    }
    # Of a repeated step every round may be asked.
    asked = {f"{name}_all" if f"{name}_all" in variant.solved else name for name in asked}
    for mistake, solved in variant.wrong.items():
        if any(not same_value(solved[name], variant.solved[name]) for name in asked):
            yield mistake


def idle_symbols(variant: Variant) -> Iterator[str]:
    """Letters under `[symbols]` for what the question has not."""
    derivation = variant.question.derivation
    # A step over a sequence names its element, and the value before, by its arguments.
    names = {*variant.solved, *(a for step in derivation.steps.values() for a in step.arguments)}
    names |= {name.split("_")[0] for name in names}  # the letter of `eta` is in that of `eta_0`
    for name in variant.question.prose.front.symbols:
        if name not in names:
            yield f"[symbols] {name} is neither a step nor a given; {nearest(name, names)}"


def check_all(
    bank: Bank,
    names: Sequence[str],
    variants: int,
    jobs: int,
    class_size: int = 0,
    progress: Progress = silent,
) -> Iterator[Report]:
    """The report of each question, in order."""
    work = partial(check, bank, variants=variants, conventions=Conventions(), class_size=class_size)
    yield from in_processes("checking", work, names, jobs, progress)
