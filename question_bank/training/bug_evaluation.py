"""Find the bug: a function that evaluates a classifier, with one wrong line."""

from generator.authoring import Program, instead_of

RANDOM = "Both numbers can differ from call to call, although model and data stay the same."
LOSS = "The mean loss is wrong, the same in every call; the accuracy is right."
ACCURACY = "The accuracy is wrong, the same in every call; the mean loss is right."
BOTH = "Both numbers are wrong, the same in every call."
FAILING = "The function stops with an error message."

PROGRAM = Program(
    """\
def evaluate(model, loader):
    model.eval()
    total, right, count = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            loss = F.cross_entropy(logits, y)
            total += loss.item() * len(y)
            right += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    return total / count, right / count""",
    bugs={  # line number, what stands there, what happens
        "not_called": (2, "    model.eval", RANDOM),
        "training_mode": (2, "    model.train()", RANDOM),
        "softmax_twice": (7, "            loss = F.cross_entropy(logits.softmax(dim=1), y)", LOSS),
        "arguments_swapped": (7, "            loss = F.cross_entropy(y, logits)", FAILING),
        "unweighted": (8, "            total += loss.item()", LOSS),
        "wrong_dimension": (
            9,
            "            right += (logits.argmax(dim=0) == y).sum().item()",
            FAILING,
        ),
        "values_compared": (
            9,
            "            right += (logits.amax(dim=1) == y).sum().item()",
            ACCURACY,
        ),
        "batches_counted": (10, "            count += 1", BOTH),
        "loss_per_batch": (11, "    return total / len(loader), right / count", LOSS),
        "accuracy_per_batch": (11, "    return total / count, right / len(loader)", ACCURACY),
    },
)


def draw(rng):
    B = rng.choice([16, 20, 25, 32, 50, 64])
    return {
        "bug": rng.choice(list(PROGRAM.bugs)),
        "B": B,
        "short": rng.integer(11, B - 2),
        "k": rng.integer(3, 10),
    }


def listing(bug):
    return PROGRAM.listing(bug)


def number(bug):
    return PROGRAM.number(bug)


def mended(bug):
    return PROGRAM.mended(bug)


def line(number):
    return f"line {number}"


def effect(bug):
    return PROGRAM.effect(bug)


@instead_of(line, "autograd_rules")
def mode_accused():
    return "line 2"


@instead_of(line, "autograd_rules")
def context_accused():
    return "line 4"


@instead_of(line, "output_and_loss")
def loss_accused():
    return "line 7"


@instead_of(line, "mean_wrong")
def sum_accused():
    return "line 8"


@instead_of(line, "shapes_confused")
def argmax_accused():
    return "line 9"


@instead_of(line, "mean_wrong")
def count_accused():
    return "line 10"


@instead_of(line, "mean_wrong")
def return_accused():
    return "line 11"


@instead_of(effect, "dropout_scaling_wrong")
def thought_random():
    return RANDOM


@instead_of(effect, "mean_wrong")
def thought_loss():
    return LOSS


@instead_of(effect, "metrics_confused")
def thought_accuracy():
    return ACCURACY


@instead_of(effect, "wrong_quantity")
def thought_both():
    return BOTH


@instead_of(effect, "shapes_confused")
def thought_failing():
    return FAILING


def _evaluated(bug, B, short, k):
    """What the function returns in two calls, one after the other."""
    import torch

    torch.manual_seed(5)
    model = torch.nn.Sequential(
        torch.nn.Linear(4, 40), torch.nn.Dropout(0.5), torch.nn.Linear(40, k)
    )
    x, y = 3 * torch.randn(2 * B + short, 4), torch.randint(k, (2 * B + short,))
    names = {"torch": torch, "F": torch.nn.functional}
    exec(PROGRAM.source(bug), names)
    loader = list(zip(x.split(B), y.split(B), strict=True))
    return [names["evaluate"](model, loader) for _ in "12"]


def reference(bug, B, short, k):
    """Calls the right and the wrong function and compares what they return."""
    line = f"line {PROGRAM.changed_line(bug)}"
    (expected, _), failed = _evaluated(None, B, short, k), (RuntimeError, ValueError)
    try:
        first, second = _evaluated(bug, B, short, k)
    except failed:
        return {"line": line, "effect": FAILING}
    if first[0] != second[0]:
        return {"line": line, "effect": RANDOM}
    wrong = tuple(abs(a - b) > 1e-6 for a, b in zip(first, expected, strict=True))
    seen = {(True, False): LOSS, (False, True): ACCURACY, (True, True): BOTH}
    return {"line": line, "effect": seen.get(wrong, "nothing")}
