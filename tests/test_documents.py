"""Promises of what lies around the code: it names nothing that there is not."""

import re
from pathlib import Path

import pytest
from builders import LINE, MESSAGES, ROOT
from privacy.inventory import explained_events

from bot.settings import PREFIX, Settings
from handlers.line import facts

SETTINGS = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]


def read(name: str) -> str:
    """Return a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_settings_of_the_compose_file() -> None:
    """Each variable that the compose file sets is a setting."""
    named = set(re.findall(rf"{PREFIX}\w+", read("docker-compose.yml")))

    assert named
    assert named <= SETTINGS


def test_settings_in_the_operators_page() -> None:
    """The table of settings has every setting, and no other."""
    assert set(re.findall(rf"\| `({PREFIX}\w+)`", read("docs/operators.md"))) == SETTINGS


def test_events_in_the_operators_page() -> None:
    """Every event that can stand in the log is explained, and no other."""
    code = "".join(file.read_text(encoding="utf-8") for file in ROOT.glob("bot/**/*.py"))
    logged = set(re.findall(r"log\.(?:info|warning|error)\(\"(\w+)\"", code))

    assert explained_events() == logged


def test_facts_and_files_in_the_translators_page() -> None:
    """The page on texts names every fact that a text may use, and every file of texts."""
    page = read("docs/texts.md")

    assert {f"`${name}`" for name in facts(LINE)["sv"]} <= set(re.findall(r"`\$\w+`", page))
    files = {file.name for file in MESSAGES.glob("*/*.ftl")}
    assert set(re.findall(r"`(\w+\.ftl)`", page)) == files


def test_promises_of_the_threat_model() -> None:
    """Each promise is made once, and names what keeps it, and a test that there is."""
    tables = read("docs/threat-model.md").partition("## Promises")[2]
    rows = [line for line in tables.splitlines() if line.startswith("| ")]
    promises = [row.strip("| ").split(" | ") for row in rows if "| promise |" not in row]

    assert len({promise for promise, _, _ in promises}) == len(promises) > 0
    for promise, kept_by, test in promises:
        named = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", test)
        assert named, promise
        assert re.search(rf"^(?:async )?def {named[2]}\(", read(named[1]), re.MULTILINE), promise
        assert re.search(r"`[\w/]+\.(?:py|ftl)`|\]\(", kept_by), promise


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links(document: Path) -> None:
    """No link of a document leads nowhere."""
    page = document.read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)#:]+)\)|src=\"([^\":]+)\"", page)

    missing = [link for pair in linked for link in pair if link]
    assert [link for link in missing if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_named_files(document: Path) -> None:
    """No file or folder of ours that a document names is missing."""
    page = document.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:bot|handlers|messages|docs|tests)/[\w./-]*)`", page))

    assert [name for name in named if not (ROOT / name).exists()] == []
