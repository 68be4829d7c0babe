"""Find the bug: a network class and its optimiser, with one wrong line."""

from generator.authoring import instead_of

OUTPUT_ONLY = "Only the output layer learns; the hidden layers keep their initial values."
AFFINE = "The logits are an affine function of the input."
FAILING = "The first forward pass stops with an error message."
NEVER_NEGATIVE = "No logit is ever negative."
SHARED = "Both hidden layers always have the same weights and biases."

BUGS = {  # line number, what stands there, what happens
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
}
PROGRAM = """\
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
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)"""


def draw(rng):
    d, h, k = rng.sample(range(3, 21), 3)
    return {"bug": rng.choice(list(BUGS)), "d": d, "h": h, "k": k}


def _lines(bug, d, h, k):
    lines = PROGRAM.splitlines()
    if bug:
        number, wrong, _ = BUGS[bug]
        lines[number - 1] = wrong
    return [line.format(d=d, h=h, k=k) for line in lines]


def listing(bug, d, h, k):
    return "\n".join(f"{n:2}  {line}" for n, line in enumerate(_lines(bug, d, h, k), 1))


def number(bug):
    return BUGS[bug][0]


def mended(number, d, h, k):
    return _lines("", d, h, k)[number - 1].strip()


def line(number):
    return f"line {number}"


def effect(bug):
    return BUGS[bug][2]


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


def reference(bug, d, h, k):
    """Builds and trains the wrong network and says which of the effects are seen."""
    import torch

    pairs = zip(_lines("", d, h, k), _lines(bug, d, h, k), strict=True)
    (line,) = (f"line {n}" for n, (right, wrong) in enumerate(pairs, 1) if right != wrong)
    torch.manual_seed(2)
    names = {"torch": torch, "nn": torch.nn}
    exec("\n".join(_lines(bug, d, h, k)), names)
    model = names["model"]
    try:
        a, b = torch.randn(2, 500, d)
        logits, middle, others = model(a), model((a + b) / 2), model(b)
    except RuntimeError:
        return {"line": line, "effect": FAILING}
    seen = {
        OUTPUT_ONLY: _learned(names, d, k) == {2},
        AFFINE: torch.allclose(middle, (logits + others) / 2, atol=1e-5),
        NEVER_NEGATIVE: bool((logits >= 0).all()),
        SHARED: model.hidden[0] is model.hidden[1],
    }
    return {"line": line, "effect": " ".join(effect for effect, holds in seen.items() if holds)}
