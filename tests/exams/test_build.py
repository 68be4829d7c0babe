import json
import re
import shutil
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import job as making
from generator.bank import Bank
from generator.errors import GradsetError
from generator.exporters.file import File
from generator.files import folders, write_all
from generator.secret import VARIABLE
from generator.showing import issued_sheet
from tests.exams.world import (
    BROKEN,
    ROSTER,
    SECRET,
    SMALL,
    all_kinds,
    build,
    exam_text,
    tree,
    write_exam,
    write_question,
    write_roster,
)

EVERYTHING = ("pdf", "html", "moodle")


def test_a_build_writes_these_files_and_no_others():
    built = all_kinds()
    students = ("s1", "s2", "s3")
    assert set(tree(built.folder)) == {
        "manifest.json",
        "keys/answers.csv",
        "keys/key.json",
        "keys/marking.pdf",
        "lms/moodle.xml",
        "print/worksheets.pdf",
        "print/keys.pdf",
        *(f"keys/{s}.{ending}" for s in students for ending in ("pdf", "html")),
        *(f"students/{s}/worksheet.{ending}" for s in students for ending in ("pdf", "html")),
    }
    assert built.report.files == len(tree(built.folder))
    assert (built.report.students, built.report.questions) == (3, 7)
    assert built.report.said == ()


def test_only_the_formats_that_are_asked_for_are_written(tmp_path):
    job, _ = build(tmp_path, exam_text(SMALL[0]), copies=1, roster=None, formats=("moodle",))
    assert set(tree(job.folder)) == {
        "manifest.json", "keys/answers.csv", "keys/key.json", "lms/moodle.xml",
    }  # fmt: skip


def test_the_same_secret_gives_the_same_bytes_whatever_the_number_of_processes(tmp_path):
    trees = []
    for name, jobs in (("one", 1), ("again", 1), ("two", 2)):
        job, _ = build(tmp_path / name, formats=EVERYTHING, jobs=jobs)
        trees.append(tree(job.folder))
    assert len(trees[0]) == 19
    assert trees[0] == trees[1]
    assert trees[0] == trees[2]


def test_another_secret_gives_every_student_other_numbers_and_another_sheet_id(tmp_path):
    text = exam_text("forward/mlp")
    one, _ = build(tmp_path / "one", text, secret=SECRET)
    other, _ = build(tmp_path / "other", text, secret=SECRET[::-1])
    a, b = (json.loads((job.folder / "keys/key.json").read_text()) for job in (one, other))
    for student in ("s1", "s2", "s3"):
        assert a[student]["sheet"] != b[student]["sheet"]
        assert a[student]["questions"] != b[student]["questions"]


def test_every_student_gets_numbers_and_a_sheet_id_of_their_own():
    key = json.loads((all_kinds().folder / "keys/key.json").read_text())
    assert len({entry["sheet"] for entry in key.values()}) == 3
    questions = [json.dumps(entry["questions"]) for entry in key.values()]
    assert len(set(questions)) == 3


def test_a_late_student_changes_nothing_for_the_first_ones(tmp_path):
    job, _ = build(tmp_path, formats=("html", "pdf"))
    before = tree(job.folder)
    late = "ID number,First name,Surname\ns0,Late,Comer\n" + ROSTER.partition("\n")[2]
    build(tmp_path, roster=late, formats=("html", "pdf"))
    after = tree(job.folder)
    own = re.compile(r"(students|keys)/s\d")
    kept = {path: content for path, content in before.items() if own.match(path)}
    assert {path: after[path] for path in kept} == kept
    assert {path for path in after if own.match(path)} - set(kept) == {
        "students/s0/worksheet.html", "students/s0/worksheet.pdf", "keys/s0.html", "keys/s0.pdf",
    }  # fmt: skip


