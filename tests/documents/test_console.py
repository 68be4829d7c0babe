import re

import pytest

from generator import places
from tests.documents.console import BLOCK, PAGES, TOP, fresh, output_of, steady

README = PAGES[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_prints_what_the_page_says(page):
    text = page.read_text(encoding="utf-8")
    assert len(BLOCK.findall(text)) >= 6
    assert steady(fresh(page)) == steady(text)


def test_the_readme_shows_the_skeleton_that_gradset_new_writes():
    for name in ("question.py", "question.md"):
        path = places.folder("templates") / "skeletons" / name
        assert path.read_text(encoding="utf-8").rstrip() in README


def test_every_file_that_the_readme_and_the_docs_link_to_exists():
    for page in (TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))):
        text = re.sub(r"`[^`]*`", "", page.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\((?!http)([^)#]+)", text):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_example_of_the_exam_page_builds(tmp_path):
    page = (TOP / "docs" / "exam.md").read_text(encoding="utf-8")
    example, *_ = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "example.toml").write_text(example, encoding="utf-8")
    command = "gradset build example.toml --copies 1 --format html --jobs 1"
    assert "1 student" in output_of(command, tmp_path)
