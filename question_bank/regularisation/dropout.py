"""Inverted dropout with a given mask: activations, output, gradient, and evaluation."""

from generator.authoring import gradient, instead_of, np


def draw(rng):
    p = rng.choice([0.1, 0.2, 0.25, 0.3, 0.4, 0.6, 0.75])
    count = 1 if p < 0.25 else 2
    return {
        "p": p,
        "h": rng.decimals(4, 0.2, 3),
        "m": np.array(rng.shuffled([0] * count + [1] * (4 - count))),
        "w": rng.decimals(4, -2, 2),
        "b": rng.decimal(-1, 1),
    }


def kept(m, h, p):
    r"\frac{1}{1 - <p>} \cdot <m> \odot <h>"
    return m * h / (1 - p)


def z_train(w, kept, b):
    r"<w>^\top <kept> + <b>"
    return w @ kept + b


@gradient(z_train, "h")
def grad_h(m, w, p):
    r"\frac{1}{1 - <p>} \cdot <m> \odot <w>"
    return m * w / (1 - p)


def z_eval(w, h, b):
    r"<w>^\top <h> + <b>"
    return w @ h + b


@instead_of(kept, "dropout_scaling_wrong")
def not_rescaled(m, h):
    return m * h


@instead_of(kept, "dropout_scaling_wrong")
def divided_by_drop_rate(m, h, p):
    return m * h / p


@instead_of(kept, "dropout_scaling_wrong")
def multiplied_instead_of_divided(m, h, p):
    return m * h * (1 - p)


@instead_of("m", "dropout_scaling_wrong")
def mask_inverted(m):
    return 1 - m


@instead_of("b", "bias_left_out")
def bias_left_out():
    return 0


@instead_of(grad_h, "dropout_scaling_wrong")
def mask_left_out_of_gradient(w, p):
    return w / (1 - p)


@instead_of(grad_h, "dropout_scaling_wrong")
def scale_left_out_of_gradient(m, w):
    return m * w


@instead_of(grad_h, "wrong_layer_activation")
def activation_as_derivative(kept):
    return kept


@instead_of(z_eval, "dropout_scaling_wrong")
def scaled_in_evaluation(w, h, b, p):
    return (1 - p) * (w @ h) + b


@instead_of(z_eval, "dropout_scaling_wrong")
def mask_in_evaluation(z_train):
    return z_train


def reference(p, h, m, w, b):
    import torch

    dropout = torch.nn.Dropout(float(p))
    h.requires_grad_()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        trials = dropout(h.expand(5000, 4))
    kept = trials[((trials != 0) == m.bool()).all(dim=1)][0]  # the first with this mask
    z_train = torch.nn.functional.linear(kept, w, b)
    return {
        "kept": kept,
        "z_train": z_train,
        "grad_h": torch.autograd.grad(z_train, h)[0],
        "z_eval": torch.nn.functional.linear(dropout.eval()(h), w, b),
    }
