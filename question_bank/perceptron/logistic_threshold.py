"""Where a logistic unit changes its mind: the logit of a threshold, one input, and the odds."""

from generator.authoring import guard, instead_of, np, sigmoid


def draw(rng):
    return {
        "w_1": rng.decimal(-1.5, 1.5),
        "w_2": rng.decimal(-2, 2),
        "b": rng.decimal(-2, 2),
        "x_2": rng.decimal(-3, 3),
        "tau": rng.choice([0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95]),
    }


def z(tau):
    r"\ln\left(\frac{<tau>}{1 - <tau>}\right)"
    return np.log(tau / (1 - tau))


def x_1(z, w_1, w_2, b, x_2):
    r"\frac{<z> - <b> - <w_2> <x_2>}{<w_1>}"
    return (z - b - w_2 * x_2) / w_1


def q(w_1):
    r"e^{<w_1>}"
    return np.exp(w_1)


@instead_of(z, "upside_down")
def fraction_turned_over(tau):
    return np.log((1 - tau) / tau)


@instead_of(z, "wrong_quantity")
def sigmoid_of_the_threshold(tau):
    return sigmoid(tau)


@instead_of(z, "wrong_quantity")
def threshold_as_logit(tau):
    return tau


@instead_of(z, "logarithm_base")
def decimal_logarithm(tau):
    return np.log10(tau / (1 - tau))


@instead_of(x_1, "bias_left_out")
def no_bias(z, w_1, w_2, x_2):
    return (z - w_2 * x_2) / w_1


@instead_of(x_1, "path_missing")
def second_input_left_out(z, w_1, b):
    return (z - b) / w_1


@instead_of(x_1, "sign_wrong")
def terms_not_brought_over(z, w_1, w_2, b, x_2):
    return (z + b + w_2 * x_2) / w_1


@instead_of(x_1, "decision_rule")
def boundary_of_a_half(w_1, w_2, b, x_2):
    return (-b - w_2 * x_2) / w_1


@instead_of(q, "wrong_quantity")
def weight_given(w_1):
    return w_1


@instead_of(q, "wrong_quantity")
def sigmoid_of_the_weight(w_1):
    return sigmoid(w_1)


@instead_of(q, "arithmetic")
def one_plus_the_weight(w_1):
    return 1 + w_1


@guard
def reachable(x_1):
    """the input is far away"""
    return abs(x_1) <= 10


def reference(w_1, w_2, b, x_2, tau):
    import torch

    def logit(first):
        x = torch.stack([torch.as_tensor(first, dtype=w_1.dtype), x_2])
        return torch.nn.functional.linear(x, torch.stack([w_1, w_2])[None], b[None])[0]

    def odds(first):
        p = torch.sigmoid(logit(first))
        return p / (1 - p)

    z = torch.logit(tau)
    slope = logit(1.0) - logit(0.0)
    return {"z": z, "x_1": (z - logit(0.0)) / slope, "q": odds(1.3) / odds(0.3)}