def test_who_leaves_and_comes_back_gets_the_same_sheet(tmp_path):
    few = (
        '"w": rng.decimals(2, -2, 2), "x": rng.decimals(2, -2, 2), "b": rng.decimal(-1, 1)',
        '"w": rng.decimals(2, 0.7, 0.7), "x": rng.decimals(2, 0.9, 0.9), '
        '"b": rng.decimal(-0.3, 0.3)',
    )
    bank = Bank.at(write_question(tmp_path / "bank", "mine/unit", few))
    text = exam_text("mine/unit")

    def built(*names):
        roster = "id\n" + "".join(f"{name}\n" for name in names)
        job, _ = build(tmp_path, text, roster=roster, bank=bank)
        return json.loads((job.folder / "manifest.json").read_text())["students"]

    first = built("s1", "s2", "s3")
    without = built("s3", "s4", "s5")
    again = built("s1", "s2", "s3", "s4", "s5")
    assert {name: without[name] for name in first} == first
    assert again == without


def test_copies_are_anonymous_and_numbered(tmp_path):
    text = exam_text(SMALL[0])
    job, report = build(tmp_path, text, roster=None, copies=10)
    names = [f"copy-{n:03d}" for n in range(1, 11)]
    assert report.students == 10
    assert list(json.loads((job.folder / "keys/key.json").read_text())) == names
    assert {p.name for p in (job.folder / "students").iterdir()} == set(names)


def test_a_first_build_makes_a_secret_and_says_so(tmp_path):
    exam = write_exam(tmp_path, secret=None)
    _, said = making.prepare(exam, write_roster(tmp_path), None, ("html",), tmp_path, 1, Bank.at())
    file = tmp_path / "exam.secret"
    assert said == [f"made a new secret, {file}; keep it: the same sheets need it again"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_large_print_for_somebody_who_is_not_in_the_roster_is_said(tmp_path):
    exam = write_exam(tmp_path, exam_text(SMALL[0]) + '[print]\nlarge_for = ["s1", "s22", "x9"]\n')
    arguments = (("html",), tmp_path, 1, Bank.at())
    _, said = making.prepare(exam, write_roster(tmp_path), None, *arguments)
    assert said == [
        "print.large_for: 's22' is not in the roster; did you mean 's2'?",
        "print.large_for: 'x9' is not in the roster; left out",
    ]
    _, said = making.prepare(exam, None, 2, *arguments)
    assert said == []


def test_a_wrong_exam_or_roster_makes_no_secret(tmp_path):
    exam = write_exam(tmp_path, exam_text("no/such_question"), secret=None)
    roster = write_roster(tmp_path)
    with pytest.raises(GradsetError, match="no question 'no/such_question'"):
        making.prepare(exam, roster, None, ("html",), tmp_path, 1, Bank.at())
    write_exam(tmp_path, secret=None)
    with pytest.raises(GradsetError, match=r"none\.csv"):
        making.prepare(exam, tmp_path / "none.csv", None, ("html",), tmp_path, 1, Bank.at())
    assert not (tmp_path / "exam.secret").exists()


def test_the_secret_of_the_environment_decides(tmp_path, monkeypatch):
    from_file, _ = build(tmp_path / "file", exam_text("forward/mlp"), secret=SECRET)
    monkeypatch.setenv(VARIABLE, SECRET)
    from_environment, _ = build(
        tmp_path / "environment", exam_text("forward/mlp"), secret="another secret altogether"
    )
    assert tree(from_file.folder) == tree(from_environment.folder)


# ---- failing


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_variant_that_fails_verification_stops_the_build_in_one_line(tmp_path, jobs):
    bank = Bank.at(write_question(tmp_path / "bank", "mine/unit", BROKEN))
    with pytest.raises(GradsetError) as error:
        build(tmp_path, exam_text("mine/unit"), bank=bank, jobs=jobs)
    found = re.fullmatch(
        r"mine/unit \(exam small 0\.0 s1, draw \d+\): y_hat: is (\S+), torch says (\S+)",
        str(error.value),
    )
    assert found
    assert float(found[2]) - float(found[1]) == pytest.approx(0.001)
    assert tree(tmp_path / "out") == {}


def test_a_failing_build_leaves_an_earlier_one_as_it_was(tmp_path):
    bank = write_question(tmp_path / "bank")
    job, _ = build(tmp_path, exam_text("mine/unit"), bank=Bank.at(bank), copies=1, roster=None)
    before = tree(job.folder)
    shutil.copytree(bank, tmp_path / "worse")
    worse = Bank.at(write_question(tmp_path / "worse", "mine/unit", BROKEN))
    with pytest.raises(GradsetError, match="torch says"):
        build(tmp_path, exam_text("mine/unit"), bank=worse, copies=2, roster=None, rebuild=True)
    assert tree(job.folder) == before


def test_a_disk_that_refuses_is_one_line_and_leaves_nothing_half_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(GradsetError) as error:
        write_all(tmp_path / "file", [File("a/b.txt", b"x")])
    assert str(error.value) == f"{tmp_path}/file/a/b.txt: cannot be written: Not a directory"
    (tmp_path / "folder").mkdir()
    with pytest.raises(GradsetError) as error:
        write_all(tmp_path, [File("folder", b"x")])
    assert str(error.value) == f"{tmp_path}/folder: cannot be written: is a folder"
    assert tree(tmp_path) == {"file": b"in the way"}


def test_a_file_is_replaced_as_a_whole(tmp_path):
    assert write_all(tmp_path, [File("a", b"long content"), File("b/c", b""), File("a", b"x")]) == [
        tmp_path / "a", tmp_path / "b" / "c", tmp_path / "a",
    ]  # fmt: skip
    assert tree(tmp_path) == {"a": b"x", "b/c": b""}


# ---- names of folders


@pytest.mark.parametrize("name", ["s001", "A_b-9", "7", "x" * 64])
def test_a_harmless_id_is_its_folders_name(name):
    assert folders([name], {}) == {name: name}


@pytest.mark.parametrize(
    "name",
    ["../up", "..", ".", "a/b", "a\\b", "CON", "nul", "com1", "é", "a b", "-a", "_a", "x" * 65,
     "a\n", "学生", "a.b", "a:b", "marking", "Answers", "key"],
)  # fmt: skip
def test_any_other_id_gets_a_safe_folder_of_its_own(name):
    both = folders([name, name + "'"], {})
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,40}", both[name])
    assert both[name] != name
    assert both[name + "'"] != both[name]


