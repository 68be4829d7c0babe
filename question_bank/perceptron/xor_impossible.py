"""Three inputs determine an affine unit, and the fourth contradicts it: XOR and XNOR."""

from generator.authoring import Fraction, dot, instead_of, np

TRUE = [1, 2, 3, 4, 5, Fraction(4, 5), Fraction(9, 10)]
FALSE = [0, -1, -2, -3, Fraction(1, 10), Fraction(1, 5), Fraction(2, 5)]


def draw(rng):
    return {
        "gate": rng.choice(["XOR", "XNOR"]),
        "low": rng.choice([0, -1]),  # how an input says false
        "yes": rng.choice(TRUE),
        "no": rng.choice(FALSE),
        "left": rng.choice([[0, 0], [0, 1], [1, 0], [1, 1]]),  # the fourth input, as bits
    }


def fourth(left, low):
    return np.array([bit or low for bit in left], dtype=object)


def first(left, low):
    return np.array([(1 - left[0]) or low, (1 - left[1]) or low], dtype=object)


def second(fourth, first):
    return np.array([fourth[0], first[1]], dtype=object)


def third(fourth, first):
    return np.array([first[0], fourth[1]], dtype=object)


def target(gate, left, yes, no):
    return yes if (left[0] != left[1]) == (gate == "XOR") else no


def other(target, yes, no):
    return no if target == yes else yes


def step_1(fourth, first):
    return fourth[0] - first[0]


def step_2(fourth, first):
    return fourth[1] - first[1]


def w_1(other, target, step_1):
    r"\frac{<other> - <target>}{<step_1>}"
    return Fraction(other - target) / step_1


def w_2(other, target, step_2):
    r"\frac{<other> - <target>}{<step_2>}"
    return Fraction(other - target) / step_2


def w(w_1, w_2):
    return np.array([w_1, w_2])


def b(target, w, first):
    r"<target> - <w>^\top <first>"
    return target - dot(w, first)


def forced(w, b, fourth):
    r"<w>^\top <fourth> + <b>"
    return dot(w, fourth) + b


def total(low):
    return "$w_1 + w_2 + 2b$" if low == 0 else "$2b$"


@instead_of(w_1, "sign_wrong")
def first_sign_turned(w_1):
    return -w_1


@instead_of(w_2, "sign_wrong")
def second_sign_turned(w_2):
    return -w_2


@instead_of(w_1, "not_normalised")
def first_distance_ignored(w_1, step_1):
    return w_1 * abs(step_1)


@instead_of(w_2, "not_normalised")
def second_distance_ignored(w_2, step_2):
    return w_2 * abs(step_2)


@instead_of("gate", "other_branch")
def gate_negated(gate):
    return "XNOR" if gate == "XOR" else "XOR"


@instead_of(b, "wrong_quantity")
def target_as_bias(target):
    return target


@instead_of(b, "sign_wrong")
def weights_added(target, w, first):
    return target + dot(w, first)


@instead_of(b, "bias_left_out")
def no_bias():
    return 0


@instead_of(forced, "bias_left_out")
def bias_not_added(forced, b):
    return forced - b


@instead_of(forced, "wrong_quantity")
def target_of_the_fourth(target):
    return target


@instead_of(forced, "one_step_off")
def value_of_a_neighbour(other):
    return other


@instead_of(total, "bias_left_out")
def bias_counted_once(low):
    return "$w_1 + w_2 + b$" if low == 0 else "$b$"


@instead_of(total, "wrong_quantity")
def other_coding(low):
    return "$2b$" if low == 0 else "$w_1 + w_2 + 2b$"


@instead_of(total, "counted_too_much")
def each_weight_twice():
    return "$2w_1 + 2w_2 + 2b$"


@instead_of(total, "bias_left_out")
def only_the_weights(low):
    return "$w_1 + w_2$" if low == 0 else "$2w_1 + 2w_2$"


def reference(gate, low, yes, no, left):
    """The linear system of the three inputs, and the sums of the conditions of both kinds."""
    import torch

    bits = torch.cartesian_prod(torch.tensor([False, True]), torch.tensor([False, True]))
    x = torch.where(bits, 1, low).double()
    truth = torch.logical_xor(*bits.T) ^ (gate == "XNOR")
    y = torch.where(truth, *torch.tensor([yes, no], dtype=torch.float64))
    rows = torch.cat([x, torch.ones(4, 1).double()], dim=1)
    last = (bits.int() == torch.tensor(left)).all(dim=1)
    first = (bits.int() != torch.tensor(left)).all(dim=1)
    second, third = (x[bits[:, i] != bits[first, i]] for i in range(2))
    second, third = (rest[(rest != x[last]).any(dim=1)][0] for rest in (second, third))
    theta = torch.linalg.solve(rows[~last], y[~last])
    forced = torch.nn.functional.linear(x[last], theta[None, :2], theta[2:])[0, 0]
    sums = {tuple(rows[kind].sum(dim=0).tolist()) for kind in (truth, ~truth)}
    total = {(1.0, 1.0, 2.0): "$w_1 + w_2 + 2b$", (0.0, 0.0, 2.0): "$2b$"}[sums.pop()]
    return {
        "first": x[first][0],
        "second": second,
        "third": third,
        "fourth": x[last][0],
        "w_1": theta[0],
        "w_2": theta[1],
        "w": theta[:2],
        "b": theta[2],
        "forced": forced,
        "target": y[first][0],
        "total": "" if sums else total,
    }
