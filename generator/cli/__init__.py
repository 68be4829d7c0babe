"""The command `gradset`: one module for each of its commands."""

import click

import generator
from generator.cli.build import build
from generator.cli.check import check
from generator.cli.demo import demo
from generator.cli.diff import diff
from generator.cli.list import list_questions
from generator.cli.new import new
from generator.cli.show import show
from generator.cli.void import void
from generator.errors import GradsetError


class Commands(click.Group):
    """A group whose commands report the tool's own errors in one line and exit with 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except GradsetError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(generator.__version__, prog_name="gradset")
def main() -> None:
    """Individual, verified exams about neural networks, with worked keys.

    \b
    Example:
      gradset demo
    """


for command in (list_questions, show, check, new, build, void, diff, demo):
    main.add_command(command)
