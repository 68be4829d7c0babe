"""Facts about gradient descent, computed on small functions."""

from generator.authoring import check, np, sympy

x, y = sympy.symbols("x y", real=True)


def _descended(f, start, eta, steps):
    """All points of gradient descent on a function of x and y (or of x alone)."""
    symbols = (x, y)[: len(start)]
    slope = sympy.lambdify(symbols, [sympy.diff(f, s) for s in symbols])
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - eta * np.array(slope(*path[-1]), dtype=float))
    return path


@check(contrary=(1.0, 0.5))
def stationary_point_stays(start=(0.0, 0.0)):
    path = _descended(x**2 - y**2, start, 0.3, 1)
    return (path[0] == path[1]).all()


@check(contrary=[x**2, x**2 + x**4])
def stationary_point_is_minimum(functions=(x**2, x**3, -(x**2))):
    return all(f.subs(x, 0) < min(f.subs(x, -0.1), f.subs(x, 0.1)) for f in functions)


@check(contrary=x**2 + y**2)
def saddle_is_reached(f=x**2 - y**2):
    end = _descended(f, (1.0, 0.0), 0.1, 200)[-1]
    curvatures = [sympy.diff(f, s, 2) for s in (x, y)]
    return bool(np.allclose(end, 0) and min(curvatures) < 0)


@check(contrary=2)
def one_step_to_minimum(multiple=1):
    return all(
        np.isclose(_descended(a * x**2 / 2, (start,), multiple / a, 1)[-1][0], 0)
        for a in (0.5, 2, 5)
        for start in (-3, 0.7)
    )


def _converges(eta):
    return abs(_descended(x**2 / 2, (1.0,), eta, 200)[-1][0]) < 1e-3


@check(contrary=2)
def converges_below(limit=1):
    return not any(_converges(limit * factor) for factor in (1.05, 1.5))


@check(contrary=1.9)
def limit_rate_converges(eta=2):
    return _converges(eta)


@check(contrary=0.25)
def distance_is_halved(eta=0.5):
    path = np.array(_descended(x**2 / 2, (4.0,), eta, 5))
    return np.allclose(path[1:] / path[:-1], 0.5)


BOWL = x**2 + 10 * y**2


def _slope_at(point):
    return np.array([float(sympy.diff(BOWL, s).subs({x: point[0], y: point[1]})) for s in (x, y)])


@check(contrary=-1)
def gradient_points_downhill(sign=1):
    steepest = min(
        np.linspace(0, 2 * np.pi, 720, endpoint=False),
        key=lambda angle: (1 + 1e-4 * np.cos(angle)) ** 2 + 10 * (1 + 1e-4 * np.sin(angle)) ** 2,
    )
    gradient = sign * _slope_at((1, 1))
    cosine = gradient @ [np.cos(steepest), np.sin(steepest)] / np.linalg.norm(gradient)
    return bool(cosine > 0.999)


@check(contrary=45)
def gradient_is_perpendicular(degrees=90):
    # The level line of the bowl through (1, 1) is (sqrt(11) cos u, sqrt(1.1) sin u).
    u = np.arccos(1 / np.sqrt(11))
    tangent = np.array([-np.sqrt(11) * np.sin(u), np.sqrt(1.1) * np.cos(u)])
    slope = _slope_at((1, 1))
    cosine = tangent @ slope / np.linalg.norm(tangent) / np.linalg.norm(slope)
    return bool(np.isclose(np.degrees(np.arccos(cosine)), degrees))


@check(contrary=[(0, 1), (2, 0)])
def gradient_points_to_minimum(points=((1, 1), (2, 0))):
    downhill = [(-_slope_at(p), -np.array(p)) for p in points]
    return all(np.isclose(d[0] * m[1], d[1] * m[0]) for d, m in downhill)


def _same_steps(f, g):
    return np.allclose(_descended(f, (1.0, 1.0), 0.01, 5), _descended(g, (1.0, 1.0), 0.01, 5))


@check(contrary=x)
def constant_changes_nothing(added=7):
    return _same_steps(BOWL, BOWL + added)


@check(contrary=1)
def factor_changes_nothing(factor=10):
    return _same_steps(BOWL, factor * BOWL)


TARGETS = np.array([-1.0, 0.0, 2.0, 5.0])  # the loss of an example is (w - target)²


def _gradient(w, chosen):
    return 2 * (w - TARGETS[list(chosen)]).mean()


PAIRS = [(i, j) for i in range(4) for j in range(i)]


@check(contrary=((0, 1), (0, 2), (0, 3)))
def batch_gradient_is_unbiased(batches=tuple(PAIRS)):
    expected = np.mean([_gradient(0.3, batch) for batch in batches])
    return np.isclose(expected, _gradient(0.3, range(4)))


@check(contrary=-20.0)
def batch_gradient_is_parallel(w=0.3):
    return all(_gradient(w, batch) * _gradient(w, range(4)) > 0 for batch in PAIRS)


@check(contrary=(0, 1, 2))
def full_batch_is_descent(batch=(0, 1, 2, 3)):
    w = sympy.Symbol("w")
    mean = sum((w - target) ** 2 for target in TARGETS) / 4
    return np.isclose(_gradient(0.3, batch), float(sympy.diff(mean, w).subs(w, 0.3)))


@check(contrary=(1, 1))
def examples_agree_at_minimum(targets=(1, -1)):
    return all(np.mean(targets) == target for target in targets)


@check(contrary=(2.0, 2.0))
def sgd_leaves_minimum(targets=(1.0, -1.0)):
    start = w = np.mean(targets)
    w -= 0.1 * 2 * (w - targets[0])
    return bool(w != start)


@check(contrary=(0.5, -0.7))
def quartic_converges(starts=(0.5, 2.0)):
    ends = []
    for w in starts:
        for _ in range(300):
            w = w - 0.5 * 4 * w**3 if abs(w) < 1e6 else np.inf
        ends.append(abs(w))
    return bool(max(ends) < 0.1)


@check(contrary=x**4 - 2 * x**2)
def minima_are_alike(f=x**4 - 2 * x**2 + x / 2):
    flat = sympy.Poly(sympy.diff(f, x), x).nroots()
    minima = [float(f.subs(x, r)) for r in flat if sympy.diff(f, x, 2).subs(x, r) > 0]
    return len(minima) == 2 and abs(minima[0] - minima[1]) < 1e-9
