"""Find the bug: a loop that keeps its losses and the best parameters, with one wrong line."""

from generator.authoring import Program, instead_of

CHANGED = "`optimizer.step()` changes the tensors that are stored in `best`, too."
GRAPHS = "`history` keeps the computation graphs of all epochs in memory."
CONSTANT = "The parameters never change."
SUMMED = "From the second epoch on a step follows the sum of the gradients of all epochs so far."
FAILING = "It stops with an error message."

PROGRAM = Program(
    """\
history = []
for epoch in range({epochs}):
    optimizer.zero_grad()
    loss = criterion(model(X), y)
    loss.backward()
    optimizer.step()
    history.append(criterion(model(X_val), y_val).item())
    if history[-1] == min(history):
        best = copy.deepcopy(model.state_dict())""",
    bugs={  # line number, what stands there, what happens
        "not_cleared": (3, "    optimizer.zero_grad", SUMMED),
        "detached": (4, "    loss = criterion(model(X).detach(), y)", FAILING),
        "new_leaf": (
            4,
            "    loss = torch.tensor(criterion(model(X), y).item(), requires_grad=True)",
            CONSTANT,
        ),
        "not_stepped": (6, "    optimizer.step", CONSTANT),
        "graphs_kept": (7, "    history.append(criterion(model(X_val), y_val))", GRAPHS),
        "aliased": (9, "        best = model.state_dict()", CHANGED),
    },
)


def draw(rng):
    return {
        "bug": rng.choice(list(PROGRAM.bugs)),
        "d": rng.integer(3, 12),
        "epochs": rng.integer(20, 60),
        "lr": rng.choice([0.001, 0.002, 0.005, 0.01]),
    }


def model(d):
    return f"`nn.Linear({d}, 1)`"


def listing(bug, epochs):
    return PROGRAM.listing(bug, epochs=epochs)


def number(bug):
    return PROGRAM.number(bug)


def mended(bug, epochs):
    return PROGRAM.mended(bug, epochs=epochs)


def line(number):
    return f"line {number}"


def effect(bug):
    return PROGRAM.effect(bug)


@instead_of(line, "autograd_rules")
def clearing_accused():
    return "line 3"


@instead_of(line, "autograd_rules")
def loss_accused():
    return "line 4"


@instead_of(line, "autograd_rules")
def backward_accused():
    return "line 5"


@instead_of(line, "autograd_rules")
def step_accused():
    return "line 6"


@instead_of(line, "autograd_rules")
def history_accused():
    return "line 7"


@instead_of(line, "wrong_quantity")
def copy_accused():
    return "line 9"


@instead_of(effect, "wrong_quantity")
def thought_changed():
    return CHANGED


@instead_of(effect, "autograd_rules")
def thought_graphs():
    return GRAPHS


@instead_of(effect, "autograd_rules")
def thought_constant():
    return CONSTANT


@instead_of(effect, "autograd_rules")
def thought_summed():
    return SUMMED


@instead_of(effect, "autograd_rules")
def thought_failing():
    return FAILING


def _run(bug, d, epochs, lr):
    """All names that a program leaves; the validation loss falls and then rises."""
    import copy

    import torch

    torch.manual_seed(6)
    X, model = torch.randn(20, d), torch.nn.Linear(d, 1)
    start = copy.deepcopy(model.state_dict())
    y = model(X).detach() + X.sum(1, keepdim=True)
    with torch.no_grad():  # validation data that fit parameters on the way best
        y_val = model(X) + 3 * lr * X.sum(1, keepdim=True)
    optimizer = torch.optim.SGD(model.parameters(), lr=float(lr))
    names = {"copy": copy, "torch": torch, "criterion": torch.nn.MSELoss(), "start": start}
    names |= {"model": model, "optimizer": optimizer, "X": X, "y": y, "X_val": X, "y_val": y_val}
    exec(PROGRAM.source(bug, epochs=epochs), names)
    return names


def _gradient(weights, run):
    """The gradient of the training loss at some parameters."""
    import torch

    model = torch.nn.Linear(run["X"].shape[1], 1)
    model.load_state_dict(weights)
    loss = torch.nn.functional.mse_loss(model(run["X"]), run["y"])
    return torch.autograd.grad(loss, model.weight)[0]


def reference(bug, d, epochs, lr):
    """Runs the right and the wrong program and says which of the effects are seen."""
    import torch

    line = f"line {PROGRAM.changed_line(bug, epochs=epochs)}"
    right = _run(None, d, epochs, lr)
    assert not torch.equal(right["best"]["weight"], right["model"].weight)
    try:
        wrong = _run(bug, d, epochs, lr)
    except RuntimeError:
        return {"line": line, "effect": FAILING}
    one, two = (_run(bug, d, n, lr)["model"] for n in (1, 2))
    step = ((one.weight - two.weight) / lr).detach()
    summed = _gradient(wrong["start"], wrong) + _gradient(one.state_dict(), wrong)
    moved = not torch.equal(wrong["model"].weight, wrong["start"]["weight"])
    seen = {
        CHANGED: moved and torch.equal(wrong["best"]["weight"], wrong["model"].weight),
        GRAPHS: any(hasattr(loss, "grad_fn") for loss in wrong["history"]),
        CONSTANT: not moved,
        SUMMED: torch.allclose(step, summed.to(step.dtype), rtol=1e-2, atol=1e-3),
    }
    return {"line": line, "effect": " ".join(effect for effect, holds in seen.items() if holds)}
