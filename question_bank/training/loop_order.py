"""One training iteration in PyTorch: its order, and what a missing line does."""

from generator.authoring import instead_of

SUMMED = "Each step follows the sum of the gradients of all batches up to then."
NO_GRADIENT = "The parameters never change, because no gradient is ever computed."
NO_UPDATE = "The parameters never change, although their gradients are computed."
ERROR = "The program stops with an error message."
NOTHING = "The parameters come out the same as with this line."

EFFECTS = {
    "optimizer.zero_grad()": SUMMED,
    "loss.backward()": NO_GRADIENT,
    "optimizer.step()": NO_UPDATE,
}


def draw(rng):
    return {
        "left_out": rng.choice(list(EFFECTS)),
        "d": rng.integer(4, 20),
        "k": rng.integer(3, 10),
        "lr": rng.choice([0.01, 0.02, 0.05, 0.1, 0.2]),
        "B": rng.choice([16, 32, 64, 128]),
    }


def effect(left_out):
    return EFFECTS[left_out]


@instead_of(effect, "autograd_rules")
def gradients_add_up():
    return SUMMED


@instead_of(effect, "autograd_rules")
def no_gradients_computed():
    return NO_GRADIENT


@instead_of(effect, "autograd_rules")
def gradients_not_applied():
    return NO_UPDATE


@instead_of(effect, "autograd_rules")
def error_message_expected():
    return ERROR


@instead_of(effect, "autograd_rules")
def line_thought_superfluous():
    return NOTHING


def reference(left_out, d, k, lr, B):
    """Runs the loop without the line and looks at what it did."""
    import torch

    model = torch.nn.Linear(d, k)
    start = model.weight.detach().clone()
    criterion = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=float(lr))
    for _ in range(3):
        x, y = torch.randn(B, d), torch.randint(k, (B,))
        loss = criterion(model(x), y)
        (own,) = torch.autograd.grad(loss, model.weight, retain_graph=True)  # of this batch alone
        if left_out != "optimizer.zero_grad()":
            optimizer.zero_grad()
        if left_out != "loss.backward()":
            loss.backward()
        if left_out != "optimizer.step()":
            optimizer.step()
    if model.weight.grad is None:
        return {"effect": NO_GRADIENT}
    if torch.equal(model.weight, start):
        return {"effect": NO_UPDATE}
    return {"effect": NOTHING if torch.allclose(model.weight.grad, own) else SUMMED}
