"""Facts about automatic differentiation, tried out."""

from generator.authoring import check


def _leaf(*values):
    import torch

    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def _after_two_calls():
    x = _leaf(2.0)
    (x**2).sum().backward()  # 4
    (3 * x).sum().backward()  # 3
    return x.grad.item()


@check(contrary=3)
def gradients_accumulate(found=4 + 3):
    return _after_two_calls() == found


@check(contrary=4 + 3)
def gradients_are_replaced(found=3):
    return _after_two_calls() == found


@check(contrary="clone")
def detached_tensor_is_cut_off(method="detach"):
    x = _leaf(2.0)
    return not getattr(x, method)().requires_grad


@check(contrary="clone")
def detached_result_requires_gradient(method="detach"):
    return (2 * getattr(_leaf(1.0), method)()).requires_grad


@check(contrary=True)
def no_grad_records_nothing(recorded=False):
    import torch

    x = _leaf(1.0)
    with torch.set_grad_enabled(recorded):
        y = 2 * x
    return not y.requires_grad


def _backward_works(entries):
    try:
        (2 * _leaf(*range(entries))).backward()
    except RuntimeError:
        return False
    return True


@check(contrary=(1, 1))
def scalar_needed(entries=(1, 3)):
    few, many = entries
    return _backward_works(few) and not _backward_works(many)


@check(contrary=1)
def vector_summed(losses=3):
    return _backward_works(losses)


@check(contrary=1)
def gradient_of_squares(factor=2):
    x = _leaf(-1.0, 0.5, 3.0)
    (x**2).sum().backward()
    return (x.grad == factor * x).all()


def _weight_with_gradient():
    W = _leaf([1.0, 2.0, 3.0], [4.0, 5.0, 6.0])
    (W @ _leaf(1.0, -1.0, 2.0)).sum().backward()
    return W


@check(contrary=(3, 2))
def gradient_has_same_shape(shape=(2, 3)):
    return _weight_with_gradient().grad.shape == shape


@check(contrary=(2, 3))
def gradient_is_transposed(shape=(3, 2)):
    return _weight_with_gradient().grad.shape == shape


@check(contrary="zero_grad")
def step_keeps_gradients(call="step"):
    import torch

    x = _leaf(2.0)
    optimizer = torch.optim.SGD([x], lr=0.1)
    (x**2).sum().backward()
    getattr(optimizer, call)()
    return x.grad is not None and x.grad.item() == 4


@check(contrary=True)
def backward_updates(stepped=False):
    import torch

    x = _leaf(2.0)
    optimizer = torch.optim.SGD([x], lr=0.1)
    (x**2).sum().backward()
    if stepped:
        optimizer.step()
    return x.item() != 2


@check(contrary=True)
def assignment_keeps_leaf(in_place=False):
    import torch

    w = _leaf(2.0)
    (w**2).sum().backward()
    if in_place:
        with torch.no_grad():
            w -= 0.1 * w.grad
    else:
        w = w - 0.1 * w.grad
    return w.is_leaf


@check(contrary=True)
def graph_is_freed(retained=False):
    loss = (_leaf(1.0, 2.0) ** 2).sum()
    loss.backward(retain_graph=retained)
    try:
        loss.backward()
    except RuntimeError:
        return True
    return False


@check(contrary="float32")
def integers_require_gradients(dtype="int64"):
    import torch

    try:
        torch.tensor([1], dtype=getattr(torch, dtype), requires_grad=True)
    except RuntimeError:
        return False
    return True


@check(contrary=1)
def clamp_blocks_gradient(slope=0):
    import torch

    x = _leaf(-1.0)
    torch.clamp(x, min=0).sum().backward()
    return x.grad.item() == slope
