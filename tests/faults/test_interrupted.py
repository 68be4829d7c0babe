"""Builds that are killed, run out of disk or meet each other; what they leave behind."""

import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import partial

import pytest

from generator.bank import Bank
from generator.errors import GradsetError
from generator.files import STATE, UNFINISHED, locked
from generator.voiding import record
from tests.exams.world import (
    ROSTER,
    SMALL,
    build,
    exam_text,
    tree,
    write_exam,
    write_question,
    write_roster,
)

FORMATS = ("html", "pdf", "moodle")
TEXT = exam_text(SMALL[0])


def gradset(folder, *more):
    """The command that builds an exam of a folder, started."""
    command = [sys.executable, "-m", "generator", "build", "exam.toml", "--out", "out", *more]
    return subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def unfinished(folder):
    return [path for path in folder.rglob(f"*{UNFINISHED}") if path.is_file()]


# ---- killed


def first(folder):
    build(folder, TEXT, formats=FORMATS)


def late_student(folder):
    build(folder, TEXT, roster=ROSTER + "s0,Late,Comer\n", formats=FORMATS)


def void(folder):
    write_exam(folder, TEXT)
    record(folder / "exam.toml", f"{SMALL[0]}/total", "Wrong.", Bank.at())
    build(folder, (folder / "exam.toml").read_text(), formats=FORMATS)


def rebuild(folder):
    build(folder, exam_text(SMALL[1]), copies=2, roster=None, formats=("html",), rebuild=True)


BUILDS = (first, late_student, void, rebuild)


def killed_at(at, work, folder, events):
    """Do some work, and die before the file of that number is opened, renamed or removed."""

    def hook(event, arguments):
        writes = event == "open" and "w" in str(arguments[1])
        if writes or event in ("os.rename", "os.remove"):
            events.value += 1
            if events.value == at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    work(folder)


def in_a_process(*arguments):
    """Run `killed_at` in a process of its own; how many files it came to."""
    # Everything is imported already, so that each kill meets the build itself.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "generator.build", "torch"])
    events = context.Value("i", 0)
    process = context.Process(target=killed_at, args=(*arguments, events))
    process.start()
    process.join()
    return events.value, process.exitcode


@pytest.mark.parametrize("work", BUILDS)
def test_a_build_killed_at_any_moment_goes_on_and_ends_with_the_same_bytes(work, tmp_path):
    whole = tmp_path / "whole"
    start = tmp_path / "start"
    start.mkdir()
    if work is not first:
        first(start)
    before = tree(start / "out")
    shutil.copytree(start, whole)
    files, code = in_a_process(0, work, whole)
    assert code == 0
    after = tree(whole / "out")
    rng = random.Random(work.__name__)
    for k in range(5):
        folder = tmp_path / str(k)
        shutil.copytree(start, folder)
        _, code = in_a_process(rng.randint(1, files), work, folder)
        assert code == -signal.SIGKILL
        for path, content in tree(folder / "out").items():
            if UNFINISHED not in path:
                assert content in (before.get(path), after.get(path)), path
        work(folder)
        assert tree(folder / "out") == after
        assert unfinished(folder) == []


def test_nothing_is_left_of_a_student_who_was_never_issued_a_sheet(tmp_path):
    first(tmp_path)
    mistyped = partial(build, text=TEXT, roster=ROSTER + "s9,Mis,Typed\n", formats=FORMATS)
    files, _ = in_a_process(0, mistyped, shutil.copytree(tmp_path, tmp_path / "copy"))
    _, code = in_a_process(files - 4, mistyped, tmp_path)  # just before the manifest
    assert code == -signal.SIGKILL
    assert (tmp_path / "out/small/students/s9").exists()
    late_student(tmp_path)
    assert not (tmp_path / "out/small/students/s9").exists()
    assert not list((tmp_path / "out").rglob("*s9*"))


def test_files_that_gradset_did_not_write_stay(tmp_path):
    scan = tmp_path / "out/small/students/scans/s1.tif"
    scan.parent.mkdir(parents=True)
    scan.write_bytes(b"a scan")
    first(tmp_path)
    rebuild(tmp_path)
    assert scan.read_bytes() == b"a scan"


def test_the_command_killed_with_its_workers_at_work_goes_on(tmp_path):
    text = exam_text(SMALL[0], "forward/mlp")
    students = "id\n" + "".join(f"s{k}\n" for k in range(12))
    job, _ = build(tmp_path / "whole", text, roster=students, formats=("html",))
    write_exam(tmp_path, text)
    write_roster(tmp_path, students)
    command = ("--roster", "roster.csv", "--format", "html", "-j", "2")
    killed = gradset(tmp_path, *command)
    while not any(tmp_path.glob(f"out/small/{STATE}/students/*.json")):
        assert killed.poll() is None, killed.stderr.read()
        time.sleep(0.01)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert not (tmp_path / "out/small/manifest.json").exists()
    again = gradset(tmp_path, *command)
    _, said = again.communicate(timeout=120)
    assert again.returncode == 0, said
    assert re.search(r"^\d+ of 12 students were finished already$", said, re.MULTILINE)
    assert tree(tmp_path / "out/small") == tree(job.folder)
    killed.stderr.read(), killed.stdout.read()  # ends only when no worker holds its end


