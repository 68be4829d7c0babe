"""Which values of a tensor share a mean in batch, layer, instance and group normalisation."""

from generator.authoring import instead_of, np

DIMS = {"batch": (0, 2, 3), "layer": (1, 2, 3), "instance": (2, 3)}


def draw(rng):
    C, G = rng.choice([(6, 2), (6, 3), (8, 2), (8, 4), (10, 2), (10, 5), (12, 3), (12, 4), (12, 6)])
    N, H, W = rng.sample([n for n in (3, 4, 5, 7, 9, 11) if n != G], 3)
    return {
        "N": N,
        "C": C,
        "H": H,
        "W": W,
        "G": G,
        "norms": rng.shuffled(["batch", "layer", "instance", "group"]),
        "which": rng.choice(["batch", "layer", "instance"]),
    }


def _code(dims):
    return f"`x.mean(dim={dims})`"


def count(norms, N, C, G):
    means = {"batch": C, "layer": N, "instance": N * C, "group": N * G}
    return np.array([means[norm] for norm in norms])


def size(count, N, C, H, W):
    return N * C * H * W // count


def code(which):
    return _code(DIMS[which])


@instead_of(count, "batch_statistics_wrong")
def batch_and_layer_swapped(norms, N, C, G):
    means = {"batch": N, "layer": C, "instance": N * C, "group": N * G}
    return np.array([means[norm] for norm in norms])


@instead_of(count, "batch_statistics_wrong")
def means_per_pixel_too(count, H, W):
    return count * H * W


@instead_of(count, "batch_statistics_wrong")
def instances_over_the_batch(norms, N, C, G):
    means = {"batch": C, "layer": N, "instance": C, "group": N * G}
    return np.array([means[norm] for norm in norms])


@instead_of(count, "batch_statistics_wrong")
def groups_over_the_batch(norms, N, C, G):
    means = {"batch": C, "layer": N, "instance": N * C, "group": G}
    return np.array([means[norm] for norm in norms])


@instead_of(size, "shapes_confused")
def pixels_left_out(size, H, W):
    return size // (H * W)


@instead_of(size, "shapes_confused")
def groups_for_channels_of_a_group(norms, size, G, H, W):
    values = zip(norms, size, strict=True)
    return np.array([G * H * W if norm == "group" else n for norm, n in values])


@instead_of(size, "batch_statistics_wrong")
def batch_in_every_mean(norms, size, N):
    values = zip(norms, size, strict=True)
    return np.array([n if norm == "batch" else N * n for norm, n in values])


@instead_of(code, "shapes_confused")
def over_what_is_kept(which):
    kept = {"batch": "1", "layer": "0", "instance": "(0, 1)"}
    return _code(kept[which])


@instead_of(code, "shapes_confused")
def pixels_not_averaged(which):
    rest = {"batch": "0", "layer": "1", "instance": "(1, 2)"}
    return _code(rest[which])


@instead_of(code, "shapes_confused")
def over_everything_but_pixels():
    return _code((0, 1))


@instead_of(code, "batch_statistics_wrong")
def another_normalisation(which):
    return _code(DIMS["layer" if which == "batch" else "batch"])


@instead_of(code, "batch_statistics_wrong")
def yet_another_normalisation(which):
    return _code(DIMS["layer" if which == "instance" else "instance"])


def reference(N, C, H, W, G, norms, which):
    import torch

    layers = {
        "batch": torch.nn.BatchNorm2d(C),
        "layer": torch.nn.LayerNorm([C, H, W]),
        "instance": torch.nn.InstanceNorm2d(C),
        "group": torch.nn.GroupNorm(G, C),
    }
    x = torch.sin(torch.arange(N * C * H * W, dtype=torch.float64) ** 2).reshape(N, C, H, W)
    x.requires_grad_()

    def sharing(norm):
        """Which values change the first output: those that share its mean."""
        first = layers[norm].double()(x).flatten()[0]
        return torch.autograd.grad(first, x)[0] != 0

    sizes = torch.stack([sharing(norm).sum() for norm in norms])
    spread = sharing(which)
    dims = tuple(d for d in range(4) if spread.any(dim=[e for e in range(4) if e != d]).sum() > 1)
    return {"count": x.numel() // sizes, "size": sizes, "code": f"`x.mean(dim={dims})`"}
