"""The exam's secret: it decides every number, so whoever has it has every key."""

import os
import secrets
from pathlib import Path

from generator.errors import GradsetError

VARIABLE = "GRADSET_SECRET"
SHORTEST = 16  # characters


def secret_file(exam: Path) -> Path:
    """The file beside an exam that holds its secret."""
    return exam.with_suffix(".secret")


def read(exam: Path) -> bytes | None:
    """The secret from the environment or the file beside the exam; None where there is none.

    Raises GradsetError where the file cannot be read or is too short.
    """
    if value := os.environ.get(VARIABLE):
        if len(value) < SHORTEST:
            raise GradsetError(f"{VARIABLE}: is no secret (fewer than {SHORTEST} characters)")
        return os.fsencode(value)
    path = secret_file(exam)
    if not path.exists():
        return None
    try:
        content = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise GradsetError(f"{path}: the secret cannot be read: {error}") from None
    if len(content) < SHORTEST:
        raise GradsetError(
            f"{path}: is no secret (fewer than {SHORTEST} characters); delete it for a new one, "
            "which changes every sheet"
        )
    return content.encode()


def existing(exam: Path) -> bytes:
    """The secret of an exam that was built.

    Raises GradsetError where there is none.
    """
    found = read(exam)
    if found is None:
        raise GradsetError(
            f"{exam}: has no secret yet (neither {secret_file(exam)} nor {VARIABLE}); "
            "build the exam first"
        )
    return found


def read_or_make(exam: Path) -> tuple[bytes, list[str]]:
    """The secret, and a line about it where a new one was made.

    Raises GradsetError where it can be neither read nor written.
    """
    found = read(exam)
    if found is not None:
        return found, []
    path = secret_file(exam)
    try:
        return _made(path)
    except OSError as error:
        raise GradsetError(
            f"{path}: the secret cannot be written ({error.strerror}); set {VARIABLE} instead"
        ) from None


def _made(path: Path) -> tuple[bytes, list[str]]:
    content = secrets.token_hex(32)
    _ignored_by_git(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content + "\n")
    said = f"made a new secret, {path}; keep it: the same sheets need it again"
    return content.encode(), [said]


def _ignored_by_git(path: Path) -> None:
    """Keep secrets out of the repository that the exam may lie in."""
    for folder in path.resolve().parents:
        exclude = folder / ".git" / "info" / "exclude"
        if exclude.parent.is_dir():
            before = exclude.read_bytes() if exclude.exists() else b""
            if b"*.secret" not in before.splitlines():
                exclude.write_bytes(before.rstrip() + b"\n*.secret\n")
            return
