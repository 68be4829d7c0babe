"""The perceptron convergence theorem: radius, margin and the bound on the number of updates."""

from generator.authoring import Record, dot, guard, instead_of, np, over


def draw(rng):
    n = rng.choice([2, 2, 3])
    u = rng.integers(n, -4, 4, zero=False)
    xs = [rng.integers(n, -4, 4) for _ in range(rng.choice([3, 4, 5]))]
    return {"u": u, "points": [Record(x=x, y=1 if dot(u, x) > 0 else -1) for x in xs]}


@over(p="points")
def r(p):
    r"\sqrt{<p.x>^\top <p.x>}"
    return np.sqrt(p.x @ p.x)


def norm(u):
    r"\sqrt{<u>^\top <u>}"
    return np.sqrt(u @ u)


@over(p="points")
def m(p, u, norm):
    r"\frac{<p.y> \cdot <u>^\top <p.x>}{<norm>}"
    return p.y * (u @ p.x) / norm


def R(r_all):
    return max(r_all)


def gamma(m_all):
    return min(m_all)


def bound(R, gamma):
    r"\left(\frac{<R>}{<gamma>}\right)^2"
    return (R / gamma) ** 2


@instead_of(R, "wrong_quantity")
def nearest_point(r_all):
    return min(r_all)


@instead_of(R, "arithmetic")
def largest_coordinate(points):
    return max(float(max(abs(p.x))) for p in points)


@instead_of(norm, "not_normalised")
def not_divided_by_the_length():
    return 1.0


@instead_of(norm, "not_normalised")
def divided_by_the_square(norm):
    return norm**2


@instead_of(gamma, "wrong_quantity")
def farthest_point(m_all):
    return max(m_all)


@instead_of(gamma, "wrong_quantity")
def mean_distance(m_all):
    return sum(m_all) / len(m_all)


@instead_of(bound, "power_or_root")
def not_squared(R, gamma):
    return R / gamma


@instead_of(bound, "power_or_root")
def only_the_radius_squared(R, gamma):
    return R**2 / gamma


@instead_of(bound, "upside_down")
def turned_over(R, gamma):
    return (gamma / R) ** 2


@guard
def separated(points, u):
    """a point lies on the line"""
    return all(u @ p.x for p in points)


@guard
def two_classes(points):
    """all points have the same label"""
    return abs(sum(p.y for p in points)) < len(points)


@guard
def different(points):
    """two points are equal"""
    return len({tuple(p.x) for p in points}) == len(points)


def reference(u, points):
    import torch

    xs = torch.stack([p.x for p in points]).double()
    u = u.double()
    y = torch.tensor([float(p.y) for p in points], dtype=torch.float64)
    norms = torch.linalg.vector_norm(xs, dim=1)
    m = y * torch.nn.functional.linear(xs, torch.nn.functional.normalize(u, dim=0)[None])[:, 0]
    return {
        "r_all": norms,
        "norm": torch.linalg.vector_norm(u),
        "m_all": m,
        "R": norms.max(),
        "gamma": m.min(),
        "bound": norms.max().square() / m.min().square(),
    }
