"""A build opens the exam, the roster, the bank, the templates and its output, and nothing else."""

import csv
import io
import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from generator import places
from generator.exporters import FORMATS
from tests.exams.world import SMALL, exam_text, write_exam, write_question, write_roster
from tests.hostile.strategies import CODE, line

CHECKOUT = Path(__file__).parents[2]
# The command, with every file and every other service that Python asks the system for on record.
WATCHED = """
import json, os, sys
seen = set()
PATHS = ("open", "os.listdir", "os.scandir", "os.mkdir", "os.remove", "os.rename", "os.rmdir")
OTHERS = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "subprocess.",
          "os.exec", "os.posix_spawn", "os.system", "os.fork")
def hook(kind, arguments):
    if kind in PATHS and isinstance(arguments[0], (str, bytes, os.PathLike)):
        seen.add(("path", os.path.realpath(os.fsdecode(arguments[0]))))
    elif kind.startswith(OTHERS):
        seen.add((kind, repr(arguments)))
sys.addaudithook(hook)
from generator.cli import main
try:
    main(sys.argv[2:], standalone_mode=False)
finally:
    found = sorted(seen)
    with open(sys.argv[1], "w") as out:
        json.dump(found, out)
"""
# What Python and its packages read for themselves.
SYSTEM = ("/proc", "/sys", "/dev", "/etc/localtime", "/usr/share/zoneinfo")
PYTHON = (sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"))
OWN = ",".join(sorted(set(FORMATS) - {"docx"}))  # pandoc is a program of its own


def done_by(folder, *arguments):
    """What a command opened, and what else it asked of the system."""
    notes = folder / "notes.json"
    ended = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, notes, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found = json.loads(notes.read_text(encoding="utf-8"))
    paths = {Path(what) for kind, what in found if kind == "path"}
    return paths, [(kind, what) for kind, what in found if kind != "path"]


def below(path, folders):
    return any(path.is_relative_to(Path(folder).resolve()) for folder in folders)


def hostile_exam():
    text = '#read("/etc/passwd") <img src=x> ../../x'
    shown = f"{text} `x` [x](file:///etc/passwd) $x$"
    more = f"course = '{text}'\ninstructions = '{shown}'\n"
    return exam_text(*SMALL, more=more).replace('"A Small Exam"', f"'{text}'")


def hostile_roster():
    out = io.StringIO(newline="")
    rows = [[f"s{i}", line(text)] for i, text in enumerate(CODE[::20])]
    csv.writer(out).writerows([["id", "name"], ["../../x", "CON"], ["/etc/passwd", ".."], *rows])
    return out.getvalue()


def test_a_build_opens_its_own_files_and_no_others(tmp_path):
    exam = write_exam(tmp_path / "exam", hostile_exam())
    roster = write_roster(tmp_path / "class", hostile_roster())
    out = tmp_path / "out"
    paths, others = done_by(
        tmp_path, "build", exam, "--roster", roster, "--out", out, "-j", "1", "--format", OWN,
        "--variants", "1",
    )  # fmt: skip
    # This is how Python looks for a C library that a package wants.
    assert [what for _, what in others if not what.startswith("('/sbin/ldconfig'")] == []
    files = {exam, exam.with_suffix(".secret"), roster}
    folders = (out, CHECKOUT / "generator", *map(places.folder, ("question_bank", "templates")))
    assert files <= paths
    strange = {path for path in paths - files if not below(path, (*folders, *PYTHON, *SYSTEM))}
    # torch looks for its libraries below every folder of modules.
    strange = {path for path in strange if path.exists() or not below(path, (CHECKOUT, tmp_path))}
    assert strange <= {CHECKOUT, tmp_path}  # where Python looks for modules
    assert {path.name for path in tmp_path.iterdir()} == {"exam", "class", "out", "notes.json"}


def test_the_same_watch_notices_what_the_code_of_a_bank_does(tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("1")
    code = (
        f"import socket, subprocess\nopen({str(other)!r}).close()\n"
        "subprocess.run(['true'])\nsocket.getaddrinfo('127.0.0.1', 9)\nraise SystemExit(0)\n"
    )
    bank = write_question(tmp_path / "bank")
    source = bank / "mine/unit.py"
    source.write_text(f"{source.read_text()}\n{code}")
    paths, others = done_by(tmp_path, "show", "mine/unit", "--bank", bank)
    assert other in paths
    assert {"socket.getaddrinfo", "subprocess.Popen"} <= {kind for kind, _ in others}
