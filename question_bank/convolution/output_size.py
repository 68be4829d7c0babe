"""Heights and widths through a chain of convolutions and poolings, up to the flattened size."""

from generator.authoring import Record, guard, instead_of, over

CHANNELS = [4, 6, 8, 10, 12, 16, 20, 24, 32]


def draw(rng):
    h, w = rng.sample(range(20, 66), 2)
    c = rng.choice([1, 3])
    kinds = rng.choice(
        [["conv", "pool"], ["conv", "conv"], ["conv", "pool", "conv"], ["conv", "conv", "pool"]]
        + [["conv", "pool", "conv", "pool"]] * 2
    )
    layers: list[Record] = []
    for kind, m in zip(kinds, rng.sample(CHANNELS, len(kinds)), strict=True):
        if kind == "pool":
            k, s = rng.choice([(2, 2), (2, 2), (3, 2), (3, 3)])
            layers.append(Record(kind=kind, c=layers[-1].m, m=layers[-1].m, k=k, s=s, p=0))
        else:
            k = rng.choice([3, 4, 5, 7])
            p, s = rng.choice([0, 1, 2, k // 2]), rng.choice([1, 1, 2, 3])
            layers.append(Record(kind=kind, c=layers[-1].m if layers else c, m=m, k=k, s=s, p=p))
    return {"h_0": h, "w_0": w, "layers": layers}


def _size(n, l):
    return (n + 2 * l.p - l.k) // l.s + 1


@over(l="layers")
def h(h_before, l):
    r"\left\lfloor \frac{<h_before> + 2 \cdot <l.p> - <l.k>}{<l.s>} \right\rfloor + 1"
    return _size(h_before, l)


@over(l="layers")
def w(w_before, l):
    r"\left\lfloor \frac{<w_before> + 2 \cdot <l.p> - <l.k>}{<l.s>} \right\rfloor + 1"
    return _size(w_before, l)


def channels(layers):
    return layers[-1].m


def flat(channels, h, w):
    r"<channels> \cdot <h> \cdot <w>"
    return channels * h * w


@instead_of("layers", "convolution_geometry")
def padding_on_one_side(layers):
    return [Record({**l, "p": l.p / 2}) for l in layers]


@instead_of("layers", "convolution_geometry")
def padding_ignored(layers):
    return [Record({**l, "p": 0}) for l in layers]


@instead_of("layers", "convolution_geometry")
def stride_of_convolution_ignored(layers):
    return [Record({**l, "s": l.s if l.kind == "pool" else 1}) for l in layers]


@instead_of(h, "convolution_geometry")
def one_not_added_to_height(h_before, l):
    return _size(h_before, l) - 1


@instead_of(w, "convolution_geometry")
def one_not_added_to_width(w_before, l):
    return _size(w_before, l) - 1


@instead_of(h, "convolution_geometry")
def height_rounded_up(h_before, l):
    return -(-(h_before + 2 * l.p - l.k) // l.s) + 1


@instead_of(w, "convolution_geometry")
def width_rounded_up(w_before, l):
    return -(-(w_before + 2 * l.p - l.k) // l.s) + 1


@instead_of(w, "shapes_confused")
def picture_taken_as_square(h):
    return h


@instead_of(channels, "shapes_confused")
def channels_forgotten():
    return 1


@instead_of(channels, "shapes_confused")
def channels_multiplied(layers):
    return layers[0].m * layers[-1].m if len(layers) > 1 else layers[-1].m


@guard
def wide_enough(h_all, w_all):
    """a layer leaves less than two rows or columns"""
    return min([*h_all, *w_all]) >= 2


def reference(h_0, w_0, layers):
    import torch

    a = torch.zeros(1, layers[0].c, h_0, w_0, device="meta")
    shapes = []
    for l in layers:
        if l.kind == "pool":
            a = torch.nn.MaxPool2d(l.k, l.s)(a)
        else:
            a = torch.nn.Conv2d(l.c, l.m, l.k, l.s, l.p, device="meta")(a)
        shapes.append(a.shape)
    return {
        "h_all": [shape[2] for shape in shapes],
        "w_all": [shape[3] for shape in shapes],
        "channels": shapes[-1][1],
        "flat": torch.nn.Flatten()(a).shape[1],
    }
