"""Facts about attention and Transformers, computed where a computer can tell."""

from itertools import product

from generator.authoring import check, np, softmax

Q = np.array([[1.0, -0.5], [0.3, 2.0], [-1.2, 0.4]])
K = np.array([[0.5, 1.0], [-1.0, 0.2], [1.5, -0.7]])
V = np.array([[2.0, -1.0], [0.5, 3.0], [-2.0, 1.0]])


def _attention(Q, K, V, **options):
    import torch

    tensors = (torch.tensor(matrix, dtype=torch.float64)[None] for matrix in (Q, K, V))
    return torch.nn.functional.scaled_dot_product_attention(*tensors, **options)[0].numpy()


def _weights(**options):
    return _attention(Q, K, np.eye(3), **options)


def _count(module):
    return sum(p.numel() for p in module.parameters())


def _heads(number):
    import torch

    return torch.nn.MultiheadAttention(64, number)


def _encoder():
    """One encoder layer without dropout, and three tokens as its input."""
    import torch

    torch.manual_seed(0)
    layer = torch.nn.TransformerEncoderLayer(4, 2, 8, dropout=0.0, batch_first=True)
    return layer, torch.randn(1, 3, 4)


@check(contrary=0)
def rows_add_up(axis=1):
    return np.allclose(_weights().sum(axis=axis), 1)


@check(contrary=1)
def columns_add_up(axis=0):
    return rows_add_up(axis)


@check(contrary=0.1)
def output_within_values(share=1.0):
    outputs = _attention(Q, K, V)
    return ((outputs >= share * V.min(axis=0)) & (outputs <= share * V.max(axis=0))).all()


@check(contrary=tuple(V.mean(axis=0)))
def equal_scores_give(output=(0.0, 0.0)):
    return np.allclose(_attention(0 * Q, K, V), output)


@check(contrary=(1, 0, 0))
def equal_keys_average(weights=(1 / 3, 1 / 3, 1 / 3)):
    same = np.tile(K[0], (3, 1))
    return np.allclose(_attention(Q, same, V), np.array(weights) @ V)


def _permuted_tokens(order, back):
    layer, x = _encoder()
    return np.allclose(
        layer(x[:, list(order)]).detach(), layer(x)[:, list(back)].detach(), atol=1e-5
    )


@check(contrary=(0, 1, 2))
def permuted_like_tokens(back=(2, 0, 1)):
    return _permuted_tokens((2, 0, 1), back)


@check(contrary=1)
def layer_knows_positions(encoding=0):
    """Exchange the two other tokens and look at the output of the first."""
    import torch

    layer, x = _encoder()
    positions = encoding * torch.eye(3, 4)
    before, after = (layer(x[:, order] + positions)[0, 0] for order in ([0, 1, 2], [0, 2, 1]))
    return not np.allclose(before.detach(), after.detach(), atol=1e-5)


@check(contrary=2)
def scores_grow(factor=4):
    import torch

    layer = _heads(1)
    one, two = (layer(*[torch.zeros(n, 64)] * 3)[1].numel() for n in (5, 10))
    return two == factor * one


@check(contrary=1)
def parameters_grow_with_length(factor=4):
    import torch

    layer = _heads(4)
    before = _count(layer)
    layer(*[torch.zeros(20, 64)] * 3)
    return _count(layer) == factor * before


@check(contrary=1)
def parameters_grow_with_heads(factor=2):
    return _count(_heads(8)) == factor * _count(_heads(4))


@check(contrary=64)
def head_size(size=8):
    return _heads(8).head_dim == size


def _first_output_changes(causal):
    changed = K + np.array([[0], [0], [1]])
    before, after = (_attention(Q, keys, V, is_causal=causal) for keys in (K, changed))
    return not np.allclose(before[0], after[0])


@check(contrary=False)
def earlier_outputs_stay(causal=True):
    return not _first_output_changes(causal)


@check(contrary=False)
def first_sees_everything(causal=True):
    return _first_output_changes(causal)


@check(contrary=1.0)
def first_weight_of_itself(weight=0.0):
    return np.isclose(_weights(is_causal=True)[0, 0], weight)


@check(contrary=(0.0, 1.0, 2.0))
def shifted_scores(shift=(1.5, 1.5, 1.5)):
    scores = Q @ K.T
    return np.allclose(softmax(scores + np.array(shift)), softmax(scores))


@check(contrary=1)
def scaled_scores(factor=2):
    return np.allclose(softmax(factor * Q @ K.T), softmax(Q @ K.T))


@check(contrary=2)
def variance_of_scores(variance=4):
    # All vectors of four signs are equally likely: entries with mean 0 and variance 1.
    signs = np.array(list(product([-1, 1], repeat=4)))
    return np.isclose((signs @ signs.T).var(), variance)


@check(contrary=-1.0)
def scaling_changes_order(factor=2**-0.5):
    scores = Q @ K.T
    return (scores.argmax(axis=1) != (factor * scores).argmax(axis=1)).any()


@check(contrary="batch")
def norm_of_each_token(norm="layer"):
    import torch

    x = torch.tensor([[1.0, 2.0, 4.0], [0.0, -1.0, 3.0]])
    changed = x + torch.tensor([[0.0], [1.0]]) * torch.tensor([1.0, 0.0, 2.0])
    normalise = torch.nn.LayerNorm(3) if norm == "layer" else torch.nn.BatchNorm1d(3)
    return torch.allclose(normalise(x)[0], normalise(changed)[0])


def _mixes(part):
    """Whether changing the last token changes what a part of the layer makes of the first."""
    import torch

    layer, x = _encoder()
    other = x + torch.tensor([[[0.0], [0.0], [1.0]]])
    parts = {
        "feed-forward": lambda v: layer.linear2(torch.relu(layer.linear1(v))),
        "attention": lambda v: layer.self_attn(v, v, v)[0],
    }
    before, after = (parts[part](v)[0, 0] for v in (x, other))
    return not torch.allclose(before, after)


@check(contrary="attention")
def feed_forward_mixes(part="feed-forward"):
    return _mixes(part)


def _cross(queries, keys, values):
    """How many outputs there are, or None where the matrices do not fit."""
    import torch

    q, k, v = (torch.ones(n, 2) for n in (queries, keys, values))
    try:
        return len(torch.softmax(q @ k.T, dim=1) @ v)
    except RuntimeError:
        return None


@check(contrary=(2, 3, 4))
def fails_with_other_number(sizes=(2, 3, 3)):
    return _cross(*sizes) is None


@check(contrary=3)
def outputs_like_queries(outputs=2):
    return _cross(2, 3, 3) == outputs


@check(contrary=True)
def scores_symmetric(same=False):
    x, A, B = Q, np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[0.3, 1.0], [-2.0, 0.7]])
    scores = (x @ A) @ (x @ (A if same else B)).T
    return np.allclose(scores, scores.T)


@check(contrary=1)
def norm_of_encoding(squared=4):
    positions = np.arange(50)[:, None]
    angles = positions / 10000 ** (np.arange(4) / 4)
    encoding = np.concatenate([np.sin(angles), np.cos(angles)], axis=1)
    return np.allclose((encoding**2).sum(axis=1), squared)
