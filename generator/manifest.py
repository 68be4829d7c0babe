"""What was built of what: who was issued which draw, and hashes of what decides it."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

import generator
from generator import digests
from generator.bank import Bank
from generator.contents import Contents
from generator.errors import GradsetError
from generator.exam import Exam
from generator.issue import Issued
from generator.picking import Slot
from generator.question import Question
from generator.sheet import sheet_id

NAME = "manifest.json"


class Entry(Struct, frozen=True):
    """One student's sheet; `issued` holds slot, question and counter for each slot.

    `contents` are hashes of the questions in the order of the sheet.
    """

    sheet: str
    folder: str
    issued: list[tuple[str, str, Annotated[int, Meta(ge=0)]]]
    contents: list[Contents]


class Manifest(Struct, frozen=True):
    """The record of a build; all but the students are hashes or names."""

    gradset: str
    exam: str
    secret: str
    conventions: str
    sections: str
    slots: str
    questions: dict[str, str]
    formats: list[str]
    students: dict[str, Entry]

    @property
    def issued(self) -> dict[str, list[Issued]]:
        """The draws by student."""
        return {
            student: [Issued(*one) for one in entry.issued]
            for student, entry in self.students.items()
        }


def make(
    exam: Exam,
    bank: Bank,
    secret: bytes,
    slots: Sequence[Slot],
    formats: Sequence[str],
    issued: Mapping[str, Sequence[Issued]],
    folders: Mapping[str, str],
    contents: Mapping[str, Sequence[Contents]],
) -> Manifest:
    """The record of a build; folders and contents are those of each student."""
    questions = sorted({one.question for each in issued.values() for one in each})
    return Manifest(
        generator.__version__,
        exam.id,
        secret_mark(secret),
        digests.of(exam.conventions),
        digests.of(exam.sections),
        digests.of([[slot.id, slot.candidates] for slot in slots]),
        {name: source_hash(bank.load(name)) for name in questions},
        list(formats),
        {
            student: Entry(
                sheet_id(secret, exam.id, student),
                folders[student],
                [(one.slot, one.question, one.counter) for one in each],
                list(contents[student]),
            )
            for student, each in issued.items()
        },
    )


def encode(manifest: Manifest) -> bytes:
    """The record as readable JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def read(folder: Path) -> Manifest | None:
    """The record of an earlier build into this folder; None where there is none.

    Raises GradsetError where it is damaged.
    """
    path = folder / NAME
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise GradsetError(
            f"{path}: is damaged ({error}); restore it, since without it late students' sheets "
            "may come out otherwise, or delete it to issue anew"
        ) from None


def changes(
    old: Manifest, exam: Exam, bank: Bank, secret: bytes, slots: Sequence[Slot]
) -> list[str]:
    """What is different now, so that issued sheets would come out otherwise; in words."""
    found = []
    if old.gradset != generator.__version__:
        found.append(f"gradset (it was {old.gradset})")
    if old.secret != secret_mark(secret):
        found.append("the secret")
    if old.conventions != digests.of(exam.conventions):
        found.append("the exam's conventions")
    if old.sections != digests.of(exam.sections):
        found.append("the exam's sections")
    elif old.slots != digests.of([[slot.id, slot.candidates] for slot in slots]):
        found.append("what the exam picks from the bank")
    paths = bank.paths()
    for name, before in old.questions.items():
        if name not in paths or source_hash(bank.load(name)) != before:
            found.append(name)
    return found


def secret_mark(secret: bytes) -> str:
    """Enough of a hash to notice another secret, too little to guess it."""
    return hashlib.blake2b(secret, digest_size=6, person=b"gradset-mark").hexdigest()


def source_hash(question: Question) -> str:
    """The hash of a question's two files."""
    path = question.prose.path
    sources = (path, path.with_suffix(".py"))
    return digests.of_bytes(source.read_bytes() for source in sources if source.exists())
