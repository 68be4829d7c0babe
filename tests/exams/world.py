"""One small world for the tests of exams, exporters and commands: exams, rosters, banks, builds."""

import atexit
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator import build as building
from generator import issue as issuing
from generator import job as making
from generator import manifest as manifests
from generator import places
from generator.bank import Bank
from generator.build import Report
from generator.files import STATE
from generator.job import Job
from generator.picking import slots_of
from generator.sheet import Sheet
from generator.variant import Variant

SECRET = "0123456789abcdef0123456789abcdef"
ROSTER = "ID number,First name,Surname\ns1,Ada,Lovelace\ns2,Emmy,Noether\ns3,Sophie,Germain\n"
SMALL = ("counting/mlp_parameters", "activations/statements")
ALL_KINDS = (
    "perceptron/relu_gate",
    "training/loop_order",
    "activations/ranges",
    "activations/derivative",
    "backpropagation/two_two_one",
    "backpropagation/one_weight",
    "training/statements",
)


def exam_text(*questions, name="small", more=""):
    items = "".join(f'[[sections.items]]\nquestion = "{q}"\n' for q in questions)
    return f'id = "{name}"\ntitle = "A Small Exam"\n{more}\n[[sections]]\ntitle = "One"\n{items}'


def write_exam(folder: Path, text: str | None = None, secret: str | None = SECRET) -> Path:
    """An exam's file, and the secret beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "exam.toml"
    path.write_text(exam_text(*SMALL) if text is None else text, encoding="utf-8")
    if secret:
        path.with_suffix(".secret").write_text(secret, encoding="ascii")
    return path


def write_roster(folder: Path, text: str = ROSTER) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return path


def build(
    folder: Path,
    text: str | None = None,
    *,
    roster: str | None = ROSTER,
    copies: int | None = None,
    secret: str = SECRET,
    formats: tuple[str, ...] = ("html",),
    variants: int = 2,
    jobs: int = 1,
    bank: Bank | None = None,
    rebuild: bool = False,
) -> tuple[Job, Report]:
    """Build into `folder / "out"`."""
    exam = write_exam(folder, text, secret)
    students = write_roster(folder, roster) if roster is not None else None
    job, _ = making.prepare(
        exam, students, copies, formats, folder / "out", variants, bank or Bank.at()
    )
    return job, building.build(job, jobs, rebuild=rebuild)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path, but for the build's own notes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and STATE not in path.parts
    }


def skeleton(name: str) -> str:
    """The text of a template for new files."""
    return (places.folder("templates") / "skeletons" / name).read_text(encoding="utf-8")


def write_question(bank: Path, name: str = "mine/unit", *replaced: tuple[str, str]) -> Path:
    """The question of `gradset new question`, with some of its code or prose replaced."""
    for ending in (".md", ".py"):
        path = (bank / name).with_suffix(ending)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = skeleton(f"question{ending}")
        for old, new in replaced:
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return bank


BROKEN = ('"z": z, "y_hat": torch.sigmoid(z)', '"z": z, "y_hat": torch.sigmoid(z) + 0.001')


@dataclass(frozen=True)
class Built:
    """A build of every kind of answer for three students, and what it was made of."""

    job: Job
    report: Report
    sheets: tuple[Sheet, ...]
    variants: dict[str, list[Variant]]

    @property
    def folder(self) -> Path:
        return self.job.folder


@cache
def all_kinds() -> Built:
    """Built once for all tests that only look at it."""
    temporary = tempfile.TemporaryDirectory()
    atexit.register(temporary.cleanup)
    text = exam_text(*ALL_KINDS, name="all-kinds", more='course = "C"\ndate = 2026-12-03')
    job, report = build(Path(temporary.name), text, formats=("pdf", "html", "moodle"), variants=2)
    record = manifests.read(job.folder)
    assert record is not None
    issued = record.issued
    slots = slots_of(job.exam, job.bank, job.secret)
    sheets, variants = [], {}
    for student in job.students:
        sheets.append(making.student_sheet(job, slots, student, issued[student.id], student.id))
        variants[student.id] = [
            Variant.make(
                job.bank.load(one.question),
                issuing.source_for(job.secret, job.exam.id, slot, student.id, one.counter),
                job.exam.conventions,
            )
            for slot, one in zip(slots, issued[student.id], strict=True)
        ]
    return Built(job, report, tuple(sheets), variants)
