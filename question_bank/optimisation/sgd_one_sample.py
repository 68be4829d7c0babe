"""One epoch of stochastic gradient descent for a linear unit, an update after each example."""

from generator.authoring import Record, guard, instead_of, over


def draw(rng):
    return {
        "samples": [
            Record(x=rng.decimal(-2, 2), y=rng.decimal(-2, 2)) for _ in range(rng.integer(2, 3))
        ],
        "w_0": rng.decimal(-1, 1),
        "b_0": rng.decimal(-1, 1),
        "eta": rng.choice([0.1, 0.2, 0.25]),
    }


@over(p="samples")
def e(w_before, b_before, p):
    r"<w_before> \cdot <p.x> + <b_before> - <p.y>"
    return w_before * p.x + b_before - p.y


@over(p="samples")
def w(w_before, eta, half, e, p):
    r"<w_before> - <eta> \cdot 2 \cdot <half> \cdot <e> \cdot <p.x>"
    return w_before - eta * 2 * half * e * p.x


@over(p="samples")
def b(b_before, eta, half, e):
    r"<b_before> - <eta> \cdot 2 \cdot <half> \cdot <e>"
    return b_before - eta * 2 * half * e


def prediction(w, b, samples):
    return w * samples[0].x + b


@instead_of(e, "one_step_off")
def parameters_of_the_start(w_0, b_0, p):
    return w_0 * p.x + b_0 - p.y


@instead_of(w, "sign_wrong")
def ascended(w_before, eta, half, e, p):
    return w_before + eta * 2 * half * e * p.x


@instead_of(w, "factor_two")
def constant_factor_wrong(w_before, eta, half, e, p):
    return w_before - eta / half * e * p.x


@instead_of(w, "chain_rule")
def input_left_out(w_before, eta, half, e):
    return w_before - eta * 2 * half * e


@instead_of(b, "bias_gradient_wrong")
def bias_gradient_with_input(b_before, eta, half, e, p):
    return b_before - eta * 2 * half * e * p.x


@instead_of(e, "sign_wrong")
def target_minus_output(e):
    return -e


@instead_of(e, "bias_left_out")
def bias_forgotten(w_before, p):
    return w_before * p.x - p.y


@instead_of(prediction, "one_step_off")
def old_weight_used(w_0, b_0, samples):
    return w_0 * samples[0].x + b_0


@guard
def clear_errors(e_all, samples):
    """an error is small, or two inputs are alike"""
    return min(map(abs, e_all)) > 0.1 and len({abs(p.x) for p in samples}) == len(samples)


def reference(samples, w_0, b_0, eta, half):
    import torch

    unit = torch.nn.Linear(1, 1).double()
    with torch.no_grad():
        unit.weight.fill_(w_0)
        unit.bias.fill_(b_0)
    optimiser = torch.optim.SGD(unit.parameters(), lr=float(eta))
    found: dict[str, list] = {"e_all": [], "w_all": [], "b_all": []}
    for p in samples:
        optimiser.zero_grad()
        output = unit(p.x[None])[0]
        (half * torch.nn.functional.mse_loss(output, p.y)).backward()
        optimiser.step()
        found["e_all"].append((output - p.y).detach())
        found["w_all"].append(unit.weight.detach().clone()[0, 0])
        found["b_all"].append(unit.bias.detach().clone()[0])
    return {**found, "prediction": unit(samples[0].x[None])[0]}
