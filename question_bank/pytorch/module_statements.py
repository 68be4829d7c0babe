"""Facts about modules, tried out."""

from generator.authoring import check


def _count(module):
    return sum(parameter.numel() for parameter in module.parameters())


@check(contrary=(3, 2))
def linear_weight(shape=(2, 3)):
    from torch import nn

    return nn.Linear(3, 2).weight.shape == shape


@check(contrary=(7, 4))
def linear_weight_inputs_first(shape=(4, 7)):
    from torch import nn

    return nn.Linear(4, 7).weight.shape == shape


@check(contrary=50)
def linear_parameters(count=55):
    from torch import nn

    return _count(nn.Linear(10, 5)) == count


@check(contrary=18)
def linear_without_bias(count=21):
    from torch import nn

    return _count(nn.Linear(6, 3, bias=False)) == count


@check(contrary="PReLU")
def relu_parameters(activation="ReLU"):
    from torch import nn

    return _count(getattr(nn, activation)()) == 0


@check(contrary=0)
def dropout_parameters(count=1):
    from torch import nn

    return _count(nn.Dropout(0.5)) == count


def _drops(training):
    import torch

    x = torch.ones(1000)
    return not torch.equal(torch.nn.Dropout(0.5).train(training)(x), x)


@check(contrary=True)
def dropout_in_evaluation(training=False):
    return not _drops(training)


@check(contrary=True)
def dropout_still_drops(training=False):
    return _drops(training)


@check(contrary=("eval",))
def new_module_trains(calls=()):
    from torch import nn

    module = nn.Linear(1, 1)
    for call in calls:
        getattr(module, call)()
    return module.training


@check(contrary="no_grad")
def evaluation_stops_gradients(by="eval"):
    import torch

    layer = torch.nn.Linear(2, 1)
    if by == "eval":
        layer.eval()
    with torch.set_grad_enabled(by == "eval"):
        return not layer(torch.ones(1, 2)).requires_grad


def _takes(what):
    """Whether the loss of these inputs is the cross-entropy of their softmax's probability."""
    import torch

    logits, right = torch.tensor([[2.0, -1.0, 0.5]]), torch.tensor([1])
    given = logits if what == "logits" else torch.softmax(logits, dim=1)
    right_loss = -torch.log(torch.softmax(logits, dim=1)[0, 1])
    return torch.allclose(torch.nn.CrossEntropyLoss()(given, right), right_loss)


@check(contrary="probabilities")
def cross_entropy_takes_logits(what="logits"):
    return _takes(what)


@check(contrary="logits")
def cross_entropy_takes_probabilities(what="probabilities"):
    return _takes(what)


@check(contrary="tanh")
def bce_with_logits(activation="sigmoid"):
    import torch

    z, y = torch.tensor([0.4, 1.5]), torch.tensor([1.0, 0.0])
    p = getattr(torch, activation)(z)
    return torch.allclose(torch.nn.BCEWithLogitsLoss()(z, y), torch.nn.BCELoss()(p, y))


def _mse_divisor():
    import torch

    x = torch.ones(5, 3)
    return 15 / torch.nn.MSELoss()(x, torch.zeros(5, 3)).item()


@check(contrary=5)
def mse_averages(over=15):
    return _mse_divisor() == over


@check(contrary=15)
def mse_divides_by_rows(over=5):
    return _mse_divisor() == over


def _hidden_in(container):
    from torch import nn

    model = nn.Module()
    layers = [nn.Linear(2, 2)]
    model.layers = layers if container == "list" else nn.ModuleList(layers)
    return not list(model.parameters())


@check(contrary="ModuleList")
def list_hides_layers(container="list"):
    return _hidden_in(container)


@check(contrary="list")
def module_list_hides_layers(container="ModuleList"):
    return _hidden_in(container)


@check(contrary=False)
def missing_key_fails(strict=True):
    from torch import nn

    state = nn.Linear(2, 1).state_dict()
    del state["bias"]
    try:
        nn.Linear(2, 1).load_state_dict(state, strict=strict)
    except RuntimeError:
        return True
    return False


@check(contrary="Tensor")
def state_dict_holds_code(kind="type"):
    import torch

    kinds = (torch.Tensor,) if kind == "Tensor" else (type, str)
    return all(isinstance(value, kinds) for value in torch.nn.Linear(2, 1).state_dict().values())


@check(contrary=(6272,))
def flatten_keeps_batch(shape=(8, 784)):
    import torch

    return torch.nn.Flatten()(torch.ones(8, 1, 28, 28)).shape == shape