def test_a_file_that_was_changed_or_lost_is_written_again(tmp_path):
    job, _ = build(tmp_path, exam_text(SMALL[0]))
    whole = tree(job.folder)
    (job.folder / "students/s1/worksheet.html").write_text("scribble")
    (job.folder / "keys/s2.html").unlink()
    (job.folder / STATE / "students/s3.json").write_text("{")
    (job.folder / "keys/key.json").unlink()
    _, report = build(tmp_path, exam_text(SMALL[0]))
    assert tree(job.folder) == whole
    assert report.said == ()  # all three were to be done again
    _, report = build(tmp_path, exam_text(SMALL[0]))
    assert report.said == ("3 of 3 students were finished already",)


def test_what_a_killed_build_left_of_another_roster_is_swept_out(tmp_path):
    text = exam_text(SMALL[0])
    job, _ = build(tmp_path, text, roster="id\nmistyped\ns2\n")
    (job.folder / "manifest.json").unlink()  # the last file that a build writes
    build(tmp_path, text, roster="id\ns1\ns2\n")
    assert {path.name for path in (job.folder / "students").iterdir()} == {"s1", "s2"}
    assert {path.stem for path in (job.folder / STATE / "students").iterdir()} == {"s1", "s2"}


def test_a_worker_that_dies_is_one_line(tmp_path):
    dying = 'return {"z"', '__import__("os")._exit(1)\n    return {"z"'
    bank = Bank.at(write_question(tmp_path / "bank", "mine/unit", dying))
    with pytest.raises(GradsetError, match="a process of the build was killed") as error:
        build(tmp_path, exam_text("mine/unit"), bank=bank, jobs=2)
    assert "\n" not in str(error.value)


# ---- no room, no access


@pytest.mark.unshare
def test_a_build_that_runs_out_of_disk_goes_on_where_there_is_room(tmp_path):
    whole, _ = build(tmp_path / "whole", exam_text(SMALL[0]), formats=("html", "pdf"))
    write_exam(tmp_path, exam_text(SMALL[0]))
    write_roster(tmp_path)
    (tmp_path / "out").mkdir()
    half = sum(map(len, tree(whole.folder).values())) // 2
    script = f"""
        mount -t tmpfs -o size={half} tmpfs out
        build="{sys.executable} -m generator build exam.toml --roster roster.csv --out out"
        $build --format html,pdf -j 1
        echo "exit $?"
        find out -name '*{UNFINISHED}'
        cp -r out left
        mount -o remount,size=50m out
        $build --format html,pdf -j 1 && cp -r out all
    """
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    first, *_ = done.stderr.splitlines()
    assert re.fullmatch(r"Error: .*: cannot be written: No space left on device", first)
    assert done.stdout.startswith("exit 1\n3 students")
    left, all_of_it = tree(tmp_path / "left/small"), tree(whole.folder)
    assert set(left) < set(all_of_it)
    assert left == {path: all_of_it[path] for path in left}
    assert tree(tmp_path / "all/small") == all_of_it


# ---- two at once


def test_a_second_build_into_the_same_folder_is_refused(tmp_path):
    job, _ = build(tmp_path, exam_text(SMALL[0]))
    before = tree(job.folder)
    with (
        locked(job.folder),
        pytest.raises(GradsetError, match=r"out/small: another build is writing here; wait"),
    ):
        build(tmp_path, exam_text(SMALL[1]), rebuild=True)
    assert tree(job.folder) == before
    build(tmp_path, exam_text(SMALL[1]), rebuild=True)


def test_two_commands_at_once_one_of_which_is_refused(tmp_path):
    write_exam(tmp_path, exam_text(SMALL[0]))
    write_roster(tmp_path)
    command = ("--roster", "roster.csv", "--format", "pdf", "-j", "1")
    both = [gradset(tmp_path, *command) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    codes = [process.returncode for process in both]
    if sorted(codes) == [0, 1]:  # else one had ended before the other began
        refused = said[codes.index(1)][1].removeprefix("Error: out/small: ")
        assert refused == "another build is writing here; wait until it has ended\n"
    else:
        assert codes == [0, 0]
    whole, _ = build(tmp_path / "whole", exam_text(SMALL[0]), formats=("pdf",))
    assert tree(tmp_path / "out/small") == tree(whole.folder)
    shutil.rmtree(tmp_path / "whole")
