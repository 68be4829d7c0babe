"""Find the bug: gradient descent written by hand, with one wrong line."""

from generator.authoring import Program, instead_of

CONSTANT = "The loss that it prints is the same in every epoch."
GROWING = "The loss that it prints grows from epoch to epoch."
SUMMED = "From the second epoch on a step follows the sum of the gradients of all epochs so far."
FAILING = "It stops with an error message."
HARMLESS = "It prints the same losses as the right program."

PROGRAM = Program(
    """\
model = nn.Linear({d}, 1)
criterion = nn.MSELoss()
for epoch in range({epochs}):
    model.zero_grad()
    loss = criterion(model(X), y)
    loss.backward()
    with torch.no_grad():
        for p in model.parameters():
            p -= {lr} * p.grad
    print(loss.item())""",
    bugs={  # line number, what stands there, what happens
        "not_cleared": (4, "    model.zero_grad", SUMMED),
        "detached": (5, "    loss = criterion(model(X).detach(), y)", FAILING),
        "no_backward": (6, "    loss.backward", FAILING),
        "plain_number": (6, "    loss.item().backward()", FAILING),
        "rebound": (9, "            p = p - {lr} * p.grad", CONSTANT),
        "ascending": (9, "            p += {lr} * p.grad", GROWING),
    },
)


def draw(rng):
    return {
        "bug": rng.choice(list(PROGRAM.bugs)),
        "d": rng.integer(2, 6),
        "examples": 10 * rng.integer(2, 10),
        "epochs": rng.integer(3, 6),
        "lr": rng.choice([0.001, 0.002, 0.005, 0.01]),
    }


def listing(bug, d, epochs, lr):
    return PROGRAM.listing(bug, d=d, epochs=epochs, lr=lr)


def number(bug):
    return PROGRAM.number(bug)


def mended(bug, d, epochs, lr):
    return PROGRAM.mended(bug, d=d, epochs=epochs, lr=lr)


def line(number):
    return f"line {number}"


def effect(bug):
    return PROGRAM.effect(bug)


@instead_of(line, "autograd_rules")
def clearing_accused():
    return "line 4"


@instead_of(line, "autograd_rules")
def loss_accused():
    return "line 5"


@instead_of(line, "autograd_rules")
def backward_accused():
    return "line 6"


@instead_of(line, "autograd_rules")
def context_accused():
    return "line 7"


@instead_of(line, "wrong_quantity")
def loop_accused():
    return "line 8"


@instead_of(line, "autograd_rules")
def update_accused():
    return "line 9"


@instead_of(effect, "autograd_rules")
def thought_constant():
    return CONSTANT


@instead_of(effect, "sign_wrong")
def thought_growing():
    return GROWING


@instead_of(effect, "autograd_rules")
def thought_summed():
    return SUMMED


@instead_of(effect, "autograd_rules")
def thought_failing():
    return FAILING


@instead_of(effect, "autograd_rules")
def thought_harmless():
    return HARMLESS


def _run(bug, d, examples, epochs, lr):
    """All names that a program leaves, and under "losses" what it prints."""
    import torch

    torch.manual_seed(3)
    X = torch.rand(examples, d)
    losses: list[float] = []
    names = {"torch": torch, "nn": torch.nn, "X": X, "y": X.sum(1, keepdim=True) + 3}
    names |= {"losses": losses, "print": losses.append}
    exec(PROGRAM.source(bug, d=d, epochs=epochs, lr=lr), names)
    return names


def _gradient(run):
    """The gradient of the loss at the parameters that a program leaves."""
    import torch

    model = run["model"]
    loss = torch.nn.functional.mse_loss(model(run["X"]), run["y"])
    return torch.autograd.grad(loss, model.weight)[0]


def reference(bug, d, examples, epochs, lr):
    """Runs the right and the wrong program and says which of the effects are seen."""
    import torch

    line = f"line {PROGRAM.changed_line(bug, d=d, epochs=epochs, lr=lr)}"
    expected = _run(None, d, examples, epochs, lr)["losses"]
    assert expected == sorted(set(expected), reverse=True)
    try:
        losses = _run(bug, d, examples, epochs, lr)["losses"]
    except (RuntimeError, TypeError, AttributeError):
        return {"line": line, "effect": FAILING}
    start, first, second = (_run(bug, d, examples, n, lr) for n in (0, 1, 2))
    step = (first["model"].weight - second["model"].weight) / lr
    summed = _gradient(start) + _gradient(first)
    seen = {
        CONSTANT: len(set(losses)) == 1,
        GROWING: losses == sorted(losses) and losses[0] < losses[-1],
        SUMMED: torch.allclose(step, summed.to(step.dtype), rtol=1e-2),
        HARMLESS: losses == expected,
    }
    return {"line": line, "effect": " ".join(effect for effect, holds in seen.items() if holds)}
