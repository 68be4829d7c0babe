"""Deriving backpropagation for one hidden layer; the hidden activation and the output are drawn."""

from generator.authoring import sigmoid, tanh


def draw(rng):
    return {
        "f": rng.choice([sigmoid, tanh]),
        "output": rng.choice(["softmax", "sigmoid"]),
        "bias": rng.choice([True, False]),
    }
