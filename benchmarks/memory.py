"""How much memory a build takes at most, and how long: `python -m benchmarks.memory`.

Needs Linux: the memory of a process tree is the sum of the proportional set sizes in `/proc`, so
that what processes share counts once.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.stages import table
from generator import places

SIZES, JOBS = (100, 1000), (1, 2)
EXAM = places.folder("question_bank") / "exams" / "sample.toml"


def main() -> None:
    """Print a table in Markdown."""
    table(["students", "-j", "seconds", "MiB"], rows())


def rows() -> Iterator[list[str]]:
    """The builds, one by one."""
    for jobs in JOBS:
        for students in SIZES:
            seconds, peak = measured(students, jobs)
            yield [str(students), str(jobs), f"{seconds:.0f}", f"{peak / 2**20:.0f}"]


def measured(students: int, jobs: int) -> tuple[float, int]:
    """The seconds of a build with `--format html`, and the most bytes that it took."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(sys.executable, "-m", "generator", "build", str(EXAM), "--copies", str(students)),
            *("--format", "html", "--out", folder, "-j", str(jobs)),
        ]
        secret = {"GRADSET_SECRET": "a secret for measuring"}
        start = time.perf_counter()
        build = subprocess.Popen(command, env=os.environ | secret, stdout=subprocess.DEVNULL)
        peak = 0
        while build.poll() is None:
            peak = max(peak, sum(map(size, tree(build.pid))))
            time.sleep(0.2)
        if build.returncode:
            raise SystemExit(f"the build of {students} students failed")
        return time.perf_counter() - start, peak


def tree(process: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            started = children.read_text().split()
        except OSError:  # it has ended
            continue
        for child in started:
            yield from tree(int(child))


def size(process: int) -> int:
    """The bytes of memory of one process, its share of what it shares; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    kilobytes = (line.split()[1] for line in lines if line.startswith("Pss:"))
    return 1024 * int(next(kilobytes, "0"))


if __name__ == "__main__":
    main()
