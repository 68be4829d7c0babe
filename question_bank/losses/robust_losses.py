"""Huber and smooth L1 loss on both of their branches, and the mean absolute error."""

from generator.authoring import gradient, instead_of, np


def draw(rng):
    d = rng.choice([0.4, 0.5, 0.8, 1.5, 2])
    near = rng.decimals(2, 0.1, round(0.8 * d, 1))
    far = rng.decimals(2, round(1.2 * d + 0.1, 1), round(2 * d + 1, 1))
    signs = np.array(rng.shuffled([1, -1, rng.choice([1, -1]), rng.choice([1, -1])]))
    y = rng.decimals(4, -3, 3)
    return {
        "name": rng.choice(["huber", "smooth"]),
        "d": d,
        "y": y,
        "y_hat": np.round(y + signs * np.array(rng.shuffled([*near, *far])), 1),
    }


def e(y_hat, y):
    r"<y_hat> - <y>"
    return y_hat - y


def _losses(name, d, e, half=0.5):
    near, far = half * e**2, d * (abs(e) - d / 2)
    return np.where(abs(e) < d, near, far) / (d if name == "smooth" else 1)


def losses(name, d, e):
    return _losses(name, d, e)


def total(losses):
    return losses.sum()


@gradient(total, "y_hat")
def slopes(name, d, e):
    return np.clip(e, -d, d) / (d if name == "smooth" else 1)


def loss(losses):
    r"\frac{1}{4} \operatorname{sum}(<losses>)"
    return losses.mean()


def mae(e):
    r"\frac{1}{4} \operatorname{sum}(|<e>|)"
    return abs(e).mean()


@instead_of(e, "sign_wrong")
def target_minus_prediction(y_hat, y):
    return y - y_hat


@instead_of(losses, "other_branch")
def always_squared(name, d, e):
    return e**2 / 2 / (d if name == "smooth" else 1)


@instead_of(losses, "other_branch")
def always_linear(name, d, e):
    return (abs(e) - d / 2) * (1 if name == "smooth" else d)


@instead_of(losses, "wrong_quantity")
def other_function(name, d, e):
    return _losses("huber" if name == "smooth" else "smooth", d, e)


@instead_of(losses, "factor_two")
def half_left_out(name, d, e):
    return _losses(name, d, e, half=1)


@instead_of(slopes, "other_branch")
def never_clipped(name, d, e):
    return e / (d if name == "smooth" else 1)


@instead_of(slopes, "sign_wrong")
def never_negative(slopes):
    return abs(slopes)


@instead_of(slopes, "wrong_quantity")
def slope_of_the_other(name, d, e):
    return np.clip(e, -d, d) / (1 if name == "smooth" else d)


@instead_of(loss, "mean_wrong")
def summed(losses):
    return losses.sum()


@instead_of(mae, "mean_wrong")
def absolute_values_summed(e):
    return abs(e).sum()


@instead_of(mae, "wrong_quantity")
def absolute_value_of_mean(e):
    return abs(e.mean())


def reference(name, d, y, y_hat):
    import torch
    from torch.nn.functional import huber_loss, l1_loss, smooth_l1_loss

    y_hat.requires_grad_()

    def robust(reduction):
        if name == "huber":
            return huber_loss(y_hat, y, reduction=reduction, delta=float(d))
        return smooth_l1_loss(y_hat, y, reduction=reduction, beta=float(d))

    return {
        "e": torch.sub(y_hat, y),
        "losses": robust("none"),
        "total": robust("sum"),
        "slopes": torch.autograd.grad(robust("sum"), y_hat)[0],
        "loss": robust("mean"),
        "mae": l1_loss(y_hat, y),
    }
