import os
import stat

import pytest

from generator.errors import GradsetError
from generator.secret import VARIABLE, read, read_or_make, secret_file


def test_the_secrets_file_lies_beside_the_exam(tmp_path):
    assert secret_file(tmp_path / "mid.term.toml") == tmp_path / "mid.term.secret"


def test_a_new_secret_is_for_its_owner_alone_and_announced(tmp_path):
    exam = tmp_path / "exam.toml"
    old = os.umask(0)
    try:
        secret, said = read_or_make(exam)
    finally:
        os.umask(old)
    file = tmp_path / "exam.secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert said == [f"made a new secret, {file}; keep it: the same sheets need it again"]
    assert bytes.fromhex(secret.decode()) != bytes(32)
    assert file.read_text() == secret.decode() + "\n"


def test_a_secret_is_made_once(tmp_path):
    first, _ = read_or_make(tmp_path / "exam.toml")
    assert read_or_make(tmp_path / "exam.toml") == (first, [])
    assert read(tmp_path / "exam.toml") == first


def test_two_exams_have_different_secrets(tmp_path):
    assert read_or_make(tmp_path / "a.toml")[0] != read_or_make(tmp_path / "b.toml")[0]


def test_the_environment_goes_before_the_file_and_makes_none(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "a secret of the environment")
    assert read_or_make(tmp_path / "exam.toml") == (b"a secret of the environment", [])
    assert list(tmp_path.iterdir()) == []


def test_an_empty_variable_is_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "")
    assert read(tmp_path / "exam.toml") is None


def test_a_short_secret_in_the_environment_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "123")
    with pytest.raises(GradsetError) as error:
        read(tmp_path / "exam.toml")
    assert str(error.value) == "GRADSET_SECRET: is no secret (fewer than 16 characters)"


def test_a_damaged_secrets_file_is_refused_in_one_line(tmp_path):
    file = tmp_path / "exam.secret"
    file.write_text("short\n")
    with pytest.raises(GradsetError) as error:
        read(tmp_path / "exam.toml")
    assert str(error.value) == (
        f"{file}: is no secret (fewer than 16 characters); delete it for a new one, which changes "
        "every sheet"
    )
    file.write_bytes(b"\xff" * 40)
    with pytest.raises(GradsetError, match=r"^.*/exam\.secret: the secret cannot be read: .*$"):
        read(tmp_path / "exam.toml")


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(GradsetError) as error:
        read_or_make(tmp_path / "file" / "exam.toml")
    assert str(error.value) == (
        f"{tmp_path}/file/exam.secret: the secret cannot be written (Not a directory); "
        "set GRADSET_SECRET instead"
    )
