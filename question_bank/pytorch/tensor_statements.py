"""Facts about tensors, tried out."""

from generator.authoring import check


def _shape(compute):
    try:
        return tuple(compute().shape)
    except RuntimeError:
        return None


@check(contrary=(4, 3))
def column_plus_vector(shape=(3, 4)):
    import torch

    return _shape(lambda: torch.ones(3, 1) + torch.ones(4)) == shape


@check(contrary=None)
def vector_plus_vector(shape=(3, 4)):
    import torch

    return _shape(lambda: torch.ones(3) + torch.ones(4)) == shape


@check(contrary=(3, 3))
def product_of_matrices(shape=(2, 4)):
    import torch

    return _shape(lambda: torch.ones(2, 3) @ torch.ones(3, 4)) == shape


@check(contrary="matmul")
def star_is_the_matrix_product(operation="mul"):
    import torch

    A, B = torch.tensor([[1, 2], [3, 4]]), torch.tensor([[5, 6], [7, 8]])
    return torch.equal(getattr(torch, operation)(A, B), A @ B)


@check(contrary=(5,))
def sum_over_rows(shape=(3,)):
    import torch

    return torch.ones(5, 3).sum(dim=0).shape == shape


@check(contrary=(5,))
def mean_over_columns(shape=(3,)):
    import torch

    return torch.ones(5, 3).mean(dim=1).shape == shape


@check(contrary=(5,))
def sum_keeps_dimension(shape=(5, 1)):
    import torch

    return torch.ones(5, 3).sum(dim=1, keepdim=True).shape == shape


@check(contrary="float32")
def integers_by_default(dtype="int64"):
    import torch

    return torch.tensor([1, 2, 3]).dtype == getattr(torch, dtype)


@check(contrary="int64")
def floats_by_default(dtype="float32"):
    import torch

    return torch.tensor([1, 2, 3]).dtype == getattr(torch, dtype)


@check(contrary="float64")
def single_precision_by_default(dtype="float32"):
    import torch

    return torch.tensor([1.0, 2.0]).dtype == getattr(torch, dtype)


@check(contrary="float32")
def division_keeps_integers(dtype="int64"):
    import torch

    return (torch.tensor([1, 2]) / 2).dtype == getattr(torch, dtype)


@check(contrary=(4, 8))
def reshape_fills_in(shape=(3, 8)):
    import torch

    return torch.ones(4, 6).reshape(-1, 8).shape == shape


@check(contrary="T")
def reshape_transposes(way="reshape"):
    import torch

    x = torch.arange(6).reshape(2, 3)
    return torch.equal(x.reshape(3, 2) if way == "reshape" else x.T, x.transpose(0, 1))


@check(contrary=(2, 3))
def transposed_shape(shape=(3, 2)):
    import torch

    return torch.ones(2, 3).T.shape == shape


@check(contrary=5)
def arange_includes_the_end(entries=6):
    import torch

    return len(torch.arange(5)) == entries


def _rows_add_up_to_one(dim):
    import torch

    x = torch.tensor([[0.5, -1.0, 2.0], [1.5, 0.0, -0.5]])
    return torch.allclose(torch.softmax(x, dim=dim).sum(dim=1), torch.ones(2))


@check(contrary=0)
def softmax_over_rows(dim=1):
    return _rows_add_up_to_one(dim)


@check(contrary=1)
def softmax_over_columns(dim=0):
    return _rows_add_up_to_one(dim)


@check(contrary=(3,))
def residuals_broadcast(shape=(3, 3)):
    import torch

    return (torch.ones(3, 1) - torch.ones(3)).shape == shape


@check(contrary="abs")
def underscore_is_in_place(method="abs_"):
    import torch

    x = torch.tensor([-1.0, 2.0])
    getattr(x, method)()
    return torch.equal(x, torch.tensor([1.0, 2.0]))
