"""Cosine similarity of one word to three others, and the nearest of them."""

from generator.authoring import guard, instead_of, np, over

GROUPS = [
    ("boat", ["ship", "car", "tree"]),
    ("cat", ["dog", "lion", "chair"]),
    ("rain", ["snow", "sun", "river"]),
    ("violin", ["piano", "drum", "hammer"]),
    ("tea", ["coffee", "milk", "cup"]),
    ("teacher", ["student", "school", "doctor"]),
]


def draw(rng):
    word, others = rng.choice(GROUPS)
    n = rng.choice([2, 3])
    return {
        "word": word,
        "others": rng.shuffled(others),
        "a": rng.integers(n, -4, 4),
        "B": rng.integers((3, n), -5, 5),
    }


@over(b="B")
def p(a, b):
    r"<a>^\top <b>"
    return a @ b


def r(a):
    r"\sqrt{<a>^\top <a>}"
    return np.sqrt(a @ a)


@over(b="B")
def q(b):
    r"\sqrt{<b>^\top <b>}"
    return np.sqrt(b @ b)


@over(b="B")
def c(p, r, q):
    r"\frac{<p>}{<r> \cdot <q>}"
    return p / (r * q)


def nearest(c_all, others):
    return others[np.argmax(c_all)]


@instead_of(r, "not_normalised")
def own_norm_ignored():
    return 1.0


@instead_of(q, "not_normalised")
def norms_of_others_ignored():
    return 1.0


@instead_of(c, "power_or_root")
def roots_left_out(p, r, q):
    return p / (r * q) ** 2


@instead_of(c, "arithmetic")
def norms_added(p, r, q):
    return p / (r + q)


@instead_of(c, "wrong_quantity")
def distance(a, b):
    return np.sqrt((b - a) @ (b - a))


@instead_of(nearest, "not_normalised")
def largest_product(p_all, others):
    return others[np.argmax(p_all)]


@instead_of(nearest, "wrong_quantity")
def smallest_similarity(c_all, others):
    return others[np.argmin(c_all)]


@instead_of(nearest, "wrong_quantity")
def smallest_distance(a, B, others):
    return others[np.argmin(((B - a) ** 2).sum(axis=1))]


@guard
def telling(a, B, c_all):
    """a vector is short, or two similarities are close to each other"""
    norms = [a @ a, *(B**2).sum(axis=1)]
    return min(norms) >= 3 and min(np.diff(np.sort(c_all))) > 0.04 and max(c_all) < 0.998


def reference(a, B, others):
    import torch
    from torch.nn.functional import cosine_similarity, linear

    a, B = a.double(), B.double()
    c = cosine_similarity(B, a[None])
    return {
        "p_all": linear(a, B),
        "r": torch.linalg.vector_norm(a),
        "q_all": torch.linalg.vector_norm(B, dim=1),
        "c_all": c,
        "nearest": others[int(c.argmax())],
    }
