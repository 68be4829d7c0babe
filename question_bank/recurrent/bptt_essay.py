"""A bound on the derivative through time of one recurrent unit."""


def draw(rng):
    return {
        "u": rng.choice([0.5, 0.55, 0.6, 0.65, 0.7]),
        "w": rng.decimal(-2, 2),
        "n": rng.choice([15, 16, 18, 20]),
    }


def bound(u, n):
    r"<u>^{<n>}"
    return u**n


def reference(u, n):
    import torch

    return {"bound": torch.pow(u, n)}
