"""Linear warm-up followed by cosine annealing: the rates of single updates."""

from generator.authoring import instead_of, np


def draw(rng):
    warm = rng.choice([50, 100, 200, 250, 500])
    total = warm + rng.choice([400, 800, 1000, 1600, 2000])
    part = (total - warm) // 20
    return {
        "warm": warm,
        "total": total,
        "top": rng.choice([0.1, 0.2, 0.05, 0.01, 0.02, 0.4]),
        "low": rng.choice([0.001, 0.002, 0.004]),
        "t_1": warm * rng.choice([2, 4, 6, 8, 12, 14, 16, 18]) // 20,
        "t_2": warm + part * rng.integer(3, 9),
        "t_3": warm + part * rng.integer(11, 17),
    }


def _cosine(top, low, progress):
    return low + (top - low) * (1 + np.cos(np.pi * progress)) / 2


def warming(top, t_1, warm):
    r"<top> \cdot \frac{<t_1>}{<warm>}"
    return top * t_1 / warm


def progress(t_2, warm, total):
    r"\frac{<t_2> - <warm>}{<total> - <warm>}"
    return (t_2 - warm) / (total - warm)


def annealing(top, low, progress):
    r"<low> + \tfrac{1}{2} (<top> - <low>) (1 + \cos(\pi \cdot <progress>))"
    return _cosine(top, low, progress)


def late_progress(t_3, warm, total):
    r"\frac{<t_3> - <warm>}{<total> - <warm>}"
    return (t_3 - warm) / (total - warm)


def late(top, low, late_progress):
    r"<low> + \tfrac{1}{2} (<top> - <low>) (1 + \cos(\pi \cdot <late_progress>))"
    return _cosine(top, low, late_progress)


def half_way(warm, total):
    r"<warm> + \frac{<total> - <warm>}{2}"
    return warm + (total - warm) // 2


@instead_of(warming, "other_branch")
def warm_up_ignored(top, low, t_1, total):
    return _cosine(top, low, t_1 / total)


@instead_of(warming, "arithmetic")
def warm_up_over_all(top, t_1, total):
    return top * t_1 / total


@instead_of(progress, "one_step_off")
def warm_up_not_subtracted(t_2, total):
    return t_2 / total


@instead_of(late_progress, "arithmetic")
def length_of_everything(t_3, warm, total):
    return (t_3 - warm) / total


@instead_of(annealing, "arithmetic")
def degrees(top, low, progress):
    return _cosine(top, low, progress / 180)


@instead_of(annealing, "wrong_quantity")
def minimum_forgotten(top, progress):
    return _cosine(top, 0, progress)


@instead_of(annealing, "other_branch")
def linear_decay(top, low, progress):
    return top - (top - low) * progress


@instead_of(late, "arithmetic")
def degrees_late(top, low, late_progress):
    return _cosine(top, low, late_progress / 180)


@instead_of(late, "arithmetic")
def minimum_added_only(top, low, late_progress):
    return low + top * (1 + np.cos(np.pi * late_progress)) / 2


@instead_of(half_way, "wrong_quantity")
def half_of_everything(total):
    return total // 2


@instead_of(half_way, "wrong_quantity")
def half_of_the_cosine(warm, total):
    return (total - warm) // 2


def reference(warm, total, top, low, t_1, t_2, t_3):
    import torch
    from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR

    def rates(count, make):
        optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=float(top))
        scheduler = make(optimiser)
        found = []
        for _ in range(count):
            found.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            scheduler.step()
        return found

    length = total - warm
    up = rates(warm, lambda o: LinearLR(o, start_factor=1 / warm, total_iters=warm - 1))
    down = rates(length + 1, lambda o: CosineAnnealingLR(o, T_max=length, eta_min=float(low)))
    middle = (float(top) + float(low)) / 2
    return {
        "warming": up[t_1 - 1],
        "progress": torch.linspace(0, 1, length + 1, dtype=torch.float64)[t_2 - warm],
        "annealing": down[t_2 - warm],
        "late_progress": torch.linspace(0, 1, length + 1, dtype=torch.float64)[t_3 - warm],
        "late": down[t_3 - warm],
        "half_way": warm + min(range(length + 1), key=lambda k: abs(down[k] - middle)),
    }
