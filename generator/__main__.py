"""`python -m generator` is `gradset`."""

from generator.cli import main

main()
