"""Individual, verified exams about neural networks; the rooms are described in docs/design.md."""

__version__ = "0.1.0"
