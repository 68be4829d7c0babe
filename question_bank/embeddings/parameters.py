"""Parameters of a text classifier: mean of embedding vectors, then a linear layer."""

from generator.authoring import instead_of, parameter_count


def draw(rng):
    return {
        "V": rng.choice([500, 800, 1000, 1200, 1500, 2000, 2500, 3000, 4000, 5000]),
        "d": rng.choice([8, 10, 12, 16, 20, 24, 32, 50, 64]),
        "K": rng.integer(2, 9),
        "T": rng.choice([30, 40, 50, 60, 80, 100]),
        "k": rng.choice([100, 150, 200, 250, 300, 400]),
    }


def embedding(V, d):
    r"<V> \cdot <d>"
    return V * d


def head(K, d):
    r"<K> \cdot <d> + <K>"
    return K * d + K


def bag(K, V):
    r"<K> \cdot <V> + <K>"
    return K * V + K


def growth(k, d):
    r"<k> \cdot <d>"
    return k * d


@instead_of(embedding, "bias_not_counted")
def bias_in_the_embedding(V, d):
    return V * d + d


@instead_of(embedding, "shapes_confused")
def only_words_of_a_text(T, d):
    return T * d


@instead_of(embedding, "wrong_quantity")
def one_number_for_each_word(V):
    return V


@instead_of(head, "bias_not_counted")
def no_bias_of_classifier(K, d):
    return K * d


@instead_of(head, "counted_too_much")
def every_position_classified(K, T, d):
    return K * T * d + K


@instead_of(head, "shapes_confused")
def bias_for_each_input(K, d):
    return K * d + d


@instead_of(bag, "shapes_confused")
def positions_for_words(K, T):
    return K * T + K


@instead_of(bag, "bias_not_counted")
def no_bias_of_large_classifier(K, V):
    return K * V


@instead_of(growth, "bias_not_counted")
def bias_for_new_words(k, d):
    return k * (d + 1)


@instead_of(growth, "wrong_quantity")
def one_number_for_each_new_word(k):
    return k


@instead_of(growth, "counted_too_much")
def classifier_grows(k, d, K):
    return k * (d + K)


@instead_of(growth, "wrong_quantity")
def new_words_in_classifier_only(k, K):
    return k * K


def reference(V, d, K, k):
    import torch

    embedding, larger = torch.nn.EmbeddingBag(V, d), torch.nn.EmbeddingBag(V + k, d)
    head = torch.nn.Linear(d, K)
    return {
        "embedding": parameter_count(embedding),
        "head": parameter_count(head),
        "bag": parameter_count(torch.nn.Linear(V, K)),
        "growth": parameter_count(larger, head) - parameter_count(embedding, head),
    }
