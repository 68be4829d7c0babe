"""From TOML to typed data; what is wrong is told in the words of who writes the file."""

import datetime
import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from generator.errors import GradsetError

T = TypeVar("T")

CLOSE = 0.7  # how alike two names are, at least, for one to be suggested instead of the other


def decoded(data: Mapping[str, Any], kind: type[T], where: str) -> T:
    """`data` as a `kind`.

    Raises GradsetError, one line for each mistake with its place, where it is none.
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        found = list(_mistakes(data, inspect.type_info(kind), "")) or [str(error)]
        raise GradsetError("\n".join(f"{where}: {line}" for line in found)) from None


def suggested(name: str, names: Iterable[str], otherwise: str) -> str:
    """The one of `names` that was meant, as a question; `otherwise` where none is close."""
    match = difflib.get_close_matches(name, list(names), n=1, cutoff=CLOSE)
    return f"did you mean {match[0]!r}?" if match else otherwise


def _mistakes(value: Any, kind: inspect.Type, name: str) -> Iterator[str]:
    """Everything that keeps `value`, which stands at `name`, from being a `kind`."""
    if isinstance(kind, inspect.UnionType) and isinstance(value, list | dict):
        kind = next((one for one in kind.types if _fits(value, one)), kind)
    if not _fits(value, kind):
        yield _misfit(value, kind, name)
    elif isinstance(kind, inspect.StructType):
        yield from _keys(value, kind, name)
        for field in kind.fields:
            if field.name in value:
                yield from _mistakes(value[field.name], field.type, _inside(name, field.name))
    elif isinstance(kind, inspect.DictType):
        tables = isinstance(kind.value_type, inspect.StructType)
        for key, entry in value.items():
            at = f"[{name}.{key}]" if tables else _inside(name, key)
            yield from _mistakes(entry, kind.value_type, at)
    elif isinstance(kind, inspect.ListType | inspect.VarTupleType):
        tables = isinstance(kind.item_type, inspect.StructType)
        for number, entry in enumerate(value, 1):
            at = _counted(name, number) if tables else f"{name}: entry {number}"
            yield from _mistakes(entry, kind.item_type, at)


def _keys(value: Mapping[str, Any], kind: inspect.StructType, name: str) -> Iterator[str]:
    """The keys that a table must not have, and those that it lacks."""
    where = f"{name}: " if name else ""
    names = [field.name for field in kind.fields]
    for key in value:
        if key not in names:
            known = f"the keys are {', '.join(names)}"
            yield f"{where}unknown key {key!r}; {suggested(key, names, known)}"
    for field in kind.fields:
        if field.required and field.name not in value:
            yield f"{where}the key {field.name!r} is missing"


def _inside(name: str, key: str) -> str:
    """How a table's key is called: `conventions.half`, `[parts.y] kind`, `section 2: title`."""
    if name.endswith("]"):
        return f"{name} {key}"
    if name[-1:].isdigit():
        return f"{name}: {key}"
    return f"{name}.{key}" if name else key


def _counted(name: str, number: int) -> str:
    """How one table of several is called, as a reader counts them: `section 2, item 1`."""
    return f"{name.removesuffix('s')} {number}".replace(": ", ", ")


def _fits(value: Any, kind: inspect.Type) -> bool:
    """Whether the value itself may stand there; what a list or table holds is another matter."""
    match kind:
        case inspect.IntType():
            whole = isinstance(value, int) and not isinstance(value, bool)
            least, most = kind.ge, kind.le
            return whole and (least is None or value >= least) and (most is None or value <= most)
        case inspect.StrType():
            return isinstance(value, str)
        case inspect.BoolType():
            return isinstance(value, bool)
        case inspect.LiteralType():
            return any(value == one and type(value) is type(one) for one in kind.values)
        case inspect.DateType():
            return _is_date(value)
        case inspect.ListType() | inspect.VarTupleType():
            return isinstance(value, list)
        case inspect.StructType() | inspect.DictType():
            return isinstance(value, dict)
        case inspect.UnionType():
            return any(_fits(value, one) for one in kind.types)
    return value is None


def _is_date(value: Any) -> bool:
    try:
        msgspec.convert(value, datetime.date)
    except msgspec.ValidationError:
        return False
    return True


def _misfit(value: Any, kind: inspect.Type, name: str) -> str:
    kinds = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    for one in kinds:
        if isinstance(one, inspect.LiteralType):
            return f"{name}: {_shown(value)} is none of {', '.join(map(str, one.values))}"
        if isinstance(one, inspect.DateType):
            return f"{name}: {_shown(value)} is no date; write 2026-12-03"
    # TOML has no null: a key may be left out instead.
    right = [_in_words(one) for one in kinds if not isinstance(one, inspect.NoneType)]
    return f"{name} must be {' or '.join(right)}, found {_shown(value)}"


def _in_words(kind: inspect.Type) -> str:
    match kind:
        case inspect.IntType(ge=None, le=None):
            return "a whole number"
        case inspect.IntType(le=None):
            return f"a whole number of at least {kind.ge}"
        case inspect.IntType():
            return f"a whole number from {kind.ge} to {kind.le}"
        case inspect.StrType():
            return "a text in quotes"
        case inspect.BoolType():
            return "true or false"
        case inspect.ListType() | inspect.VarTupleType():
            return "a list"
    return "a table"


def _shown(value: Any) -> str:
    """A value as its file has it."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "a table"
        case list():
            return "a list"
        case datetime.date() | datetime.time():
            return value.isoformat()
    return repr(value)
