"""Facts about training, validation and test data, computed on small examples."""

from generator.authoring import check, np


def _bias(best, training):
    return training - best


def _gap(training, validation):
    return validation - training


def _bias_exceeds_gap(best, training, validation):
    return _bias(best, training) > _gap(training, validation)


@check(contrary=(1, 2, 12))
def bias_exceeds_gap(errors=(1, 9, 11)):
    return _bias_exceeds_gap(*errors)


@check(contrary=(1, 9, 11))
def bias_exceeds_gap_of_overfitting(errors=(1, 2, 12)):
    return _bias_exceeds_gap(*errors)


@check(contrary=2)
def gap_in_points(points=10):
    return _gap(9, 11) == points


@check(contrary=11)
def gap_of_overfitting(points=10):
    return _gap(2, 12) == points


@check(contrary=1)
def bias_in_points(points=15):
    return _bias(14, 15) == points


def _expected_smallest(models, error=0.2, examples=100):
    """The expected smallest of several independent shares of errors."""
    import torch

    counts = torch.arange(examples, dtype=torch.float64)
    log_chances = torch.distributions.Binomial(examples, torch.tensor(error).double()).log_prob
    above = 1 - log_chances(counts).exp().cumsum(0)  # the chance of more than 0, 1, 2, … errors
    return float((above**models).sum() / examples)


@check(contrary=1)
def best_of_several_looks_better(models=20):
    return _expected_smallest(models) < 0.2 - 1e-6


@check(contrary=1)
def smallest_of_several(models=20):
    return np.isclose(_expected_smallest(models), 0.2)


TRAIN, TEST = np.array([1.0, 2.0, 4.0]), np.array([10.0, 12.0])


def _changes_with_test_set(used):
    """Whether the transformed training set depends on the test set."""
    results = []
    for test in (TEST, 2 * TEST):
        values = TRAIN if used == "training" else np.concatenate([TRAIN, test])
        results.append((TRAIN - values.mean()) / values.std())
    return not np.allclose(*results)


@check(contrary="all")
def statistics_see_test_set(used="training"):
    return not _changes_with_test_set(used)


@check(contrary="training")
def statistics_ignore_test_set(used="all"):
    return not _changes_with_test_set(used)


FOLDS = np.array_split(np.arange(20), 5)


@check(contrary=4)
def times_in_validation(times=1):
    return (np.bincount(np.concatenate(FOLDS)) == times).all()


@check(contrary=0.8)
def share_for_training(share=0.2):
    return all(np.isclose(1 - len(fold) / 20, share) for fold in FOLDS)


X = np.linspace(-1, 1, 5)
Y = np.array([0.1, -0.4, 0.3, 0.8, -0.2])
NEW_X = np.array([-1.5, 0.2, 1.5])
NEW_Y = np.array([0.0, 0.1, 0.2])


def _errors(degrees, x, y):
    """The squared errors of least squares with the powers up to each degree as features."""
    fits = [np.polyfit(X, Y, degree) for degree in degrees]
    return [np.sum((np.polyval(fit, x) - y) ** 2) for fit in fits]


@check(contrary=(NEW_X, NEW_Y))
def more_features_on_training_set(data=(X, Y)):
    errors = _errors(range(4), *data)
    return (np.diff(errors) <= 1e-12).all()


@check(contrary=(X, Y))
def more_features_on_validation_set(data=(NEW_X, NEW_Y)):
    errors = _errors(range(4), *data)
    return (np.diff(errors) <= 1e-12).all()


@check(contrary=3)
def degree_through_five_points(degree=4):
    return np.allclose(np.polyval(np.polyfit(X, Y, degree), X), Y)


def _error_of_memory(examples):
    """The share of errors of a table of four training examples, which says 0 elsewhere."""
    table = {0: 1, 1: 0, 2: 1, 3: 1}
    return np.mean([table.get(x, 0) != y for x, y in examples])


@check(contrary=((0, 1), (3, 1)))
def memory_generalises(validation=((4, 1), (5, 0))):
    return _error_of_memory(validation) == 0


@check(contrary=((4, 1), (5, 0), (6, 1), (7, 1)))
def copies_do_not_matter(test=((0, 1), (1, 0), (2, 1), (3, 1))):
    new = ((8, 1), (9, 0), (10, 1), (11, 1))
    return _error_of_memory(test) == _error_of_memory(new)


def _decomposes(power):
    """Whether bias to this power, variance and noise add up to the expected squared error."""
    truth, predictions, noise = 1.0, np.array([1.2, 1.9, 0.8]), np.array([-0.5, 0.5])
    squares = (predictions[:, None] - truth - noise[None, :]) ** 2
    bias = predictions.mean() - truth
    return np.isclose(np.mean(squares), bias**power + predictions.var() + noise.var())


@check(contrary=1)
def power_of_bias(power=2):
    return _decomposes(power)


@check(contrary=2)
def power_of_bias_left_out(power=1):
    return _decomposes(power)


@check(contrary=((4, 1), (5, 1)))
def validation_error_is_larger(validation=((5, 0), (6, 0))):
    training = ((0, 1), (1, 1), (2, 1), (3, 1))  # the table is wrong on the second
    return _error_of_memory(validation) >= _error_of_memory(training)


def _variance(n, a=0.9):
    import torch

    right = torch.distributions.Binomial(n, torch.tensor(a, dtype=torch.float64))
    return float(right.variance) / n**2


@check(contrary=lambda a, n: a * (1 - a) / n**2)
def variance_of_accuracy(formula=lambda a, n: a * (1 - a) / n):
    return all(np.isclose(_variance(n), formula(0.9, n)) for n in (50, 400))


@check(contrary=2)
def deviation_shrinks_by(factor=4):
    return np.isclose(np.sqrt(_variance(100) / _variance(400)), factor)
