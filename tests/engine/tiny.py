"""Small worlds for the tests: derivations of a few functions, questions written into a folder."""

from pathlib import Path
from typing import Any

from generator.bank import Bank
from generator.check import public_source
from generator.conventions import Conventions
from generator.derivation import Derivation
from generator.issue import accepted
from generator.question import Question
from generator.variant import Source, Variant

USUAL = Conventions()

UNIT_PY = """\
from generator.authoring import gradient, instead_of, sigmoid


def draw(rng):
    return {
        "w": rng.decimals(3, -2, 2),
        "x": rng.decimals(3, -2, 2),
        "b": rng.decimal(-1, 1),
        "y": rng.choice([0, 1]),
    }


def z(w, x, b):
    r"<w>^\\top <x> + <b>"
    return w @ x + b


def y_hat(z):
    r"\\sigma(<z>)"
    return sigmoid(z)


def loss(y_hat, y, half):
    r"<half> (<y_hat> - <y>)^2"
    return half * (y_hat - y) ** 2


@gradient(loss, "w")
def grad_w(y_hat, y, x, half):
    r"2 \\cdot <half> (<y_hat> - <y>) <y_hat> (1 - <y_hat>) <x>"
    return 2 * half * (y_hat - y) * y_hat * (1 - y_hat) * x


@instead_of(z)
def no_bias(w, x):
    return w @ x


@instead_of(grad_w)
def no_slope(y_hat, y, x, half):
    return 2 * half * (y_hat - y) * x


def reference(w, x, b, y, half):
    import torch

    w.requires_grad_()
    z = torch.nn.functional.linear(x, w[None], b[None])[0]
    y_hat = torch.sigmoid(z)
    loss = half * (y_hat - y) ** 2
    return {
        "z": z,
        "y_hat": y_hat,
        "loss": loss,
        "grad_w": torch.autograd.grad(loss, w)[0],
    }
"""

UNIT_MD = """\
+++
title = "One sigmoid unit"
level = 2
minutes = 5
decimals = 4

[parts.y_hat]
kind = "numeric"

[parts.grad_w]
kind = "table"
points = 2
+++

A unit has $<w> = {{ w|row }}^\\top$, $<b> = {{ b }}$, $<x> = {{ x|row }}^\\top$, $<y> = {{ y }}$.

## y_hat
Compute $<y_hat>$.

## grad_w
Compute $<grad_w>$.

## mistakes
- `no_bias`: The bias $<b>$ is missing.
- `no_slope`: The slope of the sigmoid is missing.
"""


def derivation(*functions) -> Derivation:
    """The functions as steps, mistakes and guards of `topic/name.py`."""
    return Derivation({function.__name__: function for function in functions}, "topic/name.py")


def write(folder: Path, md: str, py: str = "", name: str = "question") -> Bank:
    """A bank that holds the question `tiny/NAME`."""
    topic = folder / "tiny"
    topic.mkdir(exist_ok=True)
    (topic / f"{name}.md").write_text(md, encoding="utf-8")
    if py:
        (topic / f"{name}.py").write_text(py, encoding="utf-8")
    return Bank.at(folder)


def load(folder: Path, md: str, py: str = "") -> Question:
    """The question `tiny/question` with this prose and code."""
    return write(folder, md, py).load("tiny/question")


def page(parts: str, body: str, more: str = "") -> str:
    """An `.md` file with this TOML for its parts and these sections."""
    return (
        f'+++\ntitle = "Tiny"\nlevel = 1\nminutes = 1\n{more}\n{parts}\n+++\n\nA stem.\n\n{body}\n'
    )


def answer_of(variant: Variant, part: str) -> Any:
    """The answer to a part; the test knows of which kind it is."""
    return variant.answers[part]


def drawn(question: Question, number: int = 1, conventions: Conventions = USUAL) -> Variant:
    """The first accepted draw of a public variant, as `gradset show` prints it."""
    return accepted(question, public_source(number), conventions)


def raw(question: Question, number: int = 1, conventions: Conventions = USUAL) -> Variant:
    """The very first draw of a stream, whether it may be handed out or not."""
    return Variant.make(question, Source(b"test", ("raw", str(number))), conventions)
