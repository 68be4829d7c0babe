"""Find the bug: a network class and its optimiser, with one wrong line."""

from generator.authoring import Program, instead_of

OUTPUT_ONLY = "Only the output layer learns; the hidden layers keep their initial values."
AFFINE = "The logits are an affine function of the input."
FAILING = "The first forward pass stops with an error message."
NEVER_NEGATIVE = "No logit is ever negative."
SHARED = "Both hidden layers always have the same weights and biases."

PROGRAM = Program(
    """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.ModuleList([nn.Linear({d}, {h}), nn.Linear({h}, {h})])
        self.out = nn.Linear({h}, {k})
    def forward(self, x):
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.out(x)
model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)""",
    bugs={  # line number, what stands there, what happens
        "plain_list": (
            4,
            "        self.hidden = [nn.Linear({d}, {h}), nn.Linear({h}, {h})]",
            OUTPUT_ONLY,
        ),
        "swapped": (5, "        self.out = nn.Linear({k}, {h})", FAILING),
        "not_assigned": (8, "            torch.relu(layer(x))", FAILING),
        "no_activation": (8, "            x = layer(x)", AFFINE),
        "relu_at_output": (9, "        return torch.relu(self.out(x))", NEVER_NEGATIVE),
        "part_of_the_parameters": (
            11,
            "optimizer = torch.optim.SGD(model.out.parameters(), lr=0.1)",
            OUTPUT_ONLY,
        ),
    },
)


def draw(rng):
    d, h, k = rng.sample(range(3, 21), 3)
    return {"bug": rng.choice(list(PROGRAM.bugs)), "d": d, "h": h, "k": k}


def listing(bug, d, h, k):
    return PROGRAM.listing(bug, d=d, h=h, k=k)


def number(bug):
    return PROGRAM.number(bug)


def mended(bug, d, h, k):
    return PROGRAM.mended(bug, d=d, h=h, k=k)


def line(number):
    return f"line {number}"


def effect(bug):
    return PROGRAM.effect(bug)


@instead_of(line, "autograd_rules")
def hidden_accused():
    return "line 4"


@instead_of(line, "shapes_confused")
def output_accused():
    return "line 5"


@instead_of(line, "activation_left_out")
def activation_accused():
    return "line 8"


@instead_of(line, "output_and_loss")
def return_accused():
    return "line 9"


@instead_of(line, "autograd_rules")
def optimiser_accused():
    return "line 11"


@instead_of(effect, "autograd_rules")
def thought_frozen():
    return OUTPUT_ONLY


@instead_of(effect, "activation_left_out")
def thought_affine():
    return AFFINE


@instead_of(effect, "shapes_confused")
def thought_failing():
    return FAILING


@instead_of(effect, "output_and_loss")
def thought_never_negative():
    return NEVER_NEGATIVE


@instead_of(effect, "wrong_quantity")
def thought_shared():
    return SHARED


def _learned(names, d, k):
    """The names of the parameters that one step of training changes."""
    import torch

    model, optimizer = names["model"], names["optimizer"]
    before = {n: w.detach().clone() for n, w in _layers(model)}
    logits = model(torch.randn(40, d))
    torch.nn.functional.cross_entropy(logits, torch.arange(40) % k).backward()
    optimizer.step()
    return {n for n, w in _layers(model) if not torch.equal(w, before[n])}


def _layers(model):
    """All weights by the place of their layer, registered or not."""
    return [(n, layer.weight) for n, layer in enumerate([*model.hidden, model.out])]


def _tried(seed, bug, d, h, k):
    """What one wrong network shows: the weights that learn, and whether each effect is seen."""
    import torch

    torch.manual_seed(seed)
    names = {"torch": torch, "nn": torch.nn}
    exec(PROGRAM.source(bug, d=d, h=h, k=k), names)
    model = names["model"]
    a, b = torch.randn(2, 500, d)
    logits, middle, others = model(a), model((a + b) / 2), model(b)
    seen = {
        AFFINE: torch.allclose(middle, (logits + others) / 2, atol=1e-5),
        NEVER_NEGATIVE: bool((logits >= 0).all()),
        SHARED: model.hidden[0] is model.hidden[1],
    }
    return _learned(names, d, k), seen


def reference(bug, d, h, k):
    """Builds and trains wrong networks and says which of the effects all of them show."""
    line = f"line {PROGRAM.changed_line(bug, d=d, h=h, k=k)}"
    try:
        # All ReLUs of a single small network may be dead.
        learned, seen = zip(*(_tried(seed, bug, d, h, k) for seed in range(6)), strict=True)
    except RuntimeError:
        return {"line": line, "effect": FAILING}
    effects = [OUTPUT_ONLY] if set().union(*learned) == {2} else []
    effects += [effect for effect in seen[0] if all(one[effect] for one in seen)]
    return {"line": line, "effect": " ".join(effects)}
