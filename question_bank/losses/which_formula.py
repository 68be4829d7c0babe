"""Which formula is which loss, for one output and for several classes."""

from generator.authoring import Record, instead_of

MEAN = r"\frac{1}{N} \sum_{i=1}^{N} "
ALL = r"\sum_{i=1}^{N} \sum_{k=1}^{K} "
BINARY = r"\bigl({} \ln \hat{{y}}_i + (1 - y_i) \ln(1 - \hat{{y}}_i)\bigr)"

# Each formula of one output as LaTeX, and computed for tensors y (target) and o (output).
ONE = {
    "mean squared error": (MEAN + r"(\hat{y}_i - y_i)^2", lambda y, o: ((o - y) ** 2).mean()),
    "root mean squared error": (
        rf"\sqrt{{{MEAN}(\hat{{y}}_i - y_i)^2}}",
        lambda y, o: ((o - y) ** 2).mean() ** 0.5,
    ),
    "mean absolute error": (MEAN + r"|\hat{y}_i - y_i|", lambda y, o: abs(o - y).mean()),
    "binary cross-entropy": (
        "-" + MEAN + BINARY.format("y_i"),
        lambda y, o: -(y * o.log() + (1 - y) * (1 - o).log()).mean(),
    ),
    "square of the mean": (
        rf"\left({MEAN}(\hat{{y}}_i - y_i)\right)^2",
        lambda y, o: (o - y).mean() ** 2,
    ),
    "absolute value of the mean": (
        rf"\left|{MEAN}(\hat{{y}}_i - y_i)\right|",
        lambda y, o: abs((o - y).mean()),
    ),
    "without minus": (
        MEAN + BINARY.format("y_i"),
        lambda y, o: (y * o.log() + (1 - y) * (1 - o).log()).mean(),
    ),
    "one term": ("-" + MEAN + r"y_i \ln \hat{y}_i", lambda y, o: -(y * o.log()).mean()),
    "logarithms exchanged": (
        "-" + MEAN + r"\bigl(y_i \ln(1 - \hat{y}_i) + (1 - y_i) \ln \hat{y}_i\bigr)",
        lambda y, o: -(y * (1 - o).log() + (1 - y) * o.log()).mean(),
    ),
}
# Each formula of K classes, for tensors of the same shape (N, K).
SEVERAL = {
    "cross-entropy of exclusive classes": (
        r"-\frac{1}{N} " + ALL + r"y_{ik} \ln p_{ik}",
        lambda y, p: -(y * p.log()).sum(1).mean(),
    ),
    "binary cross-entropy of independent labels": (
        r"-\frac{1}{N K} " + ALL + r"\bigl(y_{ik} \ln p_{ik} + (1 - y_{ik}) \ln(1 - p_{ik})\bigr)",
        lambda y, p: -(y * p.log() + (1 - y) * (1 - p).log()).mean(),
    ),
    "squared error of all classes": (
        r"\frac{1}{N} " + ALL + r"(p_{ik} - y_{ik})^2",
        lambda y, p: ((p - y) ** 2).sum(1).mean(),
    ),
    "targets left out": (
        r"-\frac{1}{N} " + ALL + r"\ln p_{ik}",
        lambda _, p: -p.log().sum(1).mean(),
    ),
    "without minus": (
        r"\frac{1}{N} " + ALL + r"y_{ik} \ln p_{ik}",
        lambda y, p: (y * p.log()).sum(1).mean(),
    ),
    "no logarithm": (
        r"-\frac{1}{N} " + ALL + r"y_{ik}\, p_{ik}",
        lambda y, p: -(y * p).sum(1).mean(),
    ),
    "entropy": (
        r"-\frac{1}{N} " + ALL + r"p_{ik} \ln p_{ik}",
        lambda _, p: -(p * p.log()).sum(1).mean(),
    ),
}
# What a wrong option is.
WHY = {
    "mean squared error": "Here the errors are squared: this is the mean squared error.",
    "root mean squared error": "The root at the end makes it the root mean squared error.",
    "mean absolute error": "This averages the absolute values of the errors, not their squares.",
    "binary cross-entropy": "This is the binary cross-entropy; it has logarithms.",
    "square of the mean": "Here the errors are averaged first, so that they may cancel.",
    "absolute value of the mean": "Here the errors are averaged first, so that they may cancel.",
    "without minus": "The minus is missing: this is never positive.",
    "one term": "Examples with the target 0 contribute nothing here.",
    "logarithms exchanged": "This takes the logarithm of the probability of the wrong class.",
    "cross-entropy of exclusive classes": "This is the cross-entropy of classes that exclude each "
    "other: labels 0 contribute nothing.",
    "binary cross-entropy of independent labels": "Here every class is a yes-or-no question.",
    "squared error of all classes": "This is a squared error; it has no logarithms.",
    "targets left out": "Here the targets do not appear at all.",
    "no logarithm": "This is neither a square nor a logarithm: it is linear in the probabilities.",
    "entropy": "This is the entropy of the predictions; the targets do not appear at all.",
}
# What stands in place of each loss, by mistake.
ONE_WRONG = {
    "mean squared error": [
        "mean absolute error",
        "root mean squared error",
        "square of the mean",
        "binary cross-entropy",
    ],
    "root mean squared error": [
        "mean absolute error",
        "mean squared error",
        "absolute value of the mean",
        "square of the mean",
    ],
    "mean absolute error": [
        "mean squared error",
        "root mean squared error",
        "absolute value of the mean",
        "one term",
    ],
    "binary cross-entropy": [
        "mean squared error",
        "one term",
        "without minus",
        "logarithms exchanged",
    ],
}
SEVERAL_WRONG = {
    "cross-entropy of exclusive classes": [
        "binary cross-entropy of independent labels",
        "targets left out",
        "without minus",
        "entropy",
    ],
    "binary cross-entropy of independent labels": [
        "cross-entropy of exclusive classes",
        "squared error of all classes",
        "targets left out",
        "entropy",
    ],
    "squared error of all classes": [
        "cross-entropy of exclusive classes",
        "binary cross-entropy of independent labels",
        "no logarithm",
        "entropy",
    ],
}


