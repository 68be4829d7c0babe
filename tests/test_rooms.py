"""Who may import whom: rooms in floors, and imports go down only."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"

# From the top. A module may import what stands on its own floor or below it, never above.
FLOORS = [
    {"cli", "__main__"},
    {"showing", "check", "skeletons", "voiding", "difference"},
    {"build"},
    {"pool", "journal"},
    {"job"},
    {"manifest", "files"},
    {"contents"},
    {"exporters"},
    {"sheet"},
    {"verifier_test", "issue", "figures"},
    {"verify", "picking", "exam", "roster", "secret", "processes"},
    {"variant", "parts", "bank"},
    {"question"},
    {"prose", "authoring", "formula_check", "tolerance"},
    {"text"},
    {"answers", "derivation", "draws", "conventions", "programs"},
    {"plan", "evaluation"},
    {"steps"},
    {"nets"},
    {"values", "seeds"},
    {"templates"},
    {"decoding", "digests", "errors", "misconceptions", "places", ""},
]


def modules():
    """Every module by its dotted name below `generator`."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        yield name.removesuffix("__init__").removesuffix("."), ast.parse(path.read_text())


def room(name):
    return name.split(".")[0]


def floor(name):
    return next(i for i, rooms in enumerate(FLOORS) if room(name) in rooms)


def imports(tree, *, top_level=False):
    """The absolute names that a module imports; those for type checkers do not count."""
    todo = list(tree.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
        elif not (top_level and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            todo += ast.iter_child_nodes(node)


MODULES = dict(modules())


def inside(tree, **more):
    """The modules of the package that a module imports."""
    for name in imports(tree, **more):
        if name.split(".")[0] == "generator":
            below = name.removeprefix("generator").lstrip(".")
            while below not in MODULES:
                below = below.rpartition(".")[0]
            yield below


def test_every_module_has_exactly_one_floor():
    rooms = [name for rooms in FLOORS for name in rooms]
    assert len(rooms) == len(set(rooms))
    assert {room(name) for name in MODULES} == set(rooms)


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down(name):
    upwards = {
        other for other in inside(MODULES[name]) if floor(other) < floor(name) and room(other) != ""
    }
    assert upwards == set()


def test_no_two_rooms_need_each_other_even_inside_functions():
    graph: dict[str, set[str]] = {}
    for name, tree in MODULES.items():
        others = {room(other) for other in inside(tree)} - {room(name), ""}
        graph.setdefault(room(name), set()).update(others)
    assert set(TopologicalSorter(graph).static_order()) == set(graph)


def test_no_two_modules_need_each_other_while_they_are_loaded():
    graph = {name: set(inside(tree, top_level=True)) - {name} for name, tree in MODULES.items()}
    for name in graph:  # a package gathers its parts, and Python loads it before them
        graph[name] -= {name.rpartition(".")[0]}
    assert set(TopologicalSorter(graph).static_order()) == set(graph)


@pytest.mark.parametrize("name", [n for n in MODULES if room(n) == "exporters"])
def test_exporters_see_sheets_and_nothing_of_the_bank(name):
    assert {room(other) for other in inside(MODULES[name])} <= {
        "exporters", "sheet", "figures", "roster", "answers", "values", "text", "errors", "places",
        "templates",
    }  # fmt: skip


@pytest.mark.parametrize("name", [n for n in MODULES if room(n) not in ("cli", "__main__")])
def test_nobody_imports_the_commands(name):
    assert "cli" not in {room(other) for other in inside(MODULES[name])}


@pytest.mark.parametrize("name", [n for n in MODULES if room(n) not in ("cli", "__main__")])
def test_only_commands_know_of_click_and_rich(name):
    assert {n.split(".")[0] for n in imports(MODULES[name])} & {"click", "rich"} == set()


@pytest.mark.parametrize("name", MODULES)
def test_torch_is_imported_only_inside_functions(name):
    top = {n.split(".")[0] for n in imports(MODULES[name], top_level=True)}
    assert top & {"torch", "torchvision", "matplotlib"} == set()


@pytest.mark.parametrize("name", [n for n in MODULES if room(n) not in ("nets", "authoring")])
def test_sympy_is_imported_at_the_top_of_nets_and_authoring_only(name):
    top = {n.split(".")[0] for n in imports(MODULES[name], top_level=True)}
    assert "sympy" not in top


LISTING = {"cli", "cli.options", "cli.list", "bank", "prose", "decoding", "errors", "places", ""}


@pytest.mark.parametrize("name", sorted(LISTING | {f"cli.{n}" for n in ("build", "show", "new")}))
def test_what_listing_needs_imports_nothing_heavy_at_its_top(name):
    top = set(inside(MODULES[name], top_level=True))
    assert {n for n in top if not n.startswith("cli")} <= LISTING
    outside = {n.split(".")[0] for n in imports(MODULES[name], top_level=True)}
    assert outside & {"numpy", "sympy", "torch", "typst", "jinja2", "rich"} == set()
