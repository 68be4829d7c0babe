"""pdflatex and what it says."""

import re
import subprocess
import tempfile
from pathlib import Path

from generator import places

# What must not stand in a log; boxes may stick out by a hair.
BAD = re.compile(
    r"^!.*|Missing character.*|LaTeX Warning.*|Package \w+ Warning.*"
    r"|Overfull \\[hv]box \((?:[5-9]|\d{2,})\..*",
    re.MULTILINE,
)


def typeset(source: str | bytes, *, runs: int = 2) -> tuple[list[str], str]:
    """The complaints of pdflatex's last run about a source, and the pages as plain text.

    Who asks nothing about labels needs one run alone.
    """
    content = source.encode() if isinstance(source, str) else source
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "it.tex").write_bytes(content)
        for _ in range(runs):
            subprocess.run(
                ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "it.tex"],
                cwd=folder, capture_output=True, check=False, timeout=300,
            )  # fmt: skip
        log = (folder / "it.log").read_text(encoding="utf-8", errors="replace")
        text = subprocess.run(
            ["pdftotext", "-layout", "it.pdf", "-"], cwd=folder, capture_output=True, check=False
        )
    return BAD.findall(log.replace("\n[", "\n [")), text.stdout.decode()


def page(body: str) -> str:
    """A document of the exporter's look around some LaTeX."""
    style = (places.folder("templates") / "latex" / "style.tex").read_text(encoding="utf-8")
    empty = r"\newcommand{\runningtitle}{}\pagestyle{empty}"
    return (
        f"\\documentclass{{exam}}\n{style}{empty}\\begin{{document}}\n{body}\n\\end{{document}}\n"
    )
