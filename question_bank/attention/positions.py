"""The sinusoidal encoding of one position in four numbers."""

from generator.authoring import instead_of, np


def draw(rng):
    return {"pos": rng.integer(2, 99), "B": rng.choice([16, 25, 64, 100, 400, 900, 2500, 10000])}


def alpha(pos, B):
    r"\frac{<pos>}{\sqrt{<B>}}"
    return pos / np.sqrt(B)


def p(pos, alpha):
    return np.array([np.sin(pos), np.cos(pos), np.sin(alpha), np.cos(alpha)])


@instead_of(p, "arithmetic")
def sine_and_cosine_swapped(pos, alpha):
    return np.array([np.cos(pos), np.sin(pos), np.cos(alpha), np.sin(alpha)])


@instead_of(p, "arithmetic")
def sines_only(pos, alpha):
    return np.sin([pos, pos, alpha, alpha])


@instead_of(p, "arithmetic")
def degrees(pos, alpha):
    pos, alpha = np.radians([pos, alpha])
    return np.array([np.sin(pos), np.cos(pos), np.sin(alpha), np.cos(alpha)])


@instead_of(p, "one_step_off")
def every_entry_its_own_frequency(pos, B):
    angles = pos * B ** (-np.arange(4) / 4)
    return np.where([True, False, True, False], np.sin(angles), np.cos(angles))


@instead_of(alpha, "arithmetic")
def multiplied_by_power(pos, B):
    return pos * np.sqrt(B)


@instead_of(alpha, "power_or_root")
def root_left_out(pos, B):
    return pos / B


def reference(pos, B):
    import torch

    # Each pair is the sine and the cosine of one angle: a point of the unit circle.
    angles = pos * torch.rsqrt(torch.tensor([1.0, B], dtype=torch.float64))
    points = torch.polar(torch.ones_like(angles), angles)
    return {"alpha": angles[1], "p": torch.stack([points.imag, points.real], dim=1).flatten()}
