"""Any ids give folders inside the output, on Linux, macOS and Windows, no two the same."""

import unicodedata
from pathlib import PureWindowsPath

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.files import folders
from tests.hostile.strategies import CATALOGUE, line, names

# What Windows does not let a file be called, with any ending. Source: Microsoft, Naming Files.
DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{i}" for d in ("com", "lpt") for i in range(10))}
FORBIDDEN = set('<>:"/\\|?*')
TAKEN = {"marking", "answers", "key"}  # files about the whole class


def on_a_careless_disk(name):
    """A name as a disk sees it that knows no case and normalises."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def are_safe(ids):
    found = folders(ids, {})
    assert set(found) == set(ids)
    assert len({on_a_careless_disk(name) for name in found.values()}) == len(set(ids))
    for name in found.values():
        assert 0 < len(name) <= 120
        assert name.isascii()
        assert name.isprintable()
        assert not FORBIDDEN & set(name)
        assert not name.startswith((".", "-", "~", " "))
        assert not name.endswith((".", " "))
        assert name.partition(".")[0].lower() not in DEVICES | TAKEN
        assert PureWindowsPath(name).parts == (name,)


def twins(text):
    """Ids that are hard to tell apart, for an eye or for a disk."""
    forms = (unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD"))
    return {text, text.upper(), text.lower(), text.casefold(), text.title(), *forms} - {""}


def test_the_whole_catalogue_in_every_case_and_form():
    are_safe(sorted({twin for text in CATALOGUE for twin in twins(line(text))}))


@settings(deadline=None)
@given(st.lists(names, min_size=1, max_size=6))
def test_any_ids(ids):
    are_safe(sorted({twin for text in ids for twin in twins(text)}))


@settings(deadline=None)
@given(st.lists(names, min_size=2, max_size=6, unique=True))
def test_a_folder_once_given_is_kept_whoever_comes_later(ids):
    first = folders(ids[:1], {})
    later = folders(ids, first)
    assert later[ids[0]] == first[ids[0]]
    assert len(set(map(on_a_careless_disk, later.values()))) == len(ids)
