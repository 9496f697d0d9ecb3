"""The files that pages serve: complete, our own, and built from the source beside them."""

import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

ROOT = Path(__file__).resolve().parents[5]
WEB = ROOT / "wholepicture" / "interfaces" / "web"
STATIC = WEB / "static"
SHEET = (STATIC / "wholepicture.css").read_text()


def test_every_file_that_a_file_names_is_there(tmp_path: Path) -> None:
    kept = ManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    source = FileSystemStorage(location=str(STATIC))
    paths = {
        str(path.relative_to(STATIC)): (source, str(path.relative_to(STATIC)))
        for path in STATIC.rglob("*")
        if path.is_file()
    }
    for name, (storage, path) in paths.items():
        with storage.open(path) as file:
            kept.save(name, file)
    failures = [(name, done) for name, _, done in kept.post_process(paths) if isinstance(done, Exception)]
    assert failures == []
    assert "vendor/atkinson-hyperlegible-next/latin." in (tmp_path / kept.stored_name("wholepicture.css")).read_text()


@pytest.mark.parametrize("mark", ["GDS Transport", "crest", "crown", "govuk-header__logotype"])
def test_the_style_sheet_has_nothing_that_marks_a_government_site(mark: str) -> None:
    assert mark.lower() not in SHEET.lower()


def test_the_style_sheet_was_built_from_the_source_beside_it() -> None:
    parts = [*sorted((WEB / "styles").glob("*.scss")), ROOT / "package-lock.json"]
    digest = hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()
    assert SHEET.rstrip().endswith(f"/* source {digest} */"), "Run scripts/build_css.sh and commit what it makes."


def test_what_is_vendored_carries_its_licence() -> None:
    folders = [folder for folder in (STATIC / "vendor").iterdir() if folder.is_dir()]
    assert folders
    assert all((folder / "LICENSE.txt").is_file() for folder in folders)


def test_the_lock_file_names_no_registry() -> None:
    assert not re.search(r'"resolved"|registry', (ROOT / "package-lock.json").read_text())
