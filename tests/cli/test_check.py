import re

from tests.cli.running import fails_in_one_line, gradset
from tests.exams.world import BROKEN, write_question

FEW = (
    '"w": rng.decimals(2, -2, 2), "x": rng.decimals(2, -2, 2), "b": rng.decimal(-1, 1)',
    '"w": rng.decimals(2, 0.7, 0.7), "x": rng.decimals(2, 0.9, 0.9), "b": rng.decimal(-0.3, 0.3)',
)  # six values of b


def check(bank, *more, variants=10):
    return gradset("check", "mine/unit", "--bank", bank, "-n", variants, "-j", "1", *more)


def test_a_good_question_passes_with_its_numbers(tmp_path):
    code, out, err = check(write_question(tmp_path))
    assert code == 0
    assert out.splitlines()[-1] == "1 question, 10 variants each: nothing found"
    row = next(line for line in out.splitlines() if line.startswith("mine/unit")).split()
    assert re.fullmatch(r"\d+%", row[1])
    assert row[4:] == ["10", "2/2", "–"]
    assert "Error" not in err


def test_a_question_that_torch_contradicts_exits_with_1_and_says_where(tmp_path):
    code, out, err = check(write_question(tmp_path, "mine/unit", BROKEN))
    assert code == 1
    found = [line for line in out.splitlines() if line.startswith("mine/unit: ")]
    assert re.fullmatch(r"mine/unit: variant 1: y_hat: is \S+, torch says \S+", found[0])
    assert err.splitlines()[-1] == f"Error: {len(found)} findings in 1 question"


def test_a_formula_that_its_function_contradicts_is_found(tmp_path):
    drift = ('r"<w>^\\top <x> + <b>"', 'r"<w>^\\top <x> - <b>"')
    code, out, _ = check(write_question(tmp_path, "mine/unit", drift))
    assert code == 1
    assert re.search(r"^mine/unit: variant 1: z: its formula gives \S+, its function", out, re.M)


def test_a_mistake_that_is_none_is_found(tmp_path):
    right = ("return w @ x - b", "return w @ x + b")
    code, out, err = check(write_question(tmp_path, "mine/unit", right), variants=20)
    assert code == 1
    assert err.splitlines()[-1] == "Error: 1 finding in 1 question"
    assert "mine/unit: mistake 'bias_subtracted' never changes an answer" in out.splitlines()


def test_a_question_whose_draws_are_mostly_refused_is_found(tmp_path):
    rare = (
        '@instead_of(z, "bias_left_out")\ndef no_bias',
        '@guard\ndef rare(w):\n    """w is common"""\n    return abs(w[0]) > 1.9\n\n\n'
        '@instead_of(z, "bias_left_out")\ndef no_bias',
    )
    imports = ("import instead_of", "import guard, instead_of")
    code, out, _ = check(write_question(tmp_path, "mine/unit", rare, imports))
    assert code == 1
    assert re.search(r"^mine/unit: only \d+% of its draws are accepted$", out, re.M)
    assert re.search(r"^ +\d+\.\d%  w is common$", out, re.M)


def test_a_class_that_is_larger_than_the_number_of_variants_is_found(tmp_path):
    bank = write_question(tmp_path, "mine/unit", FEW)
    code, out, _ = check(bank, "--class-size", "9", variants=3)
    assert code == 1
    assert "mine/unit: 6 different variants; a class of 9 would share" in out.splitlines()
    row = next(line for line in out.splitlines() if line.startswith("mine/unit ")).split()
    assert row[4:] == ["6/9", "2/2", "1"]


def test_a_class_that_finds_a_variant_for_everybody_is_no_finding(tmp_path):
    bank = write_question(tmp_path, "mine/unit", FEW)
    code, out, _ = check(bank, "--class-size", "6", variants=3)
    assert code == 0
    row = next(line for line in out.splitlines() if line.startswith("mine/unit ")).split()
    assert row[4:] == ["6/6", "2/2", "–"]


def test_a_question_that_cannot_be_loaded_is_a_finding_with_its_place(tmp_path):
    code, out, _ = check(write_question(tmp_path, "mine/unit", ("def y_hat(z)", "def y_hat(q)")))
    assert code == 1
    assert re.search(rf"^mine/unit: {re.escape(str(tmp_path))}/mine/unit\.py: .*<z>.*", out, re.M)
    code, out, _ = check(write_question(tmp_path / "b", "mine/unit", ("def z(", "def z((")))
    assert code == 1
    assert re.search(r"^mine/unit: \S+/mine/unit\.py:\d+: SyntaxError: ", out, re.M)
    row = next(line for line in out.splitlines() if line.startswith("mine/unit "))
    assert row.split() == ["mine/unit", "–", "–", "–", "–", "–", "1"]


def test_a_pattern_that_fits_nothing_is_one_line():
    assert fails_in_one_line("check", "nothing/*") == (
        "no question 'nothing/*'; `gradset list` shows them all; questions of your own need "
        "--bank DIR"
    )
