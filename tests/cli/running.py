"""Running commands as a person does."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from generator.cli import main


def gradset(*arguments):
    """In this process: exit code, standard output, standard error."""
    result = CliRunner().invoke(main, [str(a) for a in arguments], prog_name="gradset")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def in_a_shell(*arguments, folder: Path, **environment):
    """In a process of its own, started in `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def fails_in_one_line(*arguments):
    """The message of a command that fails; it is one line, and nothing else is printed."""
    code, out, err = gradset(*arguments)
    lines = err.splitlines()
    assert code == 1
    assert out == ""
    assert len(lines) == 1
    assert lines[0].startswith("Error: ")
    return lines[0].removeprefix("Error: ")
