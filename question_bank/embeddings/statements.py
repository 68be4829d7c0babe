"""Facts about one-hot vectors, embeddings and similarities, computed where a computer can tell."""

from generator.authoring import check, np, parameter_count

A = np.array([1.0, 2.0, -1.0])
B = np.array([2.0, 0.5, 1.0])


def _cosine(a, b):
    import torch

    a, b = torch.tensor(a), torch.tensor(b)
    return torch.nn.functional.cosine_similarity(a, b, dim=-1).numpy()


def _embedding(**options):
    import torch

    torch.manual_seed(0)
    return torch.nn.Embedding(10, 4, **options)


@check(contrary=4)
def lookup_is_product(row=3):
    import torch

    table = _embedding()
    one_hot = torch.nn.functional.one_hot(torch.tensor(3), 10).float()
    return torch.allclose(one_hot @ table.weight, table.weight[row])


@check(contrary=True)
def linear_layer_is_lookup(bias=False):
    import torch

    table, layer = _embedding(), torch.nn.Linear(10, 4, bias=bias)
    with torch.no_grad():
        layer.weight.copy_(table.weight.T)
    return torch.allclose(layer(torch.eye(10)), table(torch.arange(10)))


@check(contrary=100 * 8 + 8)
def embedding_has_no_bias(count=800):
    import torch

    return parameter_count(torch.nn.Embedding(100, 8)) == count


@check(contrary=800)
def embedding_has_bias(count=808):
    return embedding_has_no_bias(count)


@check(contrary=9)
def largest_id(number=10):
    import torch

    table = _embedding()
    table(torch.tensor(number - 1))
    try:
        table(torch.tensor(number))
    except IndexError:
        return False
    return True


@check(contrary=1.0)
def one_hot_orthogonal(product=0.0):
    products = np.eye(5) @ np.eye(5).T
    return (products[~np.eye(5, dtype=bool)] == product).all()


@check(contrary=1)
def one_hot_distances(different=2):
    return len({np.linalg.norm(a - b) for a in np.eye(5) for b in np.eye(5)} - {0.0}) >= different


@check(contrary=-1)
def cosine_ignores_length(factor=3):
    return np.isclose(_cosine(factor * A, B), _cosine(A, B))


@check(contrary=1)
def cosine_doubles(factor=2):
    return np.isclose(_cosine(2 * A, B), factor * _cosine(A, B))


@check(contrary=-1)
def cosine_at_least(bound=0):
    pairs = np.random.default_rng(0).normal(size=(2, 200, 3))
    return (_cosine(*pairs) >= bound).all()


@check(contrary=1.0)
def orthogonal_vectors(similarity=0.0):
    return np.isclose(_cosine(np.array([2.0, 1.0]), np.array([-1.5, 3.0])), similarity)


def _neighbours(normalised):
    """The numbers of the nearest of four vectors by cosine, by distance and by dot product."""
    vectors = np.array([[3.0, 3.0], [0.2, 1.1], [1.4, 0.2], [-1.0, 0.5]])
    target = np.array([1.0, 0.3])
    if normalised:
        vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        target = target / np.linalg.norm(target)
    distances = np.linalg.norm(vectors - target, axis=1)
    return _cosine(vectors, target[None]).argmax(), distances.argmin(), (vectors @ target).argmax()


@check(contrary=2.0)
def distance_and_cosine(norm=1.0):
    """For vectors of this norm, the squared distance is 2 - 2 cos."""
    a, b = norm * A / np.linalg.norm(A), norm * B / np.linalg.norm(B)
    return np.isclose((a - b) @ (a - b), 2 - 2 * _cosine(a, b))


@check(contrary=True)
def largest_product_is_nearest(normalised=False):
    cosine, _, product = _neighbours(normalised)
    return cosine == product


def _used_rows(ids, **options):
    """The rows that get a gradient from a text, and the table after a step of SGD."""
    import torch

    table = _embedding(**options)
    before = table.weight.detach().clone()
    optimiser = torch.optim.SGD(table.parameters(), lr=0.1)
    (table(torch.tensor(ids)) ** 2).sum().backward()
    optimiser.step()
    changed = (table.weight != before).any(dim=1)
    return set(changed.nonzero().flatten().tolist()), table.weight.grad


@check(contrary={1, 4, 7, 8})
def other_rows_stay(rows=frozenset({1, 4, 7})):
    return _used_rows([1, 4, 7, 4])[0] == rows


@check(contrary={1, 4, 7})
def all_rows_change(rows=frozenset(range(10))):
    return _used_rows([1, 4, 7, 4])[0] == rows


@check(contrary=1)
def repeated_word_adds_up(times=2):
    _, gradient = _used_rows([1, 4, 7, 4])
    _, once = _used_rows([1, 4, 7])
    return np.allclose(gradient[4], times * once[4])


@check(contrary=[3, 1, 1])
def mean_ignores_order(ids=(7, 1, 3)):
    import torch

    table = _embedding()
    means = [table(torch.tensor(text)).mean(dim=0) for text in ([3, 1, 7], list(ids))]
    return torch.allclose(*means)


@check(contrary=[3, 1, 1])
def mean_tells_orders_apart(ids=(7, 1, 3)):
    return not mean_ignores_order(ids)


@check(contrary=(10, 4))
def weight_shape(shape=(4, 10)):
    return tuple(_embedding().weight.shape) == shape


@check(contrary=(6, 4))
def output_shape(shape=(2, 3, 4)):
    import torch

    return tuple(_embedding()(torch.zeros(2, 3, dtype=torch.long)).shape) == shape


@check(contrary=None)
def padding_gets_no_gradient(padding=0):
    return 0 not in _used_rows([0, 4], padding_idx=padding)[0]


@check(contrary=3)
def padding_is_left_out(tokens=2):
    import torch

    return len(_embedding(padding_idx=0)(torch.tensor([0, 4, 7]))) == tokens


@check(contrary=3)
def default_classes(number=4):
    import torch

    return torch.nn.functional.one_hot(torch.tensor([1, 3])).shape[1] == number


@check(contrary="torch.int64")
def one_hot_type(dtype="torch.float32"):
    import torch

    return str(torch.nn.functional.one_hot(torch.tensor([1, 3])).dtype) == dtype


@check(contrary=10.0)
def product_at_most(bound=1.0):
    return max(A @ B, A @ A) <= bound
