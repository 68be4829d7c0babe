"""A proof that one threshold unit cannot compute XOR or XNOR, and three units that can."""


def draw(rng):
    return {
        "gate": rng.choice(["XOR", "XNOR"]),
        "low": rng.choice([0, -1]),
        "tau": rng.decimal(0.1, 0.9),
    }
