"""Parameters of one Transformer encoder layer of PyTorch, block by block."""

from generator.authoring import instead_of, parameter_count


def draw(rng):
    h = rng.choice([2, 3, 4, 6, 8])
    return {
        "h": h,
        "d": h * rng.choice([4, 6, 8, 10, 12, 14, 16]),
        "f": rng.choice(range(20, 201, 10)),
    }


def head_size(d, h):
    r"<d> / <h>"
    return d // h


def attention(d):
    r"4 (<d> \cdot <d> + <d>)"
    return 4 * (d * d + d)


def feed_forward(f, d):
    r"<f> \cdot <d> + <f> + <d> \cdot <f> + <d>"
    return f * d + f + d * f + d


def norms(d):
    r"2 \cdot 2 \cdot <d>"
    return 2 * 2 * d


def total(attention, feed_forward, norms):
    r"<attention> + <feed_forward> + <norms>"
    return attention + feed_forward + norms


@instead_of(head_size, "shapes_confused")
def heads_not_divided(d):
    return d


@instead_of(head_size, "shapes_confused")
def multiplied_by_heads(d, h):
    return d * h


@instead_of(attention, "attention_wrong")
def output_projection_forgotten(d):
    return 3 * (d * d + d)


@instead_of(attention, "bias_not_counted")
def biases_of_attention_forgotten(d):
    return 4 * d * d


@instead_of(attention, "attention_wrong")
def full_size_for_each_head(d, h):
    return 3 * h * (d * d + d) + d * d + d


@instead_of(attention, "shapes_confused")
def one_head_counted(d, h):
    return 3 * (d * d + d) // h + d * d + d


@instead_of(feed_forward, "bias_not_counted")
def biases_of_feed_forward_forgotten(f, d):
    return 2 * f * d


@instead_of(feed_forward, "wrong_quantity")
def first_linear_layer_only(f, d):
    return f * d + f


@instead_of(norms, "wrong_quantity")
def one_normalisation(d):
    return 2 * d


@instead_of(norms, "bias_not_counted")
def no_shifts(d):
    return 2 * d


@instead_of(norms, "counted_without_parameters")
def normalisation_without_parameters():
    return 0


def reference(h, d, f):
    import torch

    layer = torch.nn.TransformerEncoderLayer(d, h, f)
    return {
        "head_size": layer.self_attn.head_dim,
        "attention": parameter_count(layer.self_attn),
        "feed_forward": parameter_count(layer.linear1, layer.linear2),
        "norms": parameter_count(layer.norm1, layer.norm2),
        "total": parameter_count(layer),
    }
