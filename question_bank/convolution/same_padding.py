"""The padding that keeps height and width, also with dilation, and what is lost without it."""

from generator.authoring import instead_of, np


def draw(rng):
    H, W = rng.sample(range(36, 81), 2)
    k = rng.sample([3, 5, 7, 9], 2)
    return {"H": H, "W": W, "k": np.array(k), "d": rng.choice([2, 3, 4]), "s": rng.choice([2, 3])}


def p(k):
    return (k - 1) // 2


def span(d, k):
    r"<d> \cdot (<k> - 1) + 1"
    return d * (k - 1) + 1


def q(span):
    return (span - 1) // 2


def unpadded(H, W, span):
    return np.array([H, W]) - span + 1


def strided(H, W, s):
    return np.array([-(-H // s), -(-W // s)])


@instead_of(p, "convolution_geometry")
def padding_of_one_side_only(k):
    return k - 1


@instead_of(p, "convolution_geometry")
def half_rounded_up(k):
    return (k + 1) // 2


@instead_of(span, "convolution_geometry")
def dilation_ignored(k):
    return k


@instead_of(span, "convolution_geometry")
def kernel_times_dilation(k, d):
    return d * k


@instead_of(unpadded, "convolution_geometry")
def kernel_subtracted(H, W, span):
    return np.array([H, W]) - span


@instead_of(unpadded, "convolution_geometry")
def lost_on_both_sides_twice(H, W, span):
    return np.array([H, W]) - 2 * (span - 1)


@instead_of(strided, "convolution_geometry")
def rounded_wrong(H, W, s):
    return np.array([H // s, W // s])


@instead_of(strided, "convolution_geometry")
def stride_ignored(H, W):
    return np.array([H, W])


def reference(H, W, k, d, s):
    import torch

    kernel, picture = tuple(k.tolist()), torch.zeros(1, 1, H, W, device="meta")

    def size(**options):
        layer = torch.nn.Conv2d(1, 1, kernel, device="meta", **options)
        return np.array(layer(picture).shape[2:])

    def keeping(dilation):
        sides = range(dilation * max(kernel))
        sizes = np.array([size(padding=side, dilation=dilation) for side in sides])
        return np.array([list(sizes[:, 0]).index(H), list(sizes[:, 1]).index(W)])

    return {
        "p": keeping(1),
        "span": np.array([H, W]) - size(dilation=d) + 1,
        "q": keeping(d),
        "unpadded": size(dilation=d),
        "strided": size(padding=tuple(keeping(1).tolist()), stride=s),
    }
