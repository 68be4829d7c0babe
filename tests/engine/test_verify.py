"""Nothing wrong leaves the engine: tiny questions with one deliberate error each."""

import re

import numpy as np
import pytest

from generator.check import check
from generator.conventions import Conventions
from generator.errors import GradsetError
from generator.verifier_test import (
    disturbed,
    escapes,
    hidden_preactivations,
    statement_findings,
)
from generator.verify import findings, gradient_findings, reference_values, verify
from tests.engine.tiny import UNIT_MD, UNIT_PY, USUAL, load, page, raw, write

SUM_CONVENTION = Conventions(half=False)


def replaced(old, new, code=UNIT_PY):
    assert code.count(old) == 1, old
    return code.replace(old, new)


def rejection(folder, code):
    variant = raw(load(folder, UNIT_MD, code))
    with pytest.raises(GradsetError) as caught:
        verify(variant)
    assert "\n" not in str(caught.value)
    return variant, str(caught.value)


def numbers_of(text):
    return [float(n) for n in re.findall(r"-?\d+\.\d+(?:e-?\d+)?", text)]


@pytest.mark.parametrize("conventions", [USUAL, SUM_CONVENTION])
def test_a_right_question_passes(tmp_path, conventions):
    question = load(tmp_path, UNIT_MD, UNIT_PY)
    for number in range(20):
        variant = raw(question, number, conventions)
        verify(variant)
        assert list(escapes(variant)) == []


def test_the_reference_is_torchs_own_computation(tmp_path):
    variant = raw(load(tmp_path, UNIT_MD, UNIT_PY))
    w, x, b = (variant.givens[name] for name in "wxb")
    found = reference_values(variant)
    assert found["y_hat"] == pytest.approx(1 / (1 + np.exp(-(w @ x + b))), abs=1e-12)
    assert {type(found[name]) for name in ("z", "y_hat", "loss")} == {float}
    assert found["grad_w"].dtype == np.float64


def test_a_wrong_step_is_rejected_with_question_variant_step_and_both_numbers(tmp_path):
    code = replaced("    return w @ x + b\n", "    return w @ x - b\n")
    variant, text = rejection(tmp_path, code)
    w, x, b = (variant.givens[name] for name in "wxb")
    assert text.startswith("tiny/question (raw 1, draw 0): z: is ")
    assert "torch says" in text
    assert numbers_of(text) == pytest.approx([w @ x - b, w @ x + b], rel=1e-9)


def test_a_wrong_entry_is_named_as_on_the_sheet(tmp_path):
    code = replaced(
        "    return 2 * half * (y_hat - y) * y_hat * (1 - y_hat) * x\n",
        "    return 2 * half * (y_hat - y) * y_hat * (1 - y_hat) * x * [1, 1.001, 1]\n",
    )
    _, text = rejection(tmp_path, code)
    assert text.startswith("tiny/question (raw 1, draw 0): grad_w[2]: is ")


def test_a_wrong_gradient_is_found_without_torch(tmp_path):
    code = replaced("y_hat * (1 - y_hat) * x\n", "y_hat * x\n")
    variant = raw(load(tmp_path, UNIT_MD, code))
    found = list(gradient_findings(variant))
    assert [f.step for f in found] == ["grad_w[1]", "grad_w[2]", "grad_w[3]"]
    y_hat, y, x = (variant.solved[name] for name in ("y_hat", "y", "x"))
    for finding, entry in zip(found, x, strict=True):
        wrong, right = numbers_of(finding.what)
        assert wrong == pytest.approx((y_hat - y) * y_hat * entry, rel=1e-9)
        assert right == pytest.approx(wrong * (1 - y_hat), rel=1e-6)


def test_a_gradient_that_both_we_and_the_reference_have_wrong_is_rejected(tmp_path):
    code = replaced("y_hat * (1 - y_hat) * x\n", "y_hat * x\n")
    code = code.replace("<y_hat> (1 - <y_hat>) <x>", "<y_hat> <x>")
    code = replaced("torch.autograd.grad(loss, w)[0]", "(y_hat - y) * y_hat * x", code)
    _, text = rejection(tmp_path, code)
    assert "differences give" in text


