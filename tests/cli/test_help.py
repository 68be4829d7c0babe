import click
import pytest
from click.testing import CliRunner

from generator.cli import main


def commands(group=main, path=()):
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


COMMANDS = list(commands())


def test_the_commands_are_these():
    assert {" ".join(path) for path in COMMANDS} == {
        "", "list", "show", "check", "new", "new question", "new exam", "build", "void", "diff",
        "demo",
    }  # fmt: skip


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_help_has_an_example_and_fits_eighty_columns(path, flag):
    result = CliRunner().invoke(main, [*path, flag], prog_name="gradset", max_content_width=80)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert max(map(len, lines)) <= 80
    start = next(i for i, line in enumerate(lines) if line.strip() in ("Example:", "Examples:"))
    assert lines[start + 1].strip().startswith(f"gradset {' '.join(path)}".strip())


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_example_names_options_and_commands_that_exist(path):
    result = CliRunner().invoke(main, [*path, "--help"], prog_name="gradset")
    for line in result.output.splitlines():
        if line.strip().startswith("gradset "):
            words = line.split()[1:]
            command: click.Command = main
            while isinstance(command, click.Group):
                command = command.commands[words.pop(0)]
            known = {option for p in command.params for option in p.opts}
            assert {word for word in words if word.startswith("-")} <= known


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_says_what_it_is(path):
    command: click.Command = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    silent = {"--format", "--out", "--variants", "--variant", "--solution"}
    for option in command.params:
        if isinstance(option, click.Option) and not set(option.opts) & silent:
            assert option.help, option.opts


def test_the_version_is_said():
    result = CliRunner().invoke(main, ["--version"])
    assert (result.exit_code, result.output) == (0, "gradset, version 0.1.0\n")
