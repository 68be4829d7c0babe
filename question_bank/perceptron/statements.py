"""Computed truths about the perceptron, all in exact arithmetic."""

from generator.authoring import Fraction, check, dot, np, step

INPUTS = [(0, 0), (0, 1), (1, 0), (1, 1)]
AND, OR, XOR = (0, 0, 0, 1), (0, 1, 1, 1), (0, 1, 1, 0)
ZERO = (0, 0, 0)  # w_1, w_2, b


def _gate(w1, w2, b, at_zero=1):
    """What the unit answers to the four inputs."""
    return tuple(step(w1 * p + w2 * q + b, at_zero) for p, q in INPUTS)


def _train(targets, inputs=INPUTS, start=ZERO, eta=1, at_zero=1, epochs=50):
    """The weights (with the bias last) after every single update of the perceptron rule."""
    w, trace = np.array(start, dtype=object), []
    for _ in range(epochs):
        for x, y in zip(inputs, targets, strict=True):
            x = np.array([*x, 1], dtype=object)
            error = y - step(dot(w, x), at_zero)
            if error:
                w = w + eta * error * x
                trace.append(tuple(w))
    return trace


def _computable():
    """All gates of two inputs that some unit with small integer weights and bias computes."""
    small = range(-4, 5)
    return {_gate(w1, w2, b) for w1 in small for w2 in small for b in small}


@check
def and_from_one_and_a_half():
    return _gate(1, 1, Fraction(-3, 2)) == AND


@check
def and_from_one_half():
    return _gate(1, 1, Fraction(-1, 2)) == AND


@check
def nand_by_negation():
    return _gate(-1, -1, Fraction(3, 2)) == tuple(1 - y for y in AND)


@check
def and_without_bias():
    small = range(-5, 6)
    gates = {_gate(w1, w2, 0, at_zero) for w1 in small for w2 in small for at_zero in (0, 1)}
    return AND in gates


@check
def fourteen_of_sixteen():
    return len(_computable()) == 14


@check
def xor_by_one_unit():
    return XOR in _computable()


@check
def xor_by_two_layers():
    hidden = zip(_gate(1, 1, Fraction(-1, 2)), _gate(-1, -1, Fraction(3, 2)), strict=True)
    return tuple(step(p + q - Fraction(3, 2), 1) for p, q in hidden) == XOR


@check
def xor_never_ends():
    trace = _train(XOR, epochs=200)
    return len(trace) >= 200 and len(set(trace)) < len(trace)


@check
def rate_only_scales_from_zero():
    rate = Fraction(1, 10)
    return _train(AND, eta=rate) == [tuple(rate * v for v in w) for w in _train(AND)]


@check
def rate_matters_from_zero():
    ends = [_train(AND, eta=eta) for eta in (1, Fraction(1, 10))]
    return len(ends[0]) != len(ends[1])


@check
def rate_matters_from_elsewhere():
    start = (-3, -3, -5)
    ends = [_train(AND, start=start, eta=eta) for eta in (1, Fraction(1, 10))]
    return len(ends[0]) != len(ends[1])


@check
def order_matters():
    return _train(AND)[-1] != _train(AND[::-1], INPUTS[::-1])[-1]


@check
def value_at_zero_matters():
    return len(_train(AND, at_zero=0)) != len(_train(AND, at_zero=1))


@check
def one_update_suffices():
    w, x = np.array([-3, 1, -2]), np.array([1, 1, 1])  # the bias last, with input 1
    return bool(dot(w, x) < 0 <= dot(w + x, x))


@check
def update_raises_the_score():
    w, x, eta = np.array([-3, 1, -2]), np.array([2, -1, 1]), Fraction(1, 2)
    return dot(w + eta * x, x) - dot(w, x) == eta * (2**2 + 1**2 + 1)


@check
def tripled_unit_moves():
    w, b = np.array([3, 4]), -10
    return bool(Fraction((3 * b) ** 2, dot(3 * w, 3 * w)) > Fraction(b**2, dot(w, w)))


@check
def distance_from_the_origin():
    w, b = np.array([3, 4]), -10
    nearest = Fraction(-b, dot(w, w)) * w  # the foot of the perpendicular
    return bool(dot(w, nearest) + b == 0 and dot(nearest, nearest) == Fraction(b**2, dot(w, w)))


@check
def always_the_same_line():
    ends = [_train(OR, start=start)[-1] for start in (ZERO, (-3, 1, -5))]
    return len({tuple(Fraction(v, end[0]) for v in end) for end in ends}) == 1