def test_a_wrong_formula_is_rejected(tmp_path):
    _, text = rejection(tmp_path, replaced(r"<w>^\top <x> + <b>", r"<w>^\top <x> - <b>"))
    assert text.startswith("tiny/question (raw 1, draw 0): z: its formula gives ")


def test_a_wrong_reference_is_rejected(tmp_path):
    _, text = rejection(tmp_path, replaced("torch.sigmoid(z)", "torch.tanh(z)"))
    assert text.startswith("tiny/question (raw 1, draw 0): y_hat: is ")


@pytest.mark.parametrize("name", ["z", "loss", "grad_w"])
def test_a_reference_has_to_return_all_that_is_printed_or_asked(tmp_path, name):
    code = re.sub(rf'        "{name}": .*\n', "", UNIT_PY)
    _, text = rejection(tmp_path, code)
    assert text == (
        f"tiny/question (raw 1, draw 0): {name}: is printed or asked, but `reference` does not "
        "return it"
    )


def test_without_a_reference_nothing_that_is_printed_passes(tmp_path):
    code = UNIT_PY[: UNIT_PY.index("def reference")]
    found = [f.step for f in findings(raw(load(tmp_path, UNIT_MD, code)))]
    assert found == ["grad_w", "loss", "y_hat", "z"]


def test_what_the_reference_returns_beside_the_steps_is_an_error(tmp_path):
    _, text = rejection(
        tmp_path, replaced('        "loss": loss', '        "los": z, "loss": loss')
    )
    assert text == (
        "tiny/question (raw 1, draw 0): los: is returned by `reference`, but no step; "
        "did you mean 'loss'?"
    )


def test_another_shape_than_torchs_is_an_error(tmp_path):
    code = replaced("(1 - y_hat) * x\n", "(1 - y_hat) * x[:2]\n")
    code = replaced('@gradient(loss, "w")\n', "", code)
    found = list(findings(raw(load(tmp_path, UNIT_MD, code))))
    assert str(found[0]) == "grad_w: has shape (2,), but torch's has (3,)"


def error_in(folder, code):
    with pytest.raises(GradsetError) as caught:
        list(findings(raw(load(folder, UNIT_MD, code))))
    file = str(folder / "tiny" / "question.py")
    assert str(caught.value).startswith(f"{file}: ")
    return str(caught.value).removeprefix(f"{file}: ")


def test_a_reference_takes_givens_only(tmp_path):
    code = replaced("def reference(w, x, b, y, half)", "def reference(w, x, b, y, half, z)")
    assert error_in(tmp_path, code) == "reference takes 'z', which is no given"


def test_a_reference_that_fails_says_how(tmp_path):
    code = replaced("torch.sigmoid(z)", "torch.sigmoid(z) / 0 + [][0]")
    assert error_in(tmp_path, code) == "reference failed: IndexError: list index out of range"


def test_a_gradient_has_the_shape_of_what_it_is_taken_by(tmp_path):
    code = replaced('@gradient(loss, "w")', '@gradient(loss, "b")')
    assert error_in(tmp_path, code) == "gradient 'grad_w' has shape (3,), but 'b' has ()"


def test_a_gradient_is_that_of_one_number(tmp_path):
    code = replaced('@gradient(loss, "w")', '@gradient("x", "w")')
    assert error_in(tmp_path, code) == "gradient 'grad_w' is of 'x', which is no single number"


def test_a_draw_that_fails_says_how(tmp_path):
    code = replaced("rng.choice([0, 1])", "rng.choice([])")
    assert error_in(tmp_path, code) == (
        "draw failed: ValueError: an integer below 0 does not exist"
    )


# ---- the verifier can fail


