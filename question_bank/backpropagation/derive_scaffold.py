"""The equations of backpropagation for one hidden layer, each chosen among computed mistakes.

The options are formulas. The reference evaluates all of them on numbers, with as many inputs as
hidden units and outputs, so that each can be evaluated, and returns the one that autograd confirms.
"""

from generator.authoring import Record, instead_of, relu, sigmoid, tanh, torch_function

OUTPUTS = {
    "softmax": r"p = \operatorname{softmax}(s), \qquad L = -\sum_k y_k \ln p_k",
    "sigmoid": r"p = \sigma(s), \qquad "
    r"L = -\sum_k \bigl(y_k \ln p_k + (1 - y_k) \ln(1 - p_k)\bigr)",
    "squared sigmoid": r"p = \sigma(s), \qquad L = \tfrac{1}{2} \sum_k (p_k - y_k)^2",
    "linear": r"p = s, \qquad L = \tfrac{1}{2} \sum_k (p_k - y_k)^2",
    "linear without half": r"p = s, \qquad L = \sum_k (p_k - y_k)^2",
}
ERROR, ERROR_TIMES_SLOPE = "$p - y$", r"$(p - y) \odot p \odot (1 - p)$"
SIGMOID, TANH, RELU = r"h \odot (1 - h)", r"(1 - h \odot h)", r"\operatorname{ReLU}'(z)"
SLOPES = {"sigmoid": SIGMOID, "tanh": TANH, "relu": RELU}


def draw(rng):
    return {
        "f": rng.choice([sigmoid, tanh, relu]),
        "output": rng.choice(list(OUTPUTS)),
    }


def definition(output):
    return OUTPUTS[output]


def delta(output):
    other = {"squared sigmoid": ERROR_TIMES_SLOPE, "linear without half": "$2 (p - y)$"}
    return other.get(output, ERROR)


def grad_V():
    return r"$\delta h^\top$"


def epsilon(f):
    return rf"$(V^\top \delta) \odot {SLOPES[f.name]}$"


def grad_W():
    return r"$\varepsilon x^\top$"


def grad_b():
    return r"$\varepsilon$"


def _candidate(formula):
    """A wrong option, which has to be among the formulas that the reference evaluates."""
    assert formula in CANDIDATES, formula
    return formula


@instead_of(delta, "sign_wrong")
def target_minus_prediction(delta):
    return _candidate(delta.replace("p - y", "y - p"))


@instead_of(delta, "slope_counted_twice")
def output_slope_wrong(delta):
    return _candidate(ERROR if delta == ERROR_TIMES_SLOPE else ERROR_TIMES_SLOPE)


@instead_of(delta, "factor_two")
def factor_two_wrong(delta):
    return _candidate(ERROR if delta == "$2 (p - y)$" else "$2 (p - y)$")


@instead_of(delta, "differentiation_rule")
def target_left_out():
    return _candidate("$p$")


@instead_of(delta, "cross_entropy_wrong")
def slope_of_the_output_only():
    return _candidate(r"$p \odot (1 - p)$")


@instead_of(grad_V, "weight_transposed")
def factors_of_V_swapped():
    return _candidate(r"$h\, \delta^\top$")


@instead_of(grad_V, "wrong_layer_activation")
def pre_activation_for_activation():
    return _candidate(r"$\delta z^\top$")


@instead_of(grad_V, "wrong_layer_activation")
def input_for_activation():
    return _candidate(r"$\delta x^\top$")


@instead_of(grad_V, "wrong_quantity")
def way_back_for_gradient():
    return _candidate(r"$V^\top \delta$")


@instead_of(epsilon, "hidden_slope_missing")
def no_hidden_slope():
    return _candidate(r"$V^\top \delta$")


@instead_of(epsilon, "weight_transposed")
def weights_not_transposed(f):
    return _candidate(rf"$(V \delta) \odot {SLOPES[f.name]}$")


@instead_of(epsilon, "differentiation_rule")
def slope_of_another_activation(f):
    return _candidate(rf"$(V^\top \delta) \odot {TANH if f is sigmoid else SIGMOID}$")


@instead_of(epsilon, "hidden_slope_missing")
def activation_for_slope():
    return _candidate(r"$(V^\top \delta) \odot h$")


@instead_of(epsilon, "chain_rule")
def output_weights_left_out(f):
    return _candidate(rf"$\delta \odot {SLOPES[f.name]}$")


@instead_of(grad_W, "weight_transposed")
def factors_of_W_swapped():
    return _candidate(r"$x\, \varepsilon^\top$")


@instead_of(grad_W, "wrong_layer_activation")
def activation_for_input():
    return _candidate(r"$\varepsilon h^\top$")


@instead_of(grad_W, "chain_rule")
def error_of_the_output_taken():
    return _candidate(r"$\delta x^\top$")


@instead_of(grad_W, "wrong_quantity")
def gradient_for_the_input():
    return _candidate(r"$W^\top \varepsilon$")


@instead_of(grad_b, "bias_gradient_wrong")
def no_gradient():
    return _candidate("$0$")


@instead_of(grad_b, "bias_gradient_wrong")
def multiplied_by_the_input():
    return _candidate(r"$\varepsilon \odot x$")


@instead_of(grad_b, "bias_gradient_wrong")
def multiplied_by_the_bias():
    return _candidate(r"$\varepsilon \odot b$")


