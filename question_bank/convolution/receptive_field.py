"""The receptive field of a unit after several layers with stride, pooling and dilation."""

from generator.authoring import Record, guard, instead_of, over


def draw(rng):
    depth = rng.choice([3, 3, 4, 4, 5])
    layers: list[Record] = []
    for j in range(depth):
        if j and layers[-1].kind == "conv" and rng.choice([0, 1]):
            k, s = rng.choice([(2, 2), (2, 2), (3, 2), (3, 3)])
            layers.append(Record(kind="pool", k=k, s=s, d=1))
        else:
            k, s, d = rng.choice([3, 3, 5, 7]), rng.choice([1, 1, 2]), rng.choice([1, 1, 1, 2])
            layers.append(Record(kind="conv", k=k, s=s, d=d))
    return {"layers": layers, "jump_0": 1, "r_0": 1}


@over(l="layers")
def r(r_before, jump_before, l):
    r"<r_before> + <l.d> \cdot (<l.k> - 1) \cdot <jump_before>"
    return r_before + l.d * (l.k - 1) * jump_before


@over(l="layers")
def jump(jump_before, l):
    r"<jump_before> \cdot <l.s>"
    return jump_before * l.s


def both(r, jump):
    r"<r> + <jump>"
    return r + jump


@instead_of("layers", "receptive_field_wrong")
def strides_ignored(layers):
    return [Record({**l, "s": 1}) for l in layers]


@instead_of("layers", "receptive_field_wrong")
def dilation_ignored(layers):
    return [Record({**l, "d": 1}) for l in layers]


@instead_of("layers", "receptive_field_wrong")
def pooling_ignored(layers):
    return [Record({**l, "k": 1, "s": 1}) if l.kind == "pool" else l for l in layers]


@instead_of(r, "receptive_field_wrong")
def own_stride_counted(r_before, jump_before, l):
    return r_before + l.d * (l.k - 1) * jump_before * l.s


@instead_of(r, "receptive_field_wrong")
def only_stride_of_this_layer(r_before, l):
    return r_before + l.d * (l.k - 1) * l.s


@instead_of(r, "receptive_field_wrong")
def kernel_sizes_added(r_before, jump_before, l):
    return r_before + l.d * l.k * jump_before


@instead_of(jump, "receptive_field_wrong")
def strides_added(jump_before, l):
    return jump_before + l.s - 1 if l.s > 1 else jump_before


@instead_of(both, "receptive_field_wrong")
def fields_do_not_overlap(r):
    return 2 * r


@instead_of(both, "one_step_off")
def neighbours_one_input_apart(r):
    return r + 1


@guard
def strides_matter(layers):
    """no layer but the last has a stride"""
    return any(l.s > 1 for l in layers[:-1])


def reference(layers):
    import torch

    def layer(l):
        if l.kind == "pool":
            # The same windows as max pooling, but every input of a window has a gradient.
            return torch.nn.AvgPool1d(l.k, l.s)
        conv = torch.nn.Conv1d(1, 1, l.k, l.s, dilation=l.d, bias=False, dtype=torch.float64)
        torch.nn.init.constant_(conv.weight, 0.5)
        return conv

    x = torch.ones(1, 1, 1200, dtype=torch.float64, requires_grad=True)
    a, fields, jumps = x, [], []

    def support(*units):
        (gradient,) = torch.autograd.grad(a[0, 0, list(units)].sum(), x, retain_graph=True)
        places = gradient[0, 0].nonzero()[:, 0]
        return places.min().item(), places.max().item()

    for l in layers:
        a = layer(l)(a)
        first, last = support(0)
        fields.append(last - first + 1)
        jumps.append(support(1)[0] - first)
    first, last = support(0, 1)
    return {"r_all": fields, "jump_all": jumps, "both": last - first + 1}
