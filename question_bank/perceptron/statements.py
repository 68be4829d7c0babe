"""Computed truths about the perceptron, all in exact arithmetic."""

from generator.authoring import Fraction, check, dot, np, sigmoid, step

INPUTS = [(0, 0), (0, 1), (1, 0), (1, 1)]
AND, OR, XOR = (0, 0, 0, 1), (0, 1, 1, 1), (0, 1, 1, 0)
ZERO, ELSEWHERE = (0, 0, 0), (-3, -3, -5)  # w_1, w_2, b
TENTH = Fraction(1, 10)


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


@check(contrary=XOR)
def updates_end(targets=AND):
    return len(_train(targets, epochs=50)) == len(_train(targets, epochs=100))


@check(contrary=AND)
def rests_without_separation(targets=XOR):
    return len(_train(targets, epochs=50)) == len(_train(targets, epochs=100))


@check(contrary=(1, 1, Fraction(-1, 2)))
def or_ends_with_the_largest_margin(start=ZERO):
    w1, w2, b = [start, *_train(OR, start=start)][-1]
    return w1 == w2 == -2 * b  # the line halfway between the origin and its two neighbours


@check(contrary=ZERO)
def always_the_same_line(other_start=(-3, 1, -5)):
    ends = [_train(OR, start=start)[-1] for start in (ZERO, other_start)]
    return len({tuple(Fraction(v, end[0]) for v in end) for end in ends}) == 1


@check(contrary=(0, 1, 2, 3))
def order_matters(order=(3, 2, 1, 0)):
    targets, inputs = [AND[i] for i in order], [INPUTS[i] for i in order]
    return _train(AND)[-1] != _train(targets, inputs)[-1]


@check(contrary=ELSEWHERE)
def rate_only_scales_from_zero(start=ZERO):
    scaled = [tuple(TENTH * v for v in w) for w in _train(AND, start=start)]
    return _train(AND, start=start, eta=TENTH) == scaled


@check(contrary=ELSEWHERE)
def rate_matters_from_zero(start=ZERO):
    return len(_train(AND, start=start)) != len(_train(AND, start=start, eta=TENTH))


@check(contrary=ZERO)
def rate_matters_from_elsewhere(start=ELSEWHERE):
    return len(_train(AND, start=start)) != len(_train(AND, start=start, eta=TENTH))


@check(contrary=(0, 1, -2))
def one_update_suffices(weights=(-3, 1, -2)):
    w, x = np.array(weights), np.array([1, 1, 1])  # the bias last, with input 1
    return bool(dot(w, x) < 0 <= dot(w + x, x))


@check(contrary=0)
def update_raises_the_score(share_of_the_bias=1):
    w, x, eta = np.array([-3, 1, -2]), np.array([2, -1, 1]), Fraction(1, 2)
    return dot(w + eta * x, x) - dot(w, x) == eta * (2**2 + 1**2 + share_of_the_bias)


@check(contrary=(1, 1, Fraction(-3, 2)))
def value_at_zero_matters(start=ZERO):
    return len(_train(AND, start=start, at_zero=0)) != len(_train(AND, start=start, at_zero=1))


@check(contrary=-0.5)
def and_from_one_and_a_half(b=-1.5):
    return _gate(1, 1, b) == AND


@check(contrary=-1.5)
def and_from_one_half(b=-0.5):
    return _gate(1, 1, b) == AND


@check(contrary=1)
def nand_by_negation(factor=-1):
    return _gate(factor, factor, factor * Fraction(-3, 2)) == tuple(1 - y for y in AND)


@check(contrary=-3)
def and_without_bias(b=0):
    small = range(-5, 6)
    return AND in {_gate(w1, w2, b, at_zero) for w1 in small for w2 in small for at_zero in (0, 1)}


@check(contrary=AND)
def xor_by_one_unit(targets=XOR):
    return targets in _computable()


@check(contrary=AND)
def xor_by_a_sigmoid(targets=XOR):
    small = np.arange(-4.0, 5.0)
    w1, w2, b = np.meshgrid(small, small, small + 0.5)
    answers = np.stack([sigmoid(w1 * p + w2 * q + b) > 0.5 for p, q in INPUTS], axis=-1)
    return (answers == np.array(targets)).all(axis=-1).any()


@check(contrary=AND)
def xor_by_two_layers(targets=XOR):
    hidden = zip(_gate(1, 1, Fraction(-1, 2)), _gate(-1, -1, Fraction(3, 2)), strict=True)
    return tuple(step(p + q - Fraction(3, 2), 1) for p, q in hidden) == targets


@check(contrary=16)
def fourteen_of_sixteen(count=14):
    return len(_computable()) == count


@check(contrary=AND)
def xor_never_ends(targets=XOR):
    trace = _train(targets, epochs=200)
    return len(trace) >= 200 and len(set(trace)) < len(trace)


@check(contrary=(1, 3))
def tripled_unit_moves(factors=(3, 3)):
    w, b = np.array([3, 4]), -10
    new_w, new_b = factors[0] * w, factors[1] * b
    return bool(Fraction(new_b**2, dot(new_w, new_w)) > Fraction(b**2, dot(w, w)))


@check(contrary=(4, 3))
def weights_are_perpendicular(vector=(3, 4)):
    here, there = (2, 1), (-2, 4)  # two points of the line 3 x_1 + 4 x_2 - 10 = 0
    return dot(vector, np.subtract(here, there)) == 0


@check(contrary=10)
def distance_from_the_origin(distance=2):
    w, b = np.array([3, 4]), -10
    nearest = Fraction(-b, dot(w, w)) * w  # the foot of the perpendicular
    return bool(dot(w, nearest) + b == 0 and dot(nearest, nearest) == distance**2)


@check(contrary=(1, 0, 0))
def bias_turns_the_line(change=(0, 0, 1)):
    w1, w2, _ = np.array([3, 4, -10]) + change
    return Fraction(-w1, w2) != Fraction(-3, 4)


@check(contrary=-1)
def line_meets_the_origin(b=0):
    return dot((3, 4), (0, 0)) + b == 0
