"""What autograd returns where a function has no derivative."""

from generator.authoring import Fraction, Record, instead_of

RELU = "At 0 the ReLU takes the slope 0 of its negative side."
ABS = "The gradient of `torch.abs` is the sign of its argument, which is 0 at 0."
TIE = "Where its two arguments are equal, each of them receives half of the gradient."
LEAKY = "At 0 the leaky ReLU takes the slope of its negative side."
ELU = "At 0 the ELU takes the slope of its negative side."
FLAT = "At both ends of its linear piece this function takes the slope 0 of the flat piece."
WHERE = "Only the branch that the condition selects receives the gradient."
HARD_TANH = r"The value of `F.hardtanh(z)` is $\max(-1, \min(1, z))$."
RELU6 = r"The value of `F.relu6(z)` is $\min(6, \max(0, z))$."
# code, kink, slopes to its left and right, slope that PyTorch takes, why, the stem's explanation
FORMS = [
    ("torch.relu(z)", 0, 0, 1, 0, RELU, ""),
    ("torch.abs(z)", 0, -1, 1, 0, ABS, ""),
    ("torch.maximum(z, torch.tensor(0.0))", 0, 0, 1, 0.5, TIE, ""),
    ("torch.minimum(z, torch.tensor(0.0))", 0, 1, 0, 0.5, TIE, ""),
    ("torch.maximum(z, 0.2 * z)", 0, 0.2, 1, 0.6, TIE, ""),
    ("torch.minimum(z, 0.5 * z)", 0, 1, 0.5, 0.75, TIE, ""),
    (
        "F.leaky_relu(z, 0.1)",
        0,
        0.1,
        1,
        0.1,
        LEAKY,
        "`F.leaky_relu(z, 0.1)` has the slope 0.1 for $z < 0$ and the slope 1 for $z > 0$.",
    ),
    (
        "F.leaky_relu(z, 0.2)",
        0,
        0.2,
        1,
        0.2,
        LEAKY,
        "`F.leaky_relu(z, 0.2)` has the slope 0.2 for $z < 0$ and the slope 1 for $z > 0$.",
    ),
    ("F.elu(z, 0.5)", 0, 0.5, 1, 0.5, ELU, "For $z < 0$ the ELU is $0.5 (e^z - 1)$."),
    ("F.elu(z, 2.0)", 0, 2, 1, 2, ELU, "For $z < 0$ the ELU is $2 (e^z - 1)$."),
    ("F.hardtanh(z)", 1, 1, 0, 0, FLAT, HARD_TANH),
    ("F.hardtanh(z)", -1, 0, 1, 0, FLAT, HARD_TANH),
    ("F.relu6(z)", 6, 1, 0, 0, FLAT, RELU6),
    ("torch.where(z > 0, z, 0.5 * z)", 0, 0.5, 1, 0.5, WHERE, ""),
    ("torch.where(z >= 0, z, 0.5 * z)", 0, 0.5, 1, 1, WHERE, ""),
    ("torch.where(z < 0, -z, 2 * z)", 0, -1, 2, 2, WHERE, ""),
]


def draw(rng):
    code, at, *slopes, rule, meaning = rng.choice(FORMS)
    left, right, returned = (Fraction(str(slope)) for slope in slopes)
    return {
        "form": Record(
            code=code, at=at, l=left, r=right, returned=returned, rule=rule, meaning=meaning
        ),
        "factor": rng.choice([-5, -4, -3, -2, 2, 3, 4, 5]),
        "extra": rng.choice([-7, -6, -3, 3, 6, 7]),
    }


def function(form):
    return form.code.split("(")[0]


def left(factor, form, extra):
    r"<factor> \cdot <form.l> + <extra>"
    return factor * form.l + extra


def right(factor, form, extra):
    r"<factor> \cdot <form.r> + <extra>"
    return factor * form.r + extra


def value(factor, form, extra):
    return factor * form.returned + extra


@instead_of("factor", "arithmetic")
def factor_left_out():
    return 1


@instead_of("extra", "path_missing")
def summand_left_out():
    return 0


@instead_of(left, "other_branch")
def left_taken_from_the_right(right):
    return right


@instead_of(right, "other_branch")
def right_taken_from_the_left(left):
    return left


@instead_of(value, "autograd_rules")
def slope_from_the_left(left):
    return left


@instead_of(value, "autograd_rules")
def slope_from_the_right(right):
    return right


@instead_of(value, "autograd_rules")
def average_of_both_sides(left, right):
    return (left + right) / 2


@instead_of(value, "autograd_rules")
def zero_at_a_kink():
    return 0


@instead_of(value, "autograd_rules")
def only_the_summand_counts(extra):
    return extra


@instead_of(value, "autograd_rules")
def error_expected():
    return "no number: `backward()` raises a `RuntimeError`"


@instead_of(value, "autograd_rules")
def not_a_number():
    return "no number: it prints `tensor(nan)`"


def reference(form, factor, extra):
    import torch
    import torch.nn.functional as F  # noqa: N812

    def slope(at):
        z = torch.tensor(at, dtype=torch.float64, requires_grad=True)
        y = factor * eval(form.code, {"torch": torch, "F": F, "z": z}) + extra * z
        y.backward()
        return round(z.grad.item(), 6)

    beside = 1e-9
    return {
        "left": slope(form.at - beside),
        "right": slope(form.at + beside),
        "value": slope(float(form.at)),
    }
