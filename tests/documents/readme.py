"""The README's console blocks: `python -m tests.documents.readme` runs and rewrites them."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)
VARYING = re.compile(r" *\d+\.\d+(?= *(?:s\)|[–\d.]+ +\d+ +\d+/))")  # seconds, ms per draw


def output_of(command: str, folder: Path) -> str:
    """What a README command prints on standard output in an empty folder."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "GRADSET_SECRET": "readme-example-secret",
        "COLUMNS": "80",
    }
    done = subprocess.run(
        command, shell=True, capture_output=True, text=True, cwd=folder, env=environment, check=True
    )
    return "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())


def fresh(text: str) -> str:
    """The README with every console block run again, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        return BLOCK.sub(
            lambda m: f"```console\n$ {m['command']}\n{output_of(m['command'], Path(folder))}```",
            text,
        )


def steady(text: str) -> str:
    """The text without what differs from run to run."""
    return VARYING.sub("#", text)


if __name__ == "__main__":
    README.write_text(fresh(README.read_text(encoding="utf-8")), encoding="utf-8")
