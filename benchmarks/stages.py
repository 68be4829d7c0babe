"""Milliseconds per variant for each question and stage: `make bench`."""

import platform
import time
from collections.abc import Callable

from generator.bank import Bank
from generator.check import public_source, public_variant
from generator.conventions import Conventions
from generator.exporters import html, pdf
from generator.sheet import sheet_question
from generator.variant import Variant
from generator.verify import verify

VARIANTS = 20
STAGES = ("draw", "accept", "verify", "word", "html", "pdf")


def milliseconds(work: Callable[[int], object]) -> float:
    """The mean time of `work(1)` … `work(VARIANTS)`, after a first call that is not counted."""
    work(1)
    start = time.perf_counter()
    for number in range(1, VARIANTS + 1):
        work(number)
    return 1000 * (time.perf_counter() - start) / VARIANTS


def measured(bank: Bank, name: str, conventions: Conventions) -> list[float]:
    """The time of each stage of one question."""
    question = bank.load(name)
    ready = [public_variant(question, k, conventions) for k in range(1, VARIANTS + 1)]
    worded = [sheet_question(variant) for variant in ready]

    def fresh(k: int) -> Variant:
        return Variant.make(question, ready[k - 1].source, conventions)

    return [
        milliseconds(lambda k: Variant.make(question, public_source(k), conventions)),
        milliseconds(lambda k: public_variant(question, k, conventions)),
        milliseconds(lambda k: verify(fresh(k))),
        milliseconds(lambda k: sheet_question(fresh(k))),
        milliseconds(lambda k: html.single(worded[k - 1], key=True)),
        milliseconds(lambda k: pdf.single(worded[k - 1], key=True)),
    ]


def main() -> None:
    """Print a table, a row for each question."""
    bank = Bank.at()
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    print(f"{'ms per variant':30}" + "".join(f"{stage:>8}" for stage in STAGES))
    for name in bank.find([]):
        times = measured(bank, name, Conventions())
        print(f"{name:30}" + "".join(f"{each:8.2f}" for each in times))


if __name__ == "__main__":
    main()