def test_a_reference_that_copies_our_step_leaves_it_unguarded(tmp_path):
    """z is not compared, and y_hat and the rest do not depend on it in this reference."""
    md = UNIT_MD.replace('[parts.grad_w]\nkind = "table"\npoints = 2\n', "")
    md = md.replace("## grad_w\nCompute $<grad_w>$.\n", "")
    code = replaced('    r"<half> (<y_hat> - <y>)^2"\n', "")
    code = re.sub('        "loss": .*\n', "", code)
    code = re.sub(r'    r"2 .*\n', "", code)
    code = re.sub('        "grad_w": .*\n', "", code)
    variant = raw(load(tmp_path, md, code))
    assert list(findings(variant)) == []
    assert [str(f) for f in escapes(variant)] == [
        "loss: could be wrong by 1 % unnoticed",
        "grad_w: could be wrong by 1 % unnoticed",
    ]


def test_every_mistake_and_every_disturbed_step_is_rejected(tmp_path):
    variant = raw(load(tmp_path, UNIT_MD, UNIT_PY))
    reference = reference_values(variant)
    derivation, givens = variant.question.derivation, variant.givens
    wrong = [derivation.solve(givens, mistake=name) for name in derivation.mistakes]
    wrong += [
        derivation.solve(givens, {name: variant.solved[name] * 1.01}) for name in derivation.steps
    ]
    assert len(wrong) == 6
    for solved in wrong:
        assert max(np.max(abs(solved[n] - reference[n])) for n in reference) > 1e-9
    assert list(escapes(variant)) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2.0, 2.02),
        (3, 4),
        (0.0, 0.01),
        (np.array([1.0, 0.0]), [1.01, 0.01]),
        (np.array([1, 2]), [2, 3]),
        (True, False),
        ("mean", None),
    ],
)
def test_a_disturbance_is_one_percent_or_one(value, expected):
    found = disturbed(value)
    assert (found.tolist() if isinstance(found, np.ndarray) else found) == expected


def test_an_activation_inside_a_step_is_reported(tmp_path):
    code = replaced("gradient, instead_of, sigmoid", "gradient, instead_of, relu, sigmoid")
    code = replaced("    return sigmoid(z)\n", "    return sigmoid(relu(2 * z))\n", code)
    found = [str(f) for f in hidden_preactivations(raw(load(tmp_path, UNIT_MD, code)))]
    assert len(found) == 1
    assert re.fullmatch(r"relu: is applied to -?\d.*, which is no step", found[0])
    plain = code.replace("relu(2 * z)", "relu(z)")
    other = tmp_path / "other"
    other.mkdir()
    assert list(hidden_preactivations(raw(load(other, UNIT_MD, plain)))) == []


POOL_MD = page(
    '[parts.claims]\nkind = "statements"',
    "## claims\nWhich are true?\n\n"
    "- [x] Twice two is four. {four}\n  > Count.\n"
    "- [ ] Twice two is five. {five}\n  > Count.\n"
    "- [MARK] The larger of two squares has the larger root. {roots}\n",
)
POOL_PY = """
from generator.authoring import check

@check(contrary=5)
def four(product=4):
    return 2 * 2 == product

@check(contrary=4)
def five(product=5):
    return product == 2 * 2

@check(contrary=(3,))
def roots(numbers=(3, -3)):
    return all((a * a > b * b) == (a > b) for a in numbers for b in (1, 2))
"""


def test_a_statement_with_the_wrong_mark_is_found(tmp_path):
    question = load(tmp_path, POOL_MD.replace("MARK", "x"), POOL_PY)
    assert [str(f) for f in statement_findings(question)] == [
        "claims: 'The larger of two squares has the larger root.' is marked true, "
        "but the check roots computes false"
    ]


def test_statements_with_the_right_marks_pass(tmp_path):
    question = load(tmp_path, POOL_MD.replace("MARK", " "), POOL_PY)
    assert list(statement_findings(question)) == []


@pytest.mark.parametrize(
    ("returned", "what"),
    [
        ("2 / 0", "this check failed: ZeroDivisionError: division by zero"),
        ("None", "this check returns None, which is neither True nor False"),
        ("0", "this check returns 0, which is neither True nor False"),
        ("'False'", "this check returns 'False', which is neither True nor False"),
    ],
)
def test_a_check_that_computes_no_truth_is_found(tmp_path, returned, what):
    code = POOL_PY.replace("product == 2 * 2", returned)
    question = load(tmp_path, POOL_MD.replace("MARK", " "), code)
    assert [str(f) for f in statement_findings(question)] == [f"five: {what}"]


