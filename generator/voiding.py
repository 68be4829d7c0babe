"""Parts that turned out wrong after printing: the exam file records that they do not count."""

import json
from pathlib import Path

from generator import exam as exams
from generator.bank import Bank
from generator.errors import GradsetError
from generator.exporters.file import File
from generator.files import write_all
from generator.picking import slots_of
from generator.secret import existing


def record(path: Path, target: str, why: str, bank: Bank) -> list[str]:
    """Append to an exam's file that a part (`topic/name/part`), or a whole question, is void.

    Returns the parts.

    Raises GradsetError where there is no such part in the exam, it is void already, or the exam
    was not built yet.
    """
    exam = exams.read(path)
    secret = existing(path)
    slots = slots_of(exam, bank, secret, str(path))
    asked = {name for slot in slots for name in slot.candidates}
    already = {void.part: void.why for void in exam.void}
    parts = [target]
    if target in asked:
        front = bank.load(target).prose.front
        parts = [f"{target}/{part}" for part in front.parts if f"{target}/{part}" not in already]
    elif target in already:
        raise GradsetError(f"{path}: {target} is void already: {already[target]}")
    if not parts:
        raise GradsetError(f"{path}: every part of {target} is void already")
    lines = (f"\n[[void]]\npart = {_string(part)}\nwhy = {_string(why)}\n" for part in parts)
    content = path.read_bytes() + "".join(lines).encode()
    # What is refused in an exam file does not get there.
    slots_of(exams.parsed(content.decode("utf-8-sig"), str(path)), bank, secret, str(path))
    real = path.resolve()
    write_all(real.parent, [File(real.name, content)], lasting=True)
    return parts


def _string(text: str) -> str:
    """A TOML string; its escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