def test_ids_that_differ_in_case_get_folders_that_differ_in_more():
    found = folders(["ab", "AB", "aB"], {})
    assert len({name.lower() for name in found.values()}) == 3
    assert found["AB"] == "AB"  # the first in order


def test_who_has_a_folder_keeps_it_and_a_late_student_makes_way():
    before = folders(["ab", "c"], {})
    after = folders(["AB", "ab", "c"], before)
    assert {name: after[name] for name in before} == before == {"ab": "ab", "c": "c"}
    assert re.fullmatch(r"AB-[0-9a-f]{10}", after["AB"])


@given(st.sets(st.text(min_size=1), min_size=1, max_size=30))
def test_folders_are_safe_and_different_on_any_disk(ids):
    found = folders(ids, {})
    assert set(found) == ids
    for name in found.values():
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name)
        assert len(name) <= 64
    assert len({name.lower() for name in found.values()}) == len(ids)


# ---- the manifest


def test_the_manifest_says_what_was_issued_of_what():
    built = all_kinds()
    manifest = json.loads((built.folder / "manifest.json").read_text())
    questions = sorted(entry.question for entry in built.sheets[0].questions)
    assert list(manifest) == [
        "gradset", "exam", "secret", "conventions", "sections", "slots", "questions", "formats",
        "students",
    ]  # fmt: skip
    assert (manifest["gradset"], manifest["exam"]) == ("0.1.0", "all-kinds")
    assert manifest["formats"] == ["pdf", "html", "moodle"]
    assert list(manifest["questions"]) == questions
    assert all(re.fullmatch(r"[0-9a-f]{16}", h) for h in manifest["questions"].values())
    for sheet in built.sheets:
        entry = manifest["students"][sheet.student.id]
        assert (entry["sheet"], entry["folder"]) == (sheet.sheet_id, sheet.student.id)
        assert [[slot, name] for slot, name, _ in entry["issued"]] == [
            [f"0.{i}", q.question] for i, q in enumerate(sheet.questions)
        ]
        sources = [v.source.counter for v in built.variants[sheet.student.id]]
        assert [counter for _, _, counter in entry["issued"]] == sources


