"""Attention weights and outputs under a causal mask, from given dot products."""

from generator.authoring import guard, instead_of, np, softmax

ALLOWED = np.tri(3, dtype=bool)


def draw(rng):
    d = rng.choice([4, 9, 16, 25])
    reach = {4: 5, 9: 7, 16: 9, 25: 12}[d]
    return {"P": rng.integers((3, 3), -reach, reach), "d": d, "v": rng.decimals(3, -5, 5)}


def S(P, d):
    r"\frac{1}{\sqrt{<d>}} <P>"
    return P / np.sqrt(d)


def A(S):
    r"\operatorname{softmax}(<S> + M)"
    return softmax(np.where(ALLOWED, S, -np.inf))


def o(A, v):
    r"<A> <v>"
    return A @ v


@instead_of(S, "attention_wrong")
def not_scaled(P):
    return P / 1.0


@instead_of(S, "attention_wrong")
def divided_by_size(P, d):
    return P / d


@instead_of(A, "attention_wrong")
def not_masked(S):
    return softmax(S)


@instead_of(A, "attention_wrong")
def masked_after_softmax(S):
    return np.where(ALLOWED, softmax(S), 0)


@instead_of(A, "attention_wrong")
def masked_with_zeros(S):
    return softmax(np.where(ALLOWED, S, 0))


@instead_of(A, "attention_wrong")
def past_masked(S):
    return softmax(np.where(ALLOWED.T, S, -np.inf))


@instead_of(A, "attention_wrong")
def normalised_over_queries(S):
    return softmax(np.where(ALLOWED, S, -np.inf).T).T


@instead_of(o, "weight_transposed")
def weights_transposed(A, v):
    return A.T @ v


@guard
def telling(A, P):
    """an attention weight is close to 0, 1 or another one"""
    weights = A[ALLOWED][1:]
    return weights.min() > 0.03 and weights.max() < 0.95 and P.any(axis=1).all()


def reference(P, d, v):
    import torch
    from torch.nn.functional import scaled_dot_product_attention

    # Queries are the rows of P and keys the unit vectors, so that P holds their dot products.
    queries, keys = P.double()[None], torch.eye(3, dtype=torch.float64)[None]
    options = {"is_causal": True, "scale": d**-0.5}
    return {
        "S": torch.div(P.double(), d**0.5),
        "A": scaled_dot_product_attention(queries, keys, keys, **options)[0],
        "o": scaled_dot_product_attention(queries, keys, v[None, :, None], **options)[0, :, 0],
    }
