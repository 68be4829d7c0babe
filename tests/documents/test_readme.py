from generator import places
from tests.documents.readme import BLOCK, README, fresh, steady

TEXT = README.read_text(encoding="utf-8")


def test_every_command_in_the_readme_prints_what_the_readme_says():
    assert len(BLOCK.findall(TEXT)) >= 6
    assert steady(fresh(TEXT)) == steady(TEXT)


def test_the_readme_shows_the_skeleton_that_gradset_new_writes():
    for name in ("question.py", "question.md"):
        path = places.folder("templates") / "skeletons" / name
        assert path.read_text(encoding="utf-8").rstrip() in TEXT


def test_every_file_that_the_readme_and_the_docs_link_to_exists():
    import re

    for page in (README, *sorted((README.parent / "docs").glob("*.md"))):
        for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
