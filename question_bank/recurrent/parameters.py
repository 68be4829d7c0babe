"""Parameters of a recurrent layer with one or with two bias vectors, and of a classifier."""

from generator.authoring import instead_of, parameter_count

BLOCKS = {"RNN": 1, "GRU": 3, "LSTM": 4}


def draw(rng):
    n, m, K = rng.sample(range(2, 21), 3)
    return {
        "cell": rng.choice(["RNN", "GRU", "LSTM", "LSTM"]),
        "n": n,
        "m": m,
        "K": K,
        "T": rng.choice([5, 10, 12, 20, 25]),
    }


def G(cell):
    return BLOCKS[cell]


def input_weights(G, m, n):
    r"<G> \cdot <m> \cdot <n>"
    return G * m * n


def state_weights(G, m):
    r"<G> \cdot <m> \cdot <m>"
    return G * m * m


def biases(G, m):
    r"2 \cdot <G> \cdot <m>"
    return 2 * G * m


def layer(input_weights, state_weights, biases):
    r"<input_weights> + <state_weights> + <biases>"
    return input_weights + state_weights + biases


def textbook(layer, G, m):
    r"<layer> - <G> \cdot <m>"
    return layer - G * m


def head(K, m):
    r"<K> \cdot <m> + <K>"
    return K * m + K


def model(layer, head):
    r"<layer> + <head>"
    return layer + head


@instead_of(G, "gates_confused")
def gates_not_counted():
    return 1


@instead_of(G, "gates_confused")
def candidate_not_counted(G):
    return max(G - 1, 1)


@instead_of(state_weights, "recurrence_wrong")
def state_weights_left_out():
    return 0


@instead_of(state_weights, "recurrence_wrong")
def one_loop_for_each_unit(G, m):
    return G * m


@instead_of(biases, "bias_not_counted")
def one_bias_vector(G, m):
    return G * m


@instead_of(biases, "bias_not_counted")
def biases_forgotten():
    return 0


@instead_of(biases, "bias_not_counted")
def bias_for_inputs(G, n, m):
    return G * (n + m)


@instead_of(textbook, "counted_too_much")
def second_bias_kept(layer):
    return layer


@instead_of(head, "bias_not_counted")
def no_bias_of_classifier(K, m):
    return K * m


@instead_of(head, "shapes_confused")
def classifier_of_input(K, n):
    return K * n + K


def reference(cell, n, m, K):
    import torch

    layer = getattr(torch.nn, cell)(n, m)
    head = torch.nn.Linear(m, K)
    return {
        "input_weights": layer.weight_ih_l0.numel(),
        "state_weights": layer.weight_hh_l0.numel(),
        "biases": layer.bias_ih_l0.numel() + layer.bias_hh_l0.numel(),
        "layer": parameter_count(layer),
        "textbook": parameter_count(layer) - layer.bias_hh_l0.numel(),
        "head": parameter_count(head),
        "model": parameter_count(layer, head),
    }
