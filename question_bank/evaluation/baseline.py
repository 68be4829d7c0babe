"""The accuracy of a model beside that of a majority and of a random baseline."""

from generator.authoring import Fraction, guard, instead_of, np


def draw(rng):
    actual = rng.shuffled([0, 1, 2] + [rng.integer(0, 2) for _ in range(7)])
    predicted = [y if rng.integer(1, 10) <= 7 else rng.integer(0, 2) for y in actual]
    return {
        "sizes": 10 * np.array(rng.shuffled([rng.integer(8, 14), *rng.sample(range(2, 7), 2)])),
        "actual": actual,
        "predicted": predicted,
    }


def counts(actual):
    return [actual.count(k) for k in range(3)]


def T(actual):
    return len(actual)


def right(actual, predicted):
    return sum(y == p for y, p in zip(actual, predicted, strict=True))


def top(sizes):
    return "ABC"[np.argmax(sizes)]


def model(right, T):
    r"\frac{<right>}{<T>}"
    return Fraction(right, T)


def hits(counts, top):
    return counts["ABC".index(top)]


def majority(hits, T):
    r"\frac{<hits>}{<T>}"
    return Fraction(hits, T)


def guessing(counts, sizes, T):
    return Fraction(int(sum(counts * sizes)), int(T * sum(sizes)))


@instead_of(model, "metrics_confused")
def errors_counted(model):
    return 1 - model


@instead_of(majority, "metrics_confused")
def accuracy_on_training_set(sizes):
    return Fraction(int(max(sizes)), int(sum(sizes)))


@instead_of(majority, "decision_rule")
def majority_of_the_test_set(counts, T):
    return Fraction(max(counts), T)


@instead_of(majority, "metrics_confused")
def one_third():
    return Fraction(1, 3)


@instead_of(guessing, "metrics_confused")
def uniform_guessing():
    return Fraction(1, 3)


@instead_of(guessing, "metrics_confused")
def training_frequencies_squared(sizes):
    return Fraction(int(sum(sizes**2)), int(sum(sizes)) ** 2)


@instead_of(guessing, "metrics_confused")
def test_frequencies_squared(counts, T):
    return Fraction(sum(count**2 for count in counts), T**2)


@guard
def other_majority_in_test(counts, hits):
    """the test set has the same most frequent class"""
    return hits < max(counts)


@guard
def model_is_not_perfect(right, T):
    """the model makes no mistake, or no more than half is right"""
    return T / 2 < right < T


def reference(sizes, actual, predicted):
    import torch

    actual, predicted = torch.tensor(actual), torch.tensor(predicted)
    train = torch.arange(3).repeat_interleave(sizes)
    always = torch.full_like(actual, int(torch.mode(train).values))
    drawn = train.double().histc(3, 0, 2) / len(train)
    return {
        "model": (actual == predicted).double().mean(),
        "majority": (actual == always).double().mean(),
        "guessing": drawn[actual].mean(),
    }