@pytest.mark.parametrize("truth", ["np.bool_", "torch.tensor"])
def test_a_truth_of_numpy_or_torch_is_one(tmp_path, truth):
    code = POOL_PY.replace(
        "return product == 2 * 2", f"import torch, numpy as np; return {truth}(product == 4)"
    )
    question = load(tmp_path, POOL_MD.replace("MARK", " "), code)
    assert list(statement_findings(question)) == []


@pytest.mark.parametrize(
    ("returned", "what"),
    [
        ("False", "is false for 4, too, so it does not tell its statement from the contrary"),
        (
            "False if product == 5 else None",  # fails for the contrary alone
            "this check, for the contrary 4, returns None, which is neither True nor False",
        ),
    ],
)
def test_a_check_that_cannot_tell_its_claim_from_the_contrary_is_found(tmp_path, returned, what):
    code = POOL_PY.replace("product == 2 * 2", returned)
    question = load(tmp_path, POOL_MD.replace("MARK", " "), code)
    assert [str(f) for f in statement_findings(question)] == [f"five: {what}"]


@pytest.mark.parametrize("arguments", ["", "product", "a=1, b=2"])
def test_a_check_takes_one_claim(tmp_path, arguments):
    code = POOL_PY.replace("def four(product=4):", f"def four({arguments}):")
    with pytest.raises(GradsetError, match="the check 'four' has to take one argument, whose"):
        load(tmp_path, POOL_MD.replace("MARK", " "), code)


def test_a_check_that_no_statement_names_is_found(tmp_path):
    question = load(tmp_path, POOL_MD.replace("MARK", " ").replace(" {five}", ""), POOL_PY)
    assert [str(f) for f in statement_findings(question)] == [
        "five: is a check that no statement names"
    ]


# ---- check finds all of this


def checked(folder, md, code, variants=3):
    return check(write(folder, md, code), "tiny/question", variants=variants, conventions=USUAL)


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        (UNIT_PY, None),
        (replaced("    return w @ x + b\n", "    return w @ x - b\n"), "torch says"),
        (replaced("(1 - y_hat) * x\n", "y_hat * x\n"), "grad_w[1]: is "),
        (replaced('<b>"\n', '<b>^2"\n'), "its formula gives"),
        (
            replaced("(w, x):\n    return w @ x\n", "(z):\n    return z\n"),
            "'no_bias' never changes",
        ),
        (replaced("rng.choice([0, 1])", "rng.choice([0, 0.6])"), None),
    ],
)
def test_check_reports_what_is_wrong_with_a_question(tmp_path, code, finding):
    report = checked(tmp_path, UNIT_MD, code, variants=20)
    if finding is None:
        assert report.findings == []
        assert (report.variants, report.distinct, report.formulas) == (20, 20, (4, 4))
        assert report.mistakes == {"no_bias": 20, "no_slope": 20}
    else:
        assert any(finding in found for found in report.findings)


REPEATED_MD = page(
    '[parts.trace]\nkind = "table"\ncolumns = ["w"]\nrows = "$t = #$"',
    "It starts at $<w_0> = {{ w_0 }}$ and is doubled twice.\n\n## trace\nTrace it.\n",
    "exact = true",
)
REPEATED_PY = """
from generator.authoring import instead_of, over

def draw(rng):
    return {"w_0": rng.integer(1, 99), "gs": [1, 2]}

@over(g="gs")
def w(w_before):
    r"2 <w_before>"
    return 2 * w_before

@instead_of(w, "one_step_off")
def first_round_left_out(w, w_0, t):
    return w_0 if t == 1 else 4 * w_0

def reference(w_0, gs):
    return {"w_all": [2 * w_0, 4 * w_0]}
"""


def test_a_mistake_may_change_an_early_round_alone(tmp_path):
    report = checked(tmp_path, REPEATED_MD, REPEATED_PY, variants=25)
    assert report.findings == []
    assert report.mistakes == {"first_round_left_out": 25}


