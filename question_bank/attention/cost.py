"""How many scores attention computes, how many a mask removes, and how both grow."""

from generator.authoring import instead_of


def draw(rng):
    return {
        "n": rng.integer(8, 60),
        "h": rng.choice([2, 4, 6, 8, 12]),
        "l": rng.choice([2, 3, 4, 6, 8, 12]),
        "k": rng.choice([3, 4, 5, 6, 8, 10]),
        "m": rng.integer(5, 40),
    }


def scores(l, h, n):
    r"<l> \cdot <h> \cdot <n>^2"
    return l * h * n**2


def masked(n):
    r"\frac{<n> (<n> - 1)}{2}"
    return n * (n - 1) // 2


def cross(h, m, n):
    r"<h> \cdot <m> \cdot <n>"
    return h * m * n


def factor(k):
    r"<k>^2"
    return k**2


@instead_of(scores, "power_or_root")
def linear_in_length(l, h, n):
    return l * h * n


@instead_of(scores, "wrong_quantity")
def heads_ignored(l, n):
    return l * n**2


@instead_of(scores, "wrong_quantity")
def one_layer_only(h, n):
    return h * n**2


@instead_of(scores, "arithmetic")
def each_pair_once(l, h, n):
    return l * h * n * (n - 1) // 2


@instead_of(masked, "one_step_off")
def diagonal_masked(n):
    return n * (n + 1) // 2


@instead_of(masked, "counted_too_much")
def half_of_all(n):
    return n**2 // 2


@instead_of(masked, "counted_too_much")
def both_sides_masked(n):
    return n * (n - 1)


@instead_of(cross, "attention_wrong")
def outputs_attend_to_themselves(h, m):
    return h * m**2


@instead_of(cross, "attention_wrong")
def inputs_attend_to_themselves(h, n):
    return h * n**2


@instead_of(cross, "attention_wrong")
def all_positions_together(h, m, n):
    return h * (m + n) ** 2


@instead_of(factor, "power_or_root")
def grows_linearly(k):
    return k


@instead_of(factor, "power_or_root")
def doubled_instead_of_squared(k):
    return 2 * k


@instead_of(factor, "arithmetic")
def power_of_two(k):
    return 2**k


@instead_of(factor, "power_or_root")
def cubed(k):
    return k**3


@instead_of(factor, "arithmetic")
def pairs_of_tokens(k):
    return k * (k - 1) // 2


def reference(n, h, l, k, m):
    import torch

    attention = torch.nn.MultiheadAttention(h, h, batch_first=True)

    def weights(queries, keys):
        """The attention weights of every head."""
        options = {"need_weights": True, "average_attn_weights": False}
        inputs = (torch.zeros(1, size, h) for size in (queries, keys, keys))
        return attention(*inputs, **options)[1].numel()

    mask = torch.nn.Transformer.generate_square_subsequent_mask(n)
    return {
        "scores": sum(weights(n, n) for _ in range(l)),
        "masked": int(torch.isinf(mask).sum()),
        "cross": weights(m, n),
        "factor": weights(2 * k, 2 * k) // weights(2, 2),
    }
