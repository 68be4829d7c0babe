"""Facts about metrics, counted on small label lists."""

from generator.authoring import Fraction, check, np

SCORES = np.array([0.95, 0.85, 0.8, 0.7, 0.6, 0.45, 0.3, 0.2])
HALF, TWO_THIRDS, THREE_QUARTERS = Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)
ALMOST_ALL = Fraction(99, 100)
LABELS = np.array([1, 0, 1, 1, 0, 1, 0, 0])
MATRICES = [[[5, 2, 1], [3, 9, 4], [0, 2, 3]], [[8, 1, 0], [2, 2, 2], [1, 5, 14]]]


def _metric(name, labels, predicted):
    tp = int(np.sum(labels * predicted))
    called, actual = int(np.sum(predicted)), int(np.sum(labels))
    return {
        "accuracy": Fraction(int(np.sum(labels == predicted)), len(labels)),
        "precision": Fraction(tp, called or 1),
        "recall": Fraction(tp, actual),
        "f1": Fraction(2 * tp, called + actual),
    }[name]


def _by_threshold(name):
    """The metric for a threshold at each score, from the highest to the lowest."""
    return [_metric(name, LABELS, (t <= SCORES) * 1) for t in SCORES]


@check(contrary="precision")
def never_rises(name="recall"):
    values = _by_threshold(name)
    return all(values[i] <= values[i + 1] for i in range(len(values) - 1))


@check(contrary="miss rate")
def never_falls(name="precision"):
    values = (
        [1 - v for v in _by_threshold("recall")] if name == "miss rate" else _by_threshold(name)
    )
    return all(values[i] >= values[i + 1] for i in range(len(values) - 1))


@check(contrary=min)
def f1_is_at_most(bound=lambda p, r: (p + r) / 2):
    rates = [_by_threshold(name) for name in ("f1", "precision", "recall")]
    return all(f <= bound(p, r) for f, p, r in zip(*rates, strict=True))


@check(contrary=TWO_THIRDS)
def f1_of_half_and_one(f1=THREE_QUARTERS):
    labels, predicted = np.array([1, 0]), np.array([1, 1])
    return _metric("f1", labels, predicted) == f1


@check(contrary=HALF)
def recall_of_always_positive(recall=1):
    return _metric("recall", LABELS, np.ones_like(LABELS)) == recall


@check(contrary=HALF)
def precision_of_always_positive(precision=1):
    return _metric("precision", LABELS, np.ones_like(LABELS)) == precision


@check(contrary=HALF)
def accuracy_of_always_negative(accuracy=ALMOST_ALL):
    labels = np.array([1] + [0] * 99)
    return _metric("accuracy", labels, np.zeros_like(labels)) == accuracy


@check(contrary=0)
def finds_at_least(share=HALF):
    labels = np.array([1] + [0] * 99)
    predicted = np.zeros_like(labels)
    right = _metric("accuracy", labels, predicted) == ALMOST_ALL
    return right and _metric("recall", labels, predicted) >= share


def _auc(scores, labels=LABELS):
    """The area under the ROC curve by the trapezoid rule."""
    ranked = labels[np.argsort(-scores)]
    found = np.cumsum([0, *ranked]) / ranked.sum()
    alarms = np.cumsum([0, *(1 - ranked)]) / (1 - ranked).sum()
    return np.sum(np.diff(alarms) * (found[1:] + found[:-1]) / 2)


@check(contrary=np.less)
def auc_counts_pairs(ordered=np.greater):
    pairs = ordered(SCORES[LABELS == 1][:, None], SCORES[LABELS == 0][None, :])
    return np.isclose(_auc(SCORES), pairs.mean())


@check(contrary=Fraction(1, 3))
def accuracy_for_auc_of_half(accuracy=HALF):
    scores, labels = np.array([0.9, 0.8, 0.7]), np.array([0, 1, 0])
    at_half = _metric("accuracy", labels, (scores >= 0.5) * 1)
    return np.isclose(_auc(scores, labels), 0.5) and at_half == accuracy


@check(contrary=lambda auc: auc)
def auc_of_negated_scores(expected=lambda auc: 1 - auc):
    return np.isclose(_auc(-SCORES), expected(_auc(SCORES)))


@check(contrary=lambda s: (s - 0.6) ** 2)
def squares_change_auc(change=lambda s: s**2):
    return not np.isclose(_auc(change(SCORES)), _auc(SCORES))


def _rates(matrix):
    """Pooled precision, mean precision, mean recall and accuracy; rows are actual classes."""
    M = np.array(matrix)
    right, predicted, actual = np.diag(M), M.sum(axis=0), M.sum(axis=1)
    return {
        "pooled": right.sum() / predicted.sum(),
        "mean precision": np.mean(right / predicted),
        "mean recall": np.mean(right / actual),
        "accuracy": np.trace(M) / M.sum(),
    }


@check(contrary="mean precision")
def pooled_precision(name="pooled"):
    return all(np.isclose(_rates(M)[name], _rates(M)["accuracy"]) for M in MATRICES)


@check(contrary="pooled")
def mean_recall_is_accuracy(name="mean recall"):
    return all(np.isclose(_rates(M)[name], _rates(M)["accuracy"]) for M in MATRICES)


@check(contrary="mean precision")
def mean_recall_of_equal_classes(name="mean recall"):
    rates = _rates([[7, 2, 1], [3, 5, 2], [0, 1, 9]])
    return np.isclose(rates[name], rates["accuracy"])


def _unchanged_by_renaming(name):
    predicted = (SCORES >= 0.65) * 1
    labels = np.array([1, 0, 1, 1, 0, 0, 0, 0])
    return _metric(name, labels, predicted) == _metric(name, 1 - labels, 1 - predicted)


@check(contrary="f1")
def unchanged_by_renaming(name="accuracy"):
    return _unchanged_by_renaming(name)


@check(contrary="accuracy")
def f1_unchanged_by_renaming(name="f1"):
    return _unchanged_by_renaming(name)


def _unchanged_by_more_negatives(name):
    predicted = (SCORES >= 0.65) * 1
    twice = [np.append(values, values[LABELS == 0]) for values in (LABELS, predicted)]
    return _metric(name, *twice) == _metric(name, LABELS, predicted)


@check(contrary="precision")
def unchanged_by_more_negatives(name="recall"):
    return _unchanged_by_more_negatives(name)


@check(contrary="recall")
def precision_unchanged_by_more_negatives(name="precision"):
    return _unchanged_by_more_negatives(name)


@check(contrary="accuracy")
def depends_on_true_negatives(name="precision"):
    predicted = (SCORES >= 0.65) * 1
    more = np.append(LABELS, [0, 0]), np.append(predicted, [0, 0])
    return _metric(name, *more) != _metric(name, LABELS, predicted)
