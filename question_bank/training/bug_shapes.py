"""Find the bug: the loss of a regression, with one wrong line."""

from generator.authoring import Program, instead_of

PAIRS = "The loss is a mean over all pairs of a prediction and a target of the batch."
SUMMED = "The gradient of a batch is that of the sum of its squared errors."
CANCELLED = "Errors of opposite signs cancel each other in the loss."
LEFT_OVER = "A step follows the sum of the gradients of all batches so far."
FAILING = "The first batch stops the program with an error message."

PROGRAM = Program(
    """\
model = nn.Sequential(nn.Linear({d}, {h}), nn.ReLU(), nn.Linear({h}, 1))
optimizer = torch.optim.SGD(model.parameters(), lr={lr})
for x, y in loader:
    y_hat = model(x).squeeze(1)
    loss = ((y_hat - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()""",
    bugs={  # line number, what stands there, what happens
        "column": (4, "    y_hat = model(x)", PAIRS),
        "wrong_squeeze": (4, "    y_hat = model(x).squeeze(0)", PAIRS),
        "detached": (4, "    y_hat = model(x).detach().squeeze(1)", FAILING),
        "sum": (5, "    loss = ((y_hat - y) ** 2).sum()", SUMMED),
        "not_combined": (5, "    loss = (y_hat - y) ** 2", FAILING),
        "squared_too_late": (5, "    loss = (y_hat - y).mean() ** 2", CANCELLED),
        "plain_number": (5, "    loss = ((y_hat - y) ** 2).mean().item()", FAILING),
        "not_cleared": (6, "    optimizer.zero_grad", LEFT_OVER),
    },
)


def draw(rng):
    return {
        "bug": rng.choice(list(PROGRAM.bugs)),
        "B": rng.choice([16, 20, 32, 50, 64, 100]),
        "d": rng.integer(2, 12),
        "h": rng.integer(5, 40),
        "lr": rng.choice([0.001, 0.002, 0.005, 0.01]),
    }


def listing(bug, d, h, lr):
    return PROGRAM.listing(bug, d=d, h=h, lr=lr)


def number(bug):
    return PROGRAM.number(bug)


def mended(bug, d, h, lr):
    return PROGRAM.mended(bug, d=d, h=h, lr=lr)


def line(number):
    return f"line {number}"


def effect(bug):
    return PROGRAM.effect(bug)


@instead_of(line, "shapes_confused")
def network_accused():
    return "line 1"


@instead_of(line, "shapes_confused")
def squeeze_accused():
    return "line 4"


@instead_of(line, "mean_wrong")
def loss_accused():
    return "line 5"


@instead_of(line, "autograd_rules")
def clearing_accused():
    return "line 6"


@instead_of(line, "autograd_rules")
def backward_accused():
    return "line 7"


@instead_of(effect, "shapes_confused")
def thought_pairs():
    return PAIRS


@instead_of(effect, "mean_wrong")
def thought_summed():
    return SUMMED


@instead_of(effect, "arithmetic")
def thought_cancelled():
    return CANCELLED


@instead_of(effect, "autograd_rules")
def thought_left_over():
    return LEFT_OVER


@instead_of(effect, "autograd_rules")
def thought_failing():
    return FAILING


def _trained(bug, B, d, h, lr, batches):
    """All names that the program leaves after some batches."""
    import torch

    torch.manual_seed(4)
    loader = [(torch.randn(B, d), 1 + torch.randn(B)) for _ in range(batches)]
    names = {"torch": torch, "nn": torch.nn, "loader": loader}
    torch.manual_seed(4)
    exec(PROGRAM.source(bug, d=d, h=h, lr=lr), names)
    return names


def reference(bug, B, d, h, lr):
    """Runs the wrong program and says which of the effects are seen."""
    import torch

    line = f"line {PROGRAM.changed_line(bug, d=d, h=h, lr=lr)}"
    try:
        two = _trained(bug, B, d, h, lr, 2)
    except (RuntimeError, AttributeError):
        return {"line": line, "effect": FAILING}
    one = _trained(bug, B, d, h, lr, 1)
    start = _trained(bug, B, d, h, lr, 0)["model"]
    (x, y), loss = one["loader"][0], one["loss"]
    errors = start(x)[:, 0] - y
    pairs_of_errors = torch.cartesian_prod(start(x)[:, 0], -y).sum(dim=1)
    (of_sum,) = torch.autograd.grad((errors**2).sum(), start[0].weight, retain_graph=True)
    models = (start, one["model"])
    means = [
        torch.nn.functional.mse_loss(model(x)[:, 0], y)
        for model, (x, y) in zip(models, two["loader"], strict=True)
    ]
    summed = sum(
        torch.autograd.grad(mean, model[0].weight)[0]
        for mean, model in zip(means, models, strict=True)
    )
    seen = {
        PAIRS: torch.isclose(loss, (pairs_of_errors**2).mean()),
        SUMMED: torch.allclose(one["model"][0].weight.grad, of_sum, rtol=1e-4),
        CANCELLED: torch.isclose(loss, errors.mean() ** 2),
        LEFT_OVER: torch.allclose(two["model"][0].weight.grad, summed, rtol=1e-3, atol=1e-5),
    }
    return {"line": line, "effect": " ".join(effect for effect, holds in seen.items() if holds)}