def test_no_file_holds_the_secret():
    for path, content in tree(all_kinds().folder).items():
        assert SECRET.encode() not in content, path


def test_the_manifests_hash_follows_the_questions_files(tmp_path):
    def digest(folder, *replaced):
        bank = Bank.at(write_question(folder / "bank", "mine/unit", *replaced))
        job, _ = build(folder, exam_text("mine/unit"), bank=bank, copies=1, roster=None)
        return json.loads((job.folder / "manifest.json").read_text())["questions"]["mine/unit"]

    same = digest(tmp_path / "a"), digest(tmp_path / "b")
    prose = digest(tmp_path / "c", ("First the weighted sum", "At first the weighted sum"))
    code = digest(tmp_path / "d", ("The output of one", "The activation of one"))
    assert same[0] == same[1]
    assert len({same[0], prose, code}) == 3


def small_manifest(job, **changes):
    path = job.folder / "manifest.json"
    content = json.loads(path.read_text())
    entry = {**content["students"]["copy-001"], **changes}
    return json.dumps({**content, "students": {"copy-001": entry}})


@pytest.mark.parametrize(
    "damage",
    [
        lambda job: "",
        lambda job: "{",
        lambda job: "[]",
        lambda job: "{}",
        lambda job: '{"secret": 1, "students": {}}',
        lambda job: small_manifest(job, issued=None),
        lambda job: small_manifest(job, issued=[["0.0", "counting/mlp_parameters"]]),
        lambda job: small_manifest(job, issued=[["0.0", "counting/mlp_parameters", "x"]]),
        lambda job: small_manifest(job, issued=[["0.0", "counting/mlp_parameters", -1]]),
        lambda job: (job.folder / "manifest.json").read_text()[:-20],
        lambda job: b"\xff\xfe",
    ],
)
def test_a_damaged_manifest_is_refused_in_one_line(tmp_path, damage):
    text = exam_text(SMALL[0])
    job, _ = build(tmp_path, text, copies=1, roster=None)
    path = job.folder / "manifest.json"
    content = damage(job)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = tree(tmp_path)
    with pytest.raises(GradsetError) as error:
        build(tmp_path, text, copies=1, roster=None)
    assert re.fullmatch(
        re.escape(f"{path}: is damaged (") + r".+\); restore it, since .+ to issue anew",
        str(error.value),
    )
    assert tree(tmp_path) == before


def test_a_build_from_a_changed_exam_bank_or_secret_is_refused_and_writes_nothing(tmp_path):
    text = exam_text(SMALL[0])
    job, _ = build(tmp_path, text, copies=1, roster=None)
    before = tree(job.folder)
    changed = text + "\n[conventions]\nhalf = false\n"
    for what, exam, secret in (
        ("the secret", text, SECRET[::-1]),
        ("the exam's conventions", changed, SECRET),
        ("the exam's sections", exam_text(*SMALL), SECRET),
    ):
        with pytest.raises(GradsetError) as refused:
            build(tmp_path, exam, copies=1, roster=None, secret=secret)
        assert str(refused.value) == (
            f"{job.folder}: {what} changed since its sheets were issued; "
            "`build --rebuild` replaces them all"
        )
        assert tree(job.folder) == before