@instead_of(grad_b, "bias_gradient_wrong")
def bias_of_the_other_layer():
    return _candidate(r"$\delta$")


CANDIDATES = {
    "$p - y$": lambda q: q.p - q.y,
    "$y - p$": lambda q: q.y - q.p,
    ERROR_TIMES_SLOPE: lambda q: (q.p - q.y) * q.p * (1 - q.p),
    r"$(y - p) \odot p \odot (1 - p)$": lambda q: (q.y - q.p) * q.p * (1 - q.p),
    "$2 (p - y)$": lambda q: 2 * (q.p - q.y),
    "$2 (y - p)$": lambda q: 2 * (q.y - q.p),
    "$p$": lambda q: q.p,
    r"$p \odot (1 - p)$": lambda q: q.p * (1 - q.p),
    r"$\delta h^\top$": lambda q: q.delta.outer(q.h),
    r"$h\, \delta^\top$": lambda q: q.h.outer(q.delta),
    r"$\delta z^\top$": lambda q: q.delta.outer(q.z),
    r"$\delta x^\top$": lambda q: q.delta.outer(q.x),
    r"$V^\top \delta$": lambda q: q.V.T @ q.delta,
    rf"$(V^\top \delta) \odot {SIGMOID}$": lambda q: (q.V.T @ q.delta) * q.h * (1 - q.h),
    rf"$(V^\top \delta) \odot {TANH}$": lambda q: (q.V.T @ q.delta) * (1 - q.h * q.h),
    rf"$(V^\top \delta) \odot {RELU}$": lambda q: (q.V.T @ q.delta) * (q.z > 0),
    rf"$(V \delta) \odot {SIGMOID}$": lambda q: (q.V @ q.delta) * q.h * (1 - q.h),
    rf"$(V \delta) \odot {TANH}$": lambda q: (q.V @ q.delta) * (1 - q.h * q.h),
    rf"$(V \delta) \odot {RELU}$": lambda q: (q.V @ q.delta) * (q.z > 0),
    r"$(V^\top \delta) \odot h$": lambda q: (q.V.T @ q.delta) * q.h,
    rf"$\delta \odot {SIGMOID}$": lambda q: q.delta * q.h * (1 - q.h),
    rf"$\delta \odot {TANH}$": lambda q: q.delta * (1 - q.h * q.h),
    rf"$\delta \odot {RELU}$": lambda q: q.delta * (q.z > 0),
    r"$\varepsilon x^\top$": lambda q: q.epsilon.outer(q.x),
    r"$x\, \varepsilon^\top$": lambda q: q.x.outer(q.epsilon),
    r"$\varepsilon h^\top$": lambda q: q.epsilon.outer(q.h),
    r"$W^\top \varepsilon$": lambda q: q.W.T @ q.epsilon,
    "$0$": lambda q: 0 * q.b,
    r"$\varepsilon$": lambda q: q.epsilon,
    r"$\varepsilon \odot x$": lambda q: q.epsilon * q.x,
    r"$\varepsilon \odot b$": lambda q: q.epsilon * q.b,
    r"$\delta$": lambda q: q.delta,
}


def reference(f, output):
    import torch
    from torch.nn import functional as F  # noqa: N812

    losses = {
        "softmax": lambda s, y: F.cross_entropy(s, y),
        "sigmoid": lambda s, y: F.binary_cross_entropy_with_logits(s, y, reduction="sum"),
        "squared sigmoid": lambda s, y: 0.5 * F.mse_loss(torch.sigmoid(s), y, reduction="sum"),
        "linear": lambda s, y: 0.5 * F.mse_loss(s, y, reduction="sum"),
        "linear without half": lambda s, y: F.mse_loss(s, y, reduction="sum"),
    }
    outputs = {"softmax": lambda s: torch.softmax(s, 0), "linear": lambda s: s}
    numbers = torch.Generator().manual_seed(1)
    W, V = torch.randn(2, 3, 3, generator=numbers, dtype=torch.float64)
    x, b, c = torch.randn(3, 3, generator=numbers, dtype=torch.float64)
    y = torch.tensor([0.0, 1.0, 0.0], dtype=torch.float64)
    for parameter in (W, b, V):
        parameter.requires_grad_()
    z = F.linear(x, W, b)
    h = torch_function(f)(z)
    s = F.linear(h, V, c)
    p = outputs.get(output.split()[0], torch.sigmoid)(s)
    wanted = torch.autograd.grad(losses[output](s, y), (s, V, z, W, b))
    q = Record(x=x, W=W, b=b, z=z, h=h, V=V, p=p, y=y, delta=wanted[0], epsilon=wanted[2])
    values = {text: compute(q) for text, compute in CANDIDATES.items()}

    def confirmed(gradient, without=()):
        fits = [
            text
            for text, value in values.items()
            if text not in without
            and value.shape == gradient.shape
            and torch.allclose(value, gradient)
        ]
        (text,) = fits
        return text

    delta, grad_V, epsilon, grad_W, grad_b = wanted
    return {
        "delta": confirmed(delta, {r"$\delta$"}),
        "grad_V": confirmed(grad_V),
        "epsilon": confirmed(epsilon, {r"$\varepsilon$"}),
        "grad_W": confirmed(grad_W),
        "grad_b": confirmed(
            grad_b, {text for text in values if r"V^\top \delta" in text or r"V \delta" in text}
        ),
    }
