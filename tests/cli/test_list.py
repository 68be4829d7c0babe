import json
import subprocess
import sys
import tomllib
from pathlib import Path

from generator import places
from tests.cli.running import fails_in_one_line, gradset
from tests.exams.world import write_question

BANK = places.folder("question_bank")


def front(path: Path):
    return tomllib.loads(path.read_text(encoding="utf-8").split("+++")[1])


def ids():
    return sorted(
        f"{p.parent.name}/{p.stem}"
        for p in BANK.glob("*/*.md")
        if p.parent.name not in ("exams", "data") and "." not in p.stem
    )


def test_json_lists_what_the_files_say():
    code, out, err = gradset("list", "--json")
    listed = json.loads(out)
    assert (code, err) == (0, "")
    assert [entry["id"] for entry in listed] == ids()
    for entry in listed:
        said = front(BANK / f"{entry['id']}.md")
        assert list(entry) == ["id", "title", "kinds", "level", "minutes"]
        assert (entry["title"], entry["level"], entry["minutes"]) == (
            said["title"], said["level"], said["minutes"],
        )  # fmt: skip


def test_the_table_names_every_question():
    code, out, err = gradset("list")
    assert (code, err) == (0, "")
    assert [name for name in ids() if f"\n{name} " not in out] == []


def test_a_topic_is_a_folder():
    _, out, _ = gradset("list", "--topic", "losses", "--json")
    assert [e["id"] for e in json.loads(out)] == [n for n in ids() if n.startswith("losses/")]


def test_a_kind_is_one_of_a_questions_kinds():
    _, out, _ = gradset("list", "--json")
    essays = [e["id"] for e in json.loads(out) if "essay" in e["kinds"]]
    _, out, _ = gradset("list", "--json", "--kind", "essay")
    assert [e["id"] for e in json.loads(out)] == essays
    assert {"perceptron/relu_gate", "backpropagation/derive_essay"} < set(essays) < set(ids())


def test_an_unknown_topic_is_one_line_that_names_the_topics():
    topics = sorted({name.split("/")[0] for name in ids()})
    assert fails_in_one_line("list", "--topic", "alchemy") == (
        f"no topic 'alchemy'; the topics are {', '.join(topics)}"
    )


def test_an_unknown_kind_is_one_line_that_names_the_kinds():
    assert fails_in_one_line("list", "--kind", "foo") == (
        "no kind 'foo'; the kinds are numeric, table, choice, statements, match, order, formula, "
        "essay"
    )


def test_a_level_is_that_of_the_questions():
    _, out, _ = gradset("list", "--json", "--topic", "losses", "--level", "2")
    listed = json.loads(out)
    assert {e["level"] for e in listed} == {2}
    assert "losses/squared_error" in {e["id"] for e in listed}


def test_a_topic_and_a_kind_that_do_not_meet_are_one_line():
    assert fails_in_one_line("list", "--topic", "counting", "--kind", "essay") == (
        "no question fits: topic 'counting', kind 'essay'"
    )


def test_a_bank_of_ones_own_comes_before_the_other(tmp_path):
    write_question(tmp_path, "forward/mlp", ("One sigmoid unit", "Mine"))
    write_question(tmp_path, "mine/unit")
    _, out, _ = gradset("list", "--bank", tmp_path, "--json")
    listed = {e["id"]: e["title"] for e in json.loads(out)}
    assert sorted(listed) == sorted([*ids(), "mine/unit"])
    assert (listed["forward/mlp"], listed["mine/unit"]) == ("Mine", "One sigmoid unit")


def test_a_bank_that_is_no_folder_is_one_line(tmp_path):
    missing = tmp_path / "none"
    assert fails_in_one_line("list", "--bank", missing) == (
        f"{missing}: is no folder; --bank takes a folder of questions"
    )


def test_a_question_with_a_broken_heading_is_one_line(tmp_path):
    write_question(tmp_path, "mine/unit", ("level = 1", "level = 9"))
    assert fails_in_one_line("list", "--bank", tmp_path) == (
        f"{tmp_path}/mine/unit.md: front matter: level must be a whole number from 1 to 5, found 9"
    )


def test_listing_imports_no_engine_and_executes_no_question():
    code = (
        "import sys; from generator.cli import main; main(['list'], standalone_mode=False); "
        "heavy = {'torch', 'sympy', 'numpy', 'typst', 'jinja2', 'matplotlib'}; "
        "print(sorted(heavy & set(sys.modules)), "
        "[m for m in sys.modules if m.startswith('bank_')], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == "[] []\n"
