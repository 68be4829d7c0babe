"""Token ids, one-hot vectors, rows of an embedding matrix and their mean."""

from generator.authoring import instead_of, one_hot

WORDS = [
    *("apple", "bread", "cloud", "dance", "earth", "flute", "grape", "house", "ink", "juice"),
    *("kite", "lamp", "moon", "night", "ocean", "paper", "queen", "river", "stone", "tree"),
]


def draw(rng):
    size = rng.choice([5, 6, 7])
    different = rng.sample(range(1, size - 1), rng.choice([2, 3]))
    repeated = [rng.choice(different) for _ in range(4 - len(different))]
    return {
        "words": sorted(rng.sample(WORDS, size)),
        "ids": rng.shuffled([*different, *repeated]),
        "E": rng.integers((size, 2), -9, 9),
    }


def j(ids):
    return ids[0]


def s(j, words):
    return one_hot(j, len(words))


def e(s, E):
    r"<E>^\top <s>"
    return s @ E


def m(ids, E):
    return sum(E[i] for i in ids) / 4


def unchanged(E, ids):
    return len(E) - len(set(ids))


@instead_of(j, "one_step_off")
def counted_from_one(j):
    return j - 1


@instead_of(j, "one_step_off")
def counted_too_far(j):
    return j + 1


@instead_of(j, "wrong_quantity")
def last_word_of_text(ids):
    return ids[-1]


@instead_of(m, "mean_wrong")
def summed(m):
    return 4 * m


@instead_of(m, "mean_wrong")
def repetition_ignored(ids, E):
    return sum(E[i] for i in set(ids)) / len(set(ids))


@instead_of(m, "mean_wrong")
def mean_of_all_words(E):
    return E.mean(axis=0)


@instead_of(m, "one_step_off")
def mean_of_words_before(ids, E):
    return sum(E[i - 1] for i in ids) / 4


@instead_of(unchanged, "counted_too_much")
def tokens_counted(E):
    return len(E) - 4


@instead_of(unchanged, "wrong_quantity")
def changed_rows_counted(ids):
    return len(set(ids))


@instead_of(unchanged, "wrong_quantity")
def every_row_changes():
    return 0


def reference(words, ids, E):
    import torch
    from torch.nn.functional import embedding, embedding_bag, one_hot

    table = torch.nn.Parameter(E.double())
    tokens = torch.tensor(ids)
    mean = embedding_bag(tokens[None], table, mode="mean")[0]
    mean.sum().backward()
    return {
        "j": ids[0],
        "s": one_hot(tokens[0], len(words)),
        "e": embedding(tokens, table)[0],
        "m": mean,
        "unchanged": int((table.grad == 0).all(dim=1).sum()),
    }
