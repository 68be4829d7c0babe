"""Facts about the forward pass, computed on small networks."""

from generator.authoring import check, np, relu, sigmoid, softmax, tanh

W1 = np.array([[0.5, -1.2, 0.3], [0.9, 0.4, -0.7]])  # two units, three inputs
B1 = np.array([0.2, -0.6])
W2 = np.array([[1.1, -0.8], [0.3, 0.5]])
B2 = np.array([-0.4, 0.7])
X = np.array([[1.0, -0.5, 2.0], [0.3, 1.4, -1.0], [-2.0, 0.6, 0.1], [0.7, 0.7, -1.5]])
ACTIVATIONS = {"relu": relu, "sigmoid": sigmoid, "tanh": tanh}


def _network(X, f=tanh, W1=W1, b1=B1, W2=W2, b2=B2):
    return f(X @ W1.T + b1) @ W2.T + b2


def _multiplies(shape):
    """Whether a matrix of this shape maps the three inputs to two pre-activations."""
    return shape[1] == len(X[0]) and (np.zeros(shape) @ X[0]).shape == B1.shape


@check(contrary=(3, 2))
def weight_has_shape(shape=(2, 3)):
    return _multiplies(shape)


@check(contrary=(2, 3))
def weight_has_transposed_shape(shape=(3, 2)):
    return _multiplies(shape)


@check(contrary=3)
def bias_has_size(size=2):
    return (W1 @ X[0]).shape == (size,)


@check(contrary=2)
def bias_has_size_of_input(size=3):
    return (W1 @ X[0]).shape == (size,)


@check(contrary=False)
def batch_is_X_times_W_transposed(transposed=True):
    right = W1.T if transposed else W1
    each = [W1 @ x + B1 for x in X]
    return X.shape[1] == right.shape[0] and np.allclose(X @ right + B1, each)


@check(contrary=True)
def batch_is_X_times_W(transposed=False):
    return batch_is_X_times_W_transposed(transposed)


def _centred(z):
    """Subtracts the mean over the batch, as batch normalisation does."""
    return z - z.mean(axis=0)


@check(contrary=_centred)
def output_ignores_other_examples(hidden=tanh):
    return np.allclose(_network(X, hidden)[:1], _network(X[:1], hidden))


@check(contrary=_centred)
def output_depends_on_other_examples(hidden=tanh):
    other = np.vstack([X[:1], 3 - X[1:]])
    return not np.allclose(_network(X, hidden)[0], _network(other, hidden)[0])


@check(contrary=(3, 2))
def linear_weight_shape(shape=(2, 3)):
    import torch

    return tuple(torch.nn.Linear(3, 2).weight.shape) == shape


@check(contrary=(2, 3))
def linear_weight_shape_swapped(shape=(3, 2)):
    return linear_weight_shape(shape)


@check(contrary=(2, 5))
def linear_output_shape(shape=(5, 2)):
    import torch

    return tuple(torch.nn.Linear(3, 2)(torch.zeros(5, 3)).shape) == shape


@check(contrary=(5, 3))
def linear_accepts(shape=(3, 5)):
    import torch

    try:
        torch.nn.Linear(3, 2)(torch.zeros(shape))
    except RuntimeError:
        return False
    return True


@check(contrary=0)
def sigmoid_of_zero_weights(activation=0.5):
    return (sigmoid(X @ (0 * W1).T + 0 * B1) == activation).all()


@check(contrary=0.5)
def sigmoid_unit_is_off(activation=0):
    return sigmoid_of_zero_weights(activation)


def _one_layer(bias):
    return np.allclose(X @ (W2 @ W1).T + bias, (X @ W1.T + B1) @ W2.T + B2)


@check(contrary="added")
def two_linear_layers_are_one(bias="passed on"):
    return _one_layer(W2 @ B1 + B2 if bias == "passed on" else B1 + B2)


@check(contrary="passed on")
def two_linear_layers_with_added_biases(bias="added"):
    return two_linear_layers_are_one(bias)


@check(contrary=("incoming", "bias"))
def hidden_units_can_be_swapped(swapped=("incoming", "bias", "outgoing")):
    order = [1, 0]
    outgoing = W2[:, order] if "outgoing" in swapped else W2
    return np.allclose(_network(X, tanh, W1[order], B1[order], outgoing), _network(X))


@check(contrary="tanh")
def relu_unit_can_be_rescaled(unit="relu"):
    f, scale = ACTIVATIONS[unit], np.array([2.0, 1.0])
    rescaled = _network(X, f, W1 * scale[:, None], B1 * scale, W2 / scale)
    return np.allclose(rescaled, _network(X, f))


@check(contrary="relu")
def sigmoid_unit_can_be_rescaled(unit="sigmoid"):
    return relu_unit_can_be_rescaled(unit)


@check(contrary="classes")
def softmax_sums_over_examples(over="examples"):
    return np.allclose(softmax(_network(X)).sum(axis=0 if over == "examples" else 1), 1)


@check(contrary="tanh")
def relu_layer_returns_negative(unit="relu"):
    return (ACTIVATIONS[unit](X @ W1.T - 5) < 0).any()


@check(contrary="sigmoid")
def zero_is_mapped_to_zero(unit="relu"):
    return not _network(0 * X, ACTIVATIONS[unit], b1=0 * B1, b2=0 * B2).any()


@check(contrary="relu")
def zero_is_mapped_to_zero_by_sigmoids(unit="sigmoid"):
    return zero_is_mapped_to_zero(unit)