def draw(rng):
    one, several = rng.choice(list(ONE_WRONG)), rng.choice(list(SEVERAL_WRONG))
    return {
        "one": one,
        "several": several,
        "one_wrong": rng.shuffled(ONE_WRONG[one]),
        "several_wrong": rng.shuffled(SEVERAL_WRONG[several]),
        "why": Record(WHY),
    }


def first(one):
    return f"${ONE[one][0]}$"


def second(several):
    return f"${SEVERAL[several][0]}$"


@instead_of(first, "wrong_quantity")
def first_confused(one_wrong):
    return f"${ONE[one_wrong[0]][0]}$"


@instead_of(first, "wrong_quantity")
def first_confused_otherwise(one_wrong):
    return f"${ONE[one_wrong[1]][0]}$"


@instead_of(first, "wrong_quantity")
def first_confused_again(one_wrong):
    return f"${ONE[one_wrong[2]][0]}$"


@instead_of(second, "wrong_quantity")
def second_confused(several_wrong):
    return f"${SEVERAL[several_wrong[0]][0]}$"


@instead_of(second, "wrong_quantity")
def second_confused_otherwise(several_wrong):
    return f"${SEVERAL[several_wrong[1]][0]}$"


@instead_of(second, "wrong_quantity")
def second_confused_again(several_wrong):
    return f"${SEVERAL[several_wrong[2]][0]}$"


def reference(one, several):
    import torch
    from torch.nn.functional import binary_cross_entropy, cross_entropy, l1_loss, mse_loss

    y, o = torch.tensor([1.0, 0.0, 1.0]), torch.tensor([0.6, 0.3, 0.2])
    z, t = torch.tensor([[1.0, -0.5, 0.3], [0.2, 0.9, -1.0]]), torch.tensor([2, 0])
    p, h = torch.softmax(z, dim=1), torch.eye(3)[t]
    torch_one = {
        "mean squared error": mse_loss(o, y),
        "root mean squared error": mse_loss(o, y).sqrt(),
        "mean absolute error": l1_loss(o, y),
        "binary cross-entropy": binary_cross_entropy(o, y),
    }
    torch_several = {
        "cross-entropy of exclusive classes": cross_entropy(z, t),
        "binary cross-entropy of independent labels": binary_cross_entropy(p, h),
        "squared error of all classes": mse_loss(p, h, reduction="sum") / 2,
    }

    def found(formulas, value, *data):
        """The one formula that gives torch's value."""
        (right,) = [f for f, compute in formulas.values() if torch.isclose(compute(*data), value)]
        return f"${right}$"

    return {
        "first": found(ONE, torch_one[one], y, o),
        "second": found(SEVERAL, torch_several[several], h, p),
    }