def test_a_mistake_has_twenty_variants_to_change_an_answer_in(tmp_path):
    code = replaced("(w, x):\n    return w @ x\n", "(z):\n    return z\n")
    found = {n: checked(tmp_path, UNIT_MD, code, variants=n).findings for n in (19, 20)}
    assert found == {19: [], 20: ["mistake 'no_bias' never changes an answer"]}


FAILS = 'raise KeyError("two\\nlines")'
GUARD = replaced("gradient, instead_of", "gradient, guard, instead_of")


@pytest.mark.parametrize(
    ("code", "what"),
    [
        (replaced("def draw(rng):\n", f"def draw(rng):\n    {FAILS}\n"), "draw failed"),
        (replaced("    return w @ x + b\n", f"    {FAILS}\n"), "step 'z' failed"),
        (replaced("    return w @ x\n", f"    {FAILS}\n"), "step 'z' failed"),
        (replaced("    import torch\n", f"    {FAILS}\n"), "reference failed"),
        (f"{GUARD}\n@guard\ndef lucky(w):\n    {FAILS}\n", "guard 'lucky' failed"),
        (
            f"from generator.authoring import check\n{UNIT_PY}\n"
            f"@check(contrary=1)\ndef c(claim=0):\n    {FAILS}\n",
            None,
        ),
        (replaced("torch.autograd.grad(loss, w)[0]", "draw"), ""),
        (replaced('"b": rng.decimal(-1, 1)', '"b": object()'), ""),
        (replaced("    return sigmoid(z)\n", "    return None\n"), ""),
        (replaced("    return sigmoid(z)\n", "    return {}\n"), ""),
    ],
)
def test_whatever_a_questions_code_raises_is_a_finding_in_one_line(tmp_path, code, what):
    report = checked(tmp_path, UNIT_MD, code)
    assert report.findings
    assert all("\n" not in found for found in report.findings)
    if what is None:
        assert report.findings == ["c: is a check that no statement names"]
    else:
        assert what in report.findings[0]


@pytest.mark.parametrize(
    ("symbols", "findings"),
    [
        ('w = "v"\nhalf = "h"', []),
        (
            'y_hta = "o"',
            [
                "variant 1: [symbols] y_hta is neither a step nor a given; did you mean 'y_hat'?",
            ],
        ),
    ],
)
def test_a_letter_for_nothing_is_found(tmp_path, symbols, findings):
    md = UNIT_MD.replace("[parts.y_hat]", f"[symbols]\n{symbols}\n\n[parts.y_hat]")
    assert checked(tmp_path, md, UNIT_PY, variants=1).findings == findings


def test_check_reports_a_question_that_accepts_too_few_draws(tmp_path):
    code = replaced(
        "@instead_of(z)",
        '''@guard
def lucky(w):
    """the first weight is not 2"""
    return w[0] == 2


@instead_of(z)''',
    )
    code = replaced("gradient, instead_of", "gradient, guard, instead_of", code)
    report = check(write(tmp_path, UNIT_MD, code), "tiny/question", variants=2, conventions=USUAL)
    assert report.refusals["the first weight is not 2"] > 20
    assert any("of its draws are accepted" in found for found in report.findings)


def test_a_truth_value_that_torch_denies_is_found_and_disturbed(tmp_path):
    code = """from generator.authoring import *


def draw(rng):
    return {"x": rng.decimal(-2, 2)}


def y(x):
    r"<x> + 1"
    return x + 1


def positive(y):
    r"<y> > 0"
    return bool(y > 0)


def reference(x):
    return {"y": x + 1, "positive": bool(x + 1 > 0) == TRUE}
"""
    md = page('[parts.y]\nkind = "numeric"', "## y\nGo.", "decimals = 4")
    for folder in ("right", "wrong"):
        (tmp_path / folder).mkdir()
    right = raw(load(tmp_path / "right", md, code.replace("TRUE", "True")))
    wrong = raw(load(tmp_path / "wrong", md, code.replace("TRUE", "False")))
    assert [str(f) for f in findings(right)] == []
    assert list(escapes(right)) == []
    assert [f.step for f in findings(wrong)] == ["positive"]
