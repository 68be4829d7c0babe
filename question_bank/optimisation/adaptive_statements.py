"""Facts about momentum and adaptive learning rates, computed with PyTorch's optimisers."""

from generator.authoring import check, np

GRADIENTS = (0.4, -1.5, 2.0, 0.1, -0.3, 0.05)


def _path(name, gradients, start=1.0, **options):
    """A parameter before and after each step of one of PyTorch's optimisers."""
    import torch

    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimiser = getattr(torch.optim, name)([theta], **{"lr": 0.1, **options})
    path = [start]
    for g in gradients:
        theta.grad = torch.tensor(g, dtype=torch.float64)
        optimiser.step()
        path.append(theta.item())
    return np.array(path), optimiser.state[theta]


def _steps(name, gradients, **options):
    return np.diff(_path(name, gradients, **options)[0])


def _velocity(beta):
    """The velocity in multiples of a gradient that stays the same."""
    return _path("SGD", [0.5] * 300, momentum=beta)[1]["momentum_buffer"].item() / 0.5


@check(contrary=1)
def velocity_tends_to(multiple=10):
    return np.isclose(_velocity(0.9), multiple)


@check(contrary=2)
def velocity_stays_at_gradient(multiple=1):
    return np.isclose(_velocity(0.5), multiple)


@check(contrary=2)
def first_step_of_momentum(step=1):
    ours, plain = _steps("SGD", GRADIENTS, momentum=0.9), _steps("SGD", GRADIENTS)
    return np.isclose(ours[step - 1], plain[step - 1])


@check(contrary=0.0)
def momentum_follows_newest(beta=0.9):
    return (_steps("SGD", GRADIENTS, momentum=beta) * GRADIENTS < 0).all()


@check(contrary=0.0)
def adam_follows_newest(beta_1=0.9):
    return (_steps("Adam", GRADIENTS, betas=(beta_1, 0.99)) * GRADIENTS < 0).all()


def _never_grows(name):
    factors = -_steps(name, GRADIENTS) / GRADIENTS
    return (np.diff(factors) <= 1e-9).all()


@check(contrary="RMSprop")
def adagrad_rate_never_grows(optimiser="Adagrad"):
    return _never_grows(optimiser)


@check(contrary="Adagrad")
def rmsprop_rate_never_grows(optimiser="RMSprop"):
    return _never_grows(optimiser)


@check(contrary=1)
def adagrad_step_length(exponent=0.5):
    lengths = abs(_steps("Adagrad", [0.7] * 6))
    return np.allclose(lengths, 0.1 / np.arange(1, 7) ** exponent)


def _all_alike(name):
    return np.allclose(abs(_steps(name, [0.7] * 6)), 0.1, rtol=1e-3)


@check(contrary="Adam")
def rmsprop_step_length(optimiser="RMSprop"):
    return _all_alike(optimiser)


@check(contrary="RMSprop")
def adam_step_length(optimiser="Adam"):
    return _all_alike(optimiser)


@check(contrary=2)
def first_step_of_adam(step=1):
    lengths = [abs(_steps("Adam", (g, 1.0))[step - 1]) for g in (0.01, 1.0, -50.0)]
    return np.allclose(lengths, 0.1, rtol=1e-3)


def _longer(name, **options):
    """How many times as long the steps get if the gradients do so ten times."""
    tenfold = [10 * g for g in GRADIENTS]
    return np.mean(_steps(name, tenfold, **options) / _steps(name, GRADIENTS, **options))


@check(contrary=1)
def adam_scales(factor=10):
    return np.isclose(_longer("Adam"), factor, rtol=1e-3)


@check(contrary=1)
def momentum_scales(factor=10):
    return np.isclose(_longer("SGD", momentum=0.9), factor)


@check(contrary=((1.0, 1.0), (1.0, 1.0)))
def one_rate_for_all(gradients=((1.0, 3.0), (1.0, 0.5))):
    factors = [-_steps("Adagrad", entry) / entry for entry in np.transpose(gradients)]
    return np.allclose(*factors)


def _kept(name, **options):
    """The numbers that an optimiser keeps for a single parameter, without the step's."""
    return len(_path(name, GRADIENTS, **options)[1].keys() - {"step"})


@check(contrary=1)
def two_numbers_each(count=2):
    return _kept("Adam") == count


@check(contrary=1)
def momentum_keeps_all(count=6):
    return _kept("SGD", momentum=0.9) == count


@check(contrary=0.9)
def uncorrected_moment(share=0.1):
    state = _path("Adam", GRADIENTS[:1], betas=(0.9, 0.99))[1]
    return np.isclose(state["exp_avg"].item(), share * GRADIENTS[0])


@check(contrary=(10, 1))
def correction_grows(steps=(1, 10)):
    first, second = (1 / (1 - 0.9**t) for t in steps)
    return second > first


@check(contrary="Adam")
def decay_is_not_divided(optimiser="AdamW"):
    decayed, plain = (_steps(optimiser, (3.0, 1.0), weight_decay=decay)[1] for decay in (0.1, 0.0))
    theta = _path(optimiser, (3.0,), weight_decay=0.1)[0][1]
    return np.isclose(decayed, plain - 0.1 * 0.1 * theta)


@check(contrary=0.0)
def adamw_is_penalised_adam(decay=0.1):
    ours, penalised = (_steps(name, GRADIENTS, weight_decay=decay) for name in ("AdamW", "Adam"))
    return np.allclose(ours, penalised)


@check(contrary=(0.9, 0.99))
def adam_without_memory(betas=(0.0, 0.0)):
    return np.allclose(_steps("Adam", GRADIENTS, betas=betas), -0.1 * np.sign(GRADIENTS))


@check(contrary=(1.0, 1.0))
def rmsprop_is_adagrad(weights=(1.0, 0.0)):
    # The weights of the old value and of the new square, one after the other.
    old, new = weights
    s = 0.0
    for g in GRADIENTS:
        s = old * s + new * g**2
    return bool(np.isclose(s, _path("Adagrad", GRADIENTS)[1]["sum"].item()))
