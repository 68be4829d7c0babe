"""Avoidable bias, generalisation gap, the measure against the larger one, and the data for it."""

from generator.authoring import Fraction, instead_of

AGAINST_GAP = "a stronger weight decay"
AGAINST_BIAS = "a network with more hidden units"
FOR_TRAINING = "trained on the training set, chosen by the {} error"
ON = "trained on the {} set, chosen by the validation error"


def draw(rng):
    goal = rng.integer(1, 4)
    small, large = rng.integer(5, 15), rng.integer(60, 150)  # tenths of a percentage point
    bias, gap = rng.shuffled([small, large])
    train = Fraction(bias, 10) + goal
    val = train + Fraction(gap, 10)
    return {
        "goal": goal,
        "train": train,
        "val": val,
        "test": val + Fraction(rng.integer(2, 9), 10),
        "overfits": gap > bias,
    }


def bias(train, goal):
    r"<train> - <goal>"
    return train - goal


def gap(val, train):
    r"<val> - <train>"
    return val - train


def remedy(bias, gap):
    return AGAINST_GAP if gap > bias else AGAINST_BIAS


def next():
    return FOR_TRAINING.format("validation")


@instead_of(bias, "metrics_confused")
def validation_error_taken(val, goal):
    return val - goal


@instead_of(bias, "wrong_quantity")
def goal_ignored(train):
    return train


@instead_of(gap, "remedy_wrong")
def test_error_taken(test, train):
    return test - train


@instead_of(gap, "metrics_confused")
def whole_distance(val, goal):
    return val - goal


@instead_of(remedy, "remedy_wrong")
def remedy_for_the_other(bias, gap):
    return AGAINST_BIAS if gap > bias else AGAINST_GAP


@instead_of(remedy, "remedy_wrong")
def more_epochs_anyway(bias, gap):
    return "training for more epochs" if gap > bias else "a network with fewer hidden units"


@instead_of(remedy, "remedy_wrong")
def data_against_bias(bias, gap):
    return (
        "training on half of the examples"
        if gap > bias
        else "more training examples of the same kind"
    )


@instead_of(remedy, "remedy_wrong")
def test_set_enlarged():
    return "a larger test set"


@instead_of(next, "remedy_wrong")
def chosen_on_test():
    return FOR_TRAINING.format("test")


@instead_of(next, "remedy_wrong")
def chosen_on_training():
    return FOR_TRAINING.format("training")


@instead_of(next, "remedy_wrong")
def trained_on_validation():
    return ON.format("validation")


@instead_of(next, "remedy_wrong")
def trained_on_test():
    return ON.format("test")


def reference(goal, train, val):
    """Recounts the errors among a thousand examples."""
    wrong_in_training, wrong_in_validation = round(10 * float(train)), round(10 * float(val))
    bias, gap = wrong_in_training - 10 * goal, wrong_in_validation - wrong_in_training
    return {
        "bias": Fraction(bias, 10),
        "gap": Fraction(gap, 10),
        "remedy": AGAINST_GAP if gap > bias else AGAINST_BIAS,
        "next": FOR_TRAINING.format("validation"),
    }
