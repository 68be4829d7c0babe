"""The pages that show commands: `python -m tests.documents.console` runs and rewrites them.

Each page starts in an empty folder. A block whose language is followed by a name (```` ```csv
class.csv ````) is a file that the reader saves; in a `console` block the first line is run, and the
others are what it prints on standard output.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).parents[2]
PAGES = (TOP / "README.md", TOP / "docs" / "exam-day.md")
BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)
FILE = re.compile(r"```\w+ (?P<name>[\w.-]+)\n(?P<content>.*?)```", re.DOTALL)
VARYING = re.compile(r" *\d+\.\d+(?= *(?:s\)|[–\d.]+ +\d+(?:/\d+)? +\d+/))")  # seconds, ms per draw


def output_of(command: str, folder: Path) -> str:
    """What a page's command prints on standard output; a failing one says why, too."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "GRADSET_SECRET": "readme-example-secret",
        "COLUMNS": "80",
    }
    done = subprocess.run(
        command,
        shell=True,
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        check=False,
    )
    assert done.returncode == 0 or done.stdout, f"{command}: {done.stderr}"
    return "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())


def fresh(page: Path) -> str:
    """A page's text with every console block run again, one after the other."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)

        def again(found: re.Match[str]) -> str:
            if found["name"]:
                (folder / found["name"]).write_text(found["content"], encoding="utf-8")
                return found[0]
            output = output_of(found["command"], folder)
            return f"```console\n$ {found['command']}\n{output}```"

        either = re.compile(f"{BLOCK.pattern}|{FILE.pattern}", re.DOTALL)
        return either.sub(again, page.read_text(encoding="utf-8"))


def steady(text: str) -> str:
    """The text without what differs from run to run."""
    return VARYING.sub("#", text)


if __name__ == "__main__":
    for each in PAGES:
        each.write_text(fresh(each), encoding="utf-8")
