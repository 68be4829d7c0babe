"""Scaled dot-product attention of two queries over three keys."""

from generator.authoring import guard, instead_of, np, softmax


def _vectors(size):
    """All vectors of two integers up to a size, without the zero vector."""
    numbers = range(-size, size + 1)
    return [(a, b) for a in numbers for b in numbers if (a, b) != (0, 0)]


def draw(rng):
    return {
        "Q": np.array(rng.sample(_vectors(2), 2)),
        "K": np.array(rng.sample(_vectors(1), 3)),
        "V": rng.integers((3, 2), -4, 4, zero=False),
    }


def S(Q, K):
    r"\frac{1}{\sqrt{2}} <Q> <K>^\top"
    return Q @ K.T / np.sqrt(2)


def A(S):
    r"\operatorname{softmax}(<S>)"
    return softmax(S)


def O(A, V):  # noqa: E743  the lecture's letter
    r"<A> <V>"
    return A @ V


@instead_of(S, "attention_wrong")
def not_scaled(Q, K):
    return Q @ K.T


@instead_of(S, "attention_wrong")
def divided_by_size(Q, K):
    return Q @ K.T / 2


@instead_of(S, "attention_wrong")
def values_for_keys(Q, V):
    return Q @ V.T / np.sqrt(2)


@instead_of(A, "attention_wrong")
def normalised_over_queries(S):
    return softmax(S.T).T


@instead_of(A, "softmax_wrong")
def not_normalised(S):
    return np.exp(S)


@instead_of(A, "softmax_wrong")
def normalised_over_everything(A, S):
    return np.exp(S) / np.exp(S).sum()


@instead_of(A, "softmax_wrong")
def scores_normalised(S):
    return S / S.sum(axis=1, keepdims=True)


@instead_of(O, "attention_wrong")
def keys_for_values(A, K):
    return A @ K


@guard
def telling(A):
    """a weight is close to 0 or 1, or two queries have the same weights"""
    return A.min() > 0.02 and A.max() < 0.95 and (abs(A[0] - A[1]) > 0.02).any()


def reference(Q, K, V):
    import torch
    from torch.nn.functional import scaled_dot_product_attention

    Q, K, V = (matrix.double()[None] for matrix in (Q, K, V))
    each_key = torch.eye(3, dtype=torch.float64)[None]
    scores = torch.baddbmm(torch.zeros(1, 2, 3).double(), Q, K.mT, alpha=2**-0.5)
    return {
        "S": scores[0],
        "A": scaled_dot_product_attention(Q, K, each_key)[0],
        "O": scaled_dot_product_attention(Q, K, V)[0],
    }
