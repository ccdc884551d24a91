"""Every setting is listed, explained in both languages, and secrets stay secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.commands.settings import environment_name
from backend.infra.catalogue import FRONTEND, Catalogue
from backend.settings import Settings
from tests.launch.running import dangban

LANGUAGES = ("en", "zh-Hans")
FIELDS = Settings.model_fields


def _catalogue(lang: str) -> Catalogue:
    return Catalogue(lang, [(FRONTEND / "locales" / lang / "cli.ftl").read_text("utf-8")])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_has_its_meaning(name: str, lang: str) -> None:
    assert _catalogue(lang).knows("setting-" + name.replace("_", "-"))


def test_the_english_meaning_is_that_of_the_code() -> None:
    said = {name: _catalogue("en").say("setting-" + name.replace("_", "-")) for name in FIELDS}
    assert said == {name: field.description for name, field in FIELDS.items()}


def test_settings_lists_every_variable_and_no_secret(tmp_path: Path) -> None:
    secrets = {"DANGBAN_SECRET": "geheim-1", "DANGBAN_METRICS_TOKEN": "geheim-2"}
    urls = {"DATABASE_URL": "postgresql://a:geheim-3@h/d", "REDIS_URL": "redis://:geheim-4@h"}
    said = dangban(tmp_path, 8123, "settings", COLUMNS="200", **secrets, **urls).stdout
    assert all(environment_name(field) in said for field in FIELDS.values())
    assert "8123" in said and "geheim" not in said


def test_the_markdown_table_is_the_same_everywhere(tmp_path: Path) -> None:
    """It goes into the README: values of this machine have no place in it."""
    said = dangban(tmp_path, 8123, "settings", "--markdown").stdout
    assert said.count("\n") == len(FIELDS) + 2
    assert "8123" not in said and str(tmp_path) not in said


def test_the_readme_lists_every_setting_as_the_program_does(tmp_path: Path) -> None:
    said = dangban(tmp_path, 8123, "settings", "--markdown").stdout.strip()
    assert said in (Path(__file__).parents[2] / "README.md").read_text()


def test_the_language_of_the_command_line_follows_the_environment(tmp_path: Path) -> None:
    chinese = dangban(
        tmp_path, 8123, "settings", "--markdown", DANGBAN_LANG="", LANG="zh_CN.UTF-8", LC_ALL=""
    ).stdout
    assert "网页进程的端口" in chinese
    english = dangban(
        tmp_path, 8123, "settings", "--markdown", DANGBAN_LANG="", LANG="C.UTF-8", LC_ALL=""
    ).stdout
    assert "Port of the web process" in english
