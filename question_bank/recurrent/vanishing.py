"""How a derivative shrinks or grows on its way through time."""

from generator.authoring import guard, instead_of, np, over

LIMITS = {True: [0.1, 0.01, 0.001, 0.0001], False: [10, 100, 1000, 10000]}


def draw(rng):
    a = rng.choice([0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.1, 1.2, 1.25, 1.3, 1.4, 1.5])
    return {
        "hs": rng.decimals(3, -0.9, 0.9),
        "u": rng.choice([-2.5, -1.5, -1.2, -0.8, 0.6, 0.7, 0.9, 1.2, 1.5, 1.8, 2.5]),
        "D_0": 1.0,
        "a": a,
        "n": rng.integer(6, 12),
        "limit": rng.choice(LIMITS[a < 1]),
    }


@over(h="hs")
def d(u, h):
    r"<u> (1 - <h>^2)"
    return u * (1 - h**2)


@over(h="hs")
def D(D_before, d):
    r"<D_before> <d>"
    return D_before * d


def power(a, n):
    r"<a>^{<n>}"
    return a**n


def ratio(limit, a):
    r"\frac{\ln <limit>}{\ln <a>}"
    return np.log(limit) / np.log(a)


def steps(ratio):
    return int(np.ceil(ratio))


@instead_of(d, "hidden_slope_missing")
def no_slope(u):
    return u


@instead_of(d, "recurrence_wrong")
def no_recurrent_weight(h):
    return 1 - h**2


@instead_of(d, "slope_at_activation")
def slope_at_state(u, h):
    return u * (1 - np.tanh(h) ** 2)


@instead_of(d, "other_branch")
def slope_of_sigmoid(u, h):
    return u * h * (1 - h)


@instead_of(D, "recurrence_wrong")
def last_factor_only(d):
    return d


@instead_of(D, "chain_rule")
def factors_added(D_before, d):
    return D_before + d


@instead_of(power, "power_or_root")
def multiplied_by_number_of_steps(a, n):
    return n * a


@instead_of(power, "one_step_off")
def one_step_missing(a, n):
    return a ** (n - 1)


@instead_of(power, "recurrence_wrong")
def single_factor(a):
    return a


@instead_of(steps, "one_step_off")
def rounded_down(steps):
    return steps - 1


@instead_of(steps, "arithmetic")
def same_change_in_each_step(limit, a):
    return int(np.ceil((1 - limit) / (1 - a)))


@instead_of(steps, "arithmetic")
def quotient_instead_of_logarithms(limit, a):
    return int(np.ceil(max(limit / a, a / limit)))


@guard
def clear(hs, ratio):
    """a state is close to 0, or the bound is reached almost exactly"""
    return (abs(hs) >= 0.2).all() and 0.03 < ratio % 1 < 0.97


def reference(hs, u, a, n, limit):
    import torch

    def chain(weight, inputs, nonlinearity):
        cell = torch.nn.RNNCell(1, 1, bias=False, nonlinearity=nonlinearity, dtype=torch.float64)
        with torch.no_grad():
            cell.weight_ih.fill_(1)
            cell.weight_hh.fill_(weight)
        states = [torch.ones(1, 1, dtype=torch.float64, requires_grad=True)]
        for x in inputs:
            states.append(cell(x(states[-1].detach()), states[-1]))
        return states

    def slope(of, wrt):
        return torch.autograd.grad(of, wrt, retain_graph=True)[0].squeeze()

    # The input of each step is the one that leads to the given state.
    inputs = [lambda before, h=h: torch.atanh(h) - u * before for h in hs]
    states = chain(u, inputs, "tanh")
    linear = chain(a, [torch.zeros_like] * 100, "relu")  # positive states: the ReLU is linear
    reached = [slope(state, linear[0]) for state in linear[1:]]
    beyond = [size < limit if a < 1 else size > limit for size in reached]
    return {
        "d_all": [slope(states[t], states[t - 1]) for t in (1, 2, 3)],
        "D_all": [slope(h, states[0]) for h in states[1:]],
        "power": reached[n - 1],
        "ratio": torch.log(torch.as_tensor(limit, dtype=torch.float64)) / torch.log(a),
        "steps": beyond.index(True) + 1,
    }