def test_rebuild_replaces_what_was_issued_from_something_else(tmp_path):
    text = exam_text(SMALL[0])
    job, _ = build(tmp_path, text, copies=1, roster=None)
    before = tree(job.folder)
    other = SECRET[::-1]
    build(tmp_path, text, copies=1, roster=None, secret=other, rebuild=True)
    assert tree(job.folder) != before
    build(tmp_path, text, copies=1, roster=None, secret=other)


def test_a_changed_question_is_named_when_its_exam_is_built_again(tmp_path):
    folder = write_question(tmp_path / "bank")
    bank, text = Bank.at(folder), exam_text("mine/unit")
    build(tmp_path, text, copies=1, roster=None, bank=bank)
    write_question(folder, "mine/unit", ("rng.decimals(2, -2, 2)", "rng.decimals(2, -3, 3)"))
    with pytest.raises(GradsetError, match="mine/unit changed since its sheets"):
        build(tmp_path, text, copies=1, roster=None, bank=bank)


def test_two_quantities_with_the_same_letter_stop_the_build_in_one_line(tmp_path):
    text = exam_text("forward/mlp") + '\n[conventions]\nnotation = { z = "h" }\n'
    with pytest.raises(GradsetError) as refused:
        build(tmp_path, text, copies=1, roster=None)
    assert str(refused.value).startswith("forward/mlp: z and h are both written h; change")
    assert "\n" not in str(refused.value)


def test_a_sheet_is_not_shown_from_a_bank_that_has_changed(tmp_path):
    folder = write_question(tmp_path / "bank")
    build(tmp_path, exam_text("mine/unit"), copies=1, roster=None, bank=Bank.at(folder))
    write_question(folder, "mine/unit", ("rng.decimals(2, -2, 2)", "rng.decimals(2, -3, 3)"))
    with pytest.raises(GradsetError, match="mine/unit changed since its sheets were issued"):
        issued_sheet(tmp_path / "exam.toml", "copy-001", tmp_path / "out", Bank.at(folder))


def test_a_bank_that_grew_does_not_change_what_was_picked_unseen(tmp_path):
    text = exam_text().rstrip() + '\n[[sections.items]]\npick = 1\ntopics = ["mine"]\n'
    folder = write_question(tmp_path / "bank", "mine/one")
    build(tmp_path, text, copies=2, roster=None, bank=Bank.at(folder))
    for name in ("mine/a", "mine/b", "mine/z", "mine/c", "mine/d", "mine/e"):
        write_question(folder, name)
    with pytest.raises(GradsetError, match="what the exam picks from the bank changed"):
        build(tmp_path, text, copies=2, roster=None, bank=Bank.at(folder))


def test_sheets_of_another_version_are_not_replaced_unseen(tmp_path):
    job, _ = build(tmp_path, exam_text(SMALL[0]), copies=1, roster=None)
    manifest = job.folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"gradset": "0', '"gradset": "9'))
    with pytest.raises(GradsetError, match=r"gradset \(it was 9\.\d+\.\d+\) changed since"):
        build(tmp_path, exam_text(SMALL[0]), copies=1, roster=None)


def test_a_rebuild_leaves_no_key_that_contradicts_the_new_ones(tmp_path):
    job, _ = build(tmp_path, exam_text(SMALL[0]), formats=("html", "moodle"))
    build(tmp_path, exam_text(SMALL[1]), copies=1, roster=None, formats=("pdf",), rebuild=True)
    assert set(tree(job.folder)) == {
        "manifest.json", "keys/answers.csv", "keys/key.json", "keys/marking.pdf",
        "keys/copy-001.pdf", "students/copy-001/worksheet.pdf", "print/worksheets.pdf",
        "print/keys.pdf",
    }  # fmt: skip
