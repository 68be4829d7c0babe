"""Activations, losses and the rest of a network's mathematics, each defined once in sympy."""
