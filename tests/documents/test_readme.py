import re

from generator import places
from tests.documents.readme import BLOCK, README, fresh, output_of, steady

TEXT = README.read_text(encoding="utf-8")


def test_every_command_in_the_readme_prints_what_the_readme_says():
    assert len(BLOCK.findall(TEXT)) >= 6
    assert steady(fresh(TEXT)) == steady(TEXT)


def test_the_readme_shows_the_skeleton_that_gradset_new_writes():
    for name in ("question.py", "question.md"):
        path = places.folder("templates") / "skeletons" / name
        assert path.read_text(encoding="utf-8").rstrip() in TEXT


def test_every_file_that_the_readme_and_the_docs_link_to_exists():
    for page in (README, *sorted((README.parent / "docs").glob("*.md"))):
        text = re.sub(r"`[^`]*`", "", page.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\((?!http)([^)#]+)", text):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_example_of_the_exam_page_builds(tmp_path):
    page = (README.parent / "docs" / "exam.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "example.toml").write_text(example, encoding="utf-8")
    command = "gradset build example.toml --copies 1 --format html --jobs 1"
    assert "1 student" in output_of(command, tmp_path)
