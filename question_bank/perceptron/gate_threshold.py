"""The bias that makes a threshold unit with equal weights count its inputs."""

from generator.authoring import guard, instead_of


def draw(rng):
    n = rng.integer(3, 7)
    sign = rng.choice([1, -1])  # at least k inputs are 1, or at most k
    special = [n, 1] if sign == 1 else [n - 1, 0]
    k = rng.choice([*special, n // 2 + 1 if sign == 1 else n // 2, rng.integer(1, n - 1)])
    size = rng.integer(3, 9)
    ones = rng.integer(1, n - 2)  # where the second unit changes its answer
    return {
        "n": n,
        "k": k,
        "w": sign * size,
        "extreme": rng.choice(["largest", "smallest"]),
        "b_2": -sign * (size * ones + rng.integer(1, size - 1)),
    }


def gate(n, k, w):
    if w > 0:
        names = {n: "AND", 1: "OR"}
        condition = f"at least {k} of its inputs are 1"
    else:
        names = {n - 1: "NAND", 0: "NOR"}
        condition = f"at most {k} of its inputs {'is' if k == 1 else 'are'} 1"
    plain = {
        "AND": "all its inputs are 1",
        "OR": "at least one of its inputs is 1",
        "NAND": "not all of its inputs are 1",
        "NOR": "none of its inputs is 1",
    }
    if k not in names:
        return f"the function that is 1 exactly if {condition}"
    return f"{names[k]}, which is 1 exactly if {plain[names[k]]}"


def k_0(k, w):
    return k - 1 if w > 0 else k + 1


def b_low(w, k):
    r"-<w> \cdot <k>"
    return -w * k


def b_high(w, k_0):
    r"-<w> \cdot <k_0>"
    return -w * k_0


def b(b_low, b_high, extreme):
    return b_high - 1 if extreme == "largest" else b_low + 1


def m(n, w, b_2):
    firing = [c for c in range(n + 1) if c * w + b_2 > 0]
    return min(firing) if w > 0 else max(firing)


@instead_of(b, "wrong_quantity")
def other_end(b_low, b_high, extreme):
    return b_low + 1 if extreme == "largest" else b_high - 1


@instead_of(b, "other_branch")
def score_zero_allowed(b_low, b_high, extreme):
    return b_high if extreme == "largest" else b_low


@instead_of("k", "one_step_off")
def one_input_more(k):
    return k + 1


@instead_of("k", "one_step_off")
def one_input_less(k):
    return k - 1


@instead_of(b, "sign_wrong")
def sign_lost(b):
    return -b


@instead_of(m, "one_step_off")
def last_quiet_number(m, w):
    return m - 1 if w > 0 else m + 1


@instead_of(m, "one_step_off")
def one_too_far(m, w):
    return m + 1 if w > 0 else m - 1


@instead_of(m, "arithmetic")
def rounded_the_other_way(b_2, w):
    return int(abs(b_2) / abs(w) + 0.5)


@guard
def new_threshold(k, m):
    """the second unit computes the same function"""
    return k != m


def reference(n, k, w, extreme, b_2):
    """All inputs, and all integer biases of a long range, through torch's linear layer."""
    import torch

    bits = torch.cartesian_prod(*[torch.tensor([0.0, 1.0])] * n)
    ones = bits.sum(dim=1)
    target = ones >= k if w > 0 else ones <= k

    def scores(bias):
        weight = torch.full((1, n), float(w))
        return torch.nn.functional.linear(bits, weight, torch.tensor([float(bias)]))[:, 0]

    def computes(bias):
        z = scores(bias)
        return bool(z.all()) and torch.equal(z > 0, target)

    fitting = [bias for bias in range(-99, 100) if computes(bias)]
    firing = ones[scores(b_2) > 0]
    return {
        "b_low": min(fitting) - 1,
        "b_high": max(fitting) + 1,
        "b": max(fitting) if extreme == "largest" else min(fitting),
        "m": (firing.min() if w > 0 else firing.max()).int(),
    }
