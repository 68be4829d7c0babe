"""The catalogue of misconceptions: what students get wrong in whatever question they meet it.

A mistake of a question refers to its entry by name, `@instead_of(step, "sign_wrong")`. The
sentence is what the student is told where the question has none of its own. The first 32 entries
are those that courses and published solutions show most; docs/misconceptions.md lists the whole
catalogue with the questions that each entry occurs in.
"""

from types import MappingProxyType

MISCONCEPTIONS = MappingProxyType(
    {
        # Backpropagation
        "hidden_slope_missing": "The derivative of the hidden activation is missing.",
        "output_slope_missing": "The derivative of the output's activation is missing.",
        "slope_counted_twice": (
            "The derivative of softmax or sigmoid is contained in prediction minus target "
            "already and must not be multiplied in again."
        ),
        "slope_at_activation": (
            "The derivative of an activation is taken at its input, the pre-activation, not at "
            "its output."
        ),
        "wrong_layer_activation": (
            "The gradient of a weight contains the activation that enters this weight, not that"
            " of another layer."
        ),
        "sign_wrong": (
            "The sign is wrong: an error is prediction minus target, and a step goes against "
            "the gradient."
        ),
        "factor_two": (
            "It is off by a factor of 2: differentiate the square exactly as it is given, with "
            "or without the factor ½."
        ),
        "mean_wrong": (
            "The average is wrong: divide once, by the number of terms that the loss averages over."
        ),
        "weight_transposed": (
            "Rows and columns of a weight matrix are swapped: its row belongs to the unit it "
            "leads to, its column to the unit it comes from."
        ),
        "updated_weight_used": (
            "All gradients of a step are computed with the weights before the step."
        ),
        "path_missing": (
            "A quantity that enters at several places receives a contribution from each of "
            "them; the contributions add up."
        ),
        "bias_gradient_wrong": (
            "A bias multiplies the constant 1: its gradient is that of the pre-activation, "
            "neither 0 nor multiplied by an input."
        ),
        # Counting
        "bias_not_counted": "Every unit or channel has a bias, which counts as a parameter.",
        "counted_without_parameters": "Activations, pooling and dropout have no parameters.",
        "kernel_parameters_wrong": (
            "Each output channel has one kernel over all its input channels and one bias, "
            "whatever the size of the picture."
        ),
        "convolution_geometry": (
            "A convolution slides its kernel as it is, unflipped, over the input padded on both"
            " sides; the output has ⌊(n + 2p − k)/s⌋ + 1 positions."
        ),
        "receptive_field_wrong": (
            "Each layer adds (kernel size − 1) times the product of all strides before it to "
            "the receptive field."
        ),
        # Losses, normalisation, regularisation, optimisation
        "softmax_wrong": (
            "Softmax divides each exponential $e^{z_k}$ by the sum of all of them over the "
            "classes of one example."
        ),
        "cross_entropy_wrong": (
            "The cross-entropy is minus the natural logarithm of the probability of the right "
            "class."
        ),
        "batch_statistics_wrong": (
            "Batch normalisation divides by the square root of the biased variance of each "
            "feature over the batch plus ε, and uses the running statistics in evaluation."
        ),
        "dropout_scaling_wrong": (
            "With probability $p$ a unit is dropped; in training what is kept is divided by $1 "
            "- p$, and in evaluation nothing is changed."
        ),
        "optimiser_state_wrong": (
            "An optimiser carries its averages from step to step and uses them exactly as its "
            "equations say."
        ),
        "decay_wrong": (
            "A penalty $\\tfrac{\\lambda}{2} w^2$ adds $\\lambda w$ to the gradient, once, and "
            "of weights only."
        ),
        # Sequences and attention
        "recurrence_wrong": (
            "The same weights act at every time step: the state is carried on, and the "
            "contributions of all steps add up."
        ),
        "gates_confused": (
            "Each gate has its place: mind which of them multiplies what, and which activation "
            "belongs where."
        ),
        "attention_wrong": (
            "Scores are divided by the root of the size of a key, masked, and then normalised "
            "over the keys of each query."
        ),
        # Evaluation, PyTorch and practice
        "metrics_confused": (
            "Two rates are confused: mind what is counted and what it is divided by."
        ),
        "autograd_rules": (
            "Autograd adds to the `grad` of leaves, follows every operation that is recorded, "
            "and nothing that is not."
        ),
        "remedy_wrong": (
            "The remedy does not fit the diagnosis: more capacity helps against underfitting, "
            "regularisation and data against overfitting, and test data are never tuned on."
        ),
        "output_and_loss": (
            "The output layer does not fit the loss: know whether a loss expects logits or "
            "probabilities, and whether the classes exclude each other."
        ),
        "updates_miscounted": (
            "An epoch has one update for each batch, the last and smaller one included unless "
            "it is dropped."
        ),
        "shapes_confused": (
            "A dimension is confused: PyTorch keeps the weight of a linear layer as (outputs, "
            "inputs), and shapes are aligned from the right."
        ),
        # Forward computations, in addition to the 32
        "bias_left_out": "The bias is missing.",
        "activation_left_out": "The activation is missing: this is the pre-activation.",
        "wrong_quantity": "This is another quantity than the one asked for.",
        "chain_rule": "The chain rule: the derivative of the inner function is a factor, too.",
        "differentiation_rule": "A rule of differentiation was applied wrongly.",
        "decision_rule": (
            "The rule by which the unit decides, or is corrected, was applied wrongly."
        ),
        "not_normalised": "A division is missing that makes the result independent of scale.",
        "one_step_off": "It is one step too early or too late.",
        "other_branch": "The function is defined by cases, and this is another case.",
        "upside_down": "A quotient is upside down.",
        "power_or_root": "A square or a root is missing, or was taken where there is none.",
        "order_of_product": "A matrix product depends on the order of its factors.",
        "learning_rate_wrong": "The learning rate is a factor of the gradient in every update.",
        "logarithm_base": "Logarithms and exponentials are natural, to the base $e$.",
        "counted_too_much": "Something was counted that is not there, or counted twice.",
        "arithmetic": "An operation of arithmetic was confused with another.",
    }
)
