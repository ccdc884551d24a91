"""The department's own rules: read in words, changed by form or as text, restored."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from backend.company.rules_changes import MAX_TEXT, NewVersion, change_rules, restore_rules, rewrite_rules
from backend.company.rules_form import FORM, SECTIONS, value_of, with_coverage, with_section
from backend.company.rules_read import rules_history, rules_version
from backend.infra.refusal import Refusal, not_found
from backend.rules.presets import PresetError, to_toml
from backend.web.guards import allow
from backend.web.onward import fields, onward
from backend.web.render import page, say


@get("/rules", guards=[allow("department.rules")], include_in_schema=False)
async def rules_page(request: Request, done: str = "") -> Response[Any]:
    """The rules in words, by section, with the ids of the rules that they carry out."""
    by = request.user
    history = await rules_history(by.department_id)
    return page(
        request,
        "company/rules.html",
        here="rules",
        rules=by.rules,
        form=FORM,
        value_of=value_of,
        version=history[0].version,
        history=history,
        done=done,
    )


@post("/rules/sections/{section:str}", guards=[allow("department.rules")], include_in_schema=False)
async def section_change(request: Request, section: str) -> Response[Any]:
    """One section's form."""
    given = await fields(request)
    try:
        if section == "coverage":
            minimums = [str(value) for value in (await request.form()).getall("minimum", [])]
            rules = with_coverage(request.user.rules, minimums)
        elif section in SECTIONS:
            given |= await _several(request, section)
            rules = with_section(request.user.rules, section, given)
        else:
            raise not_found()
    except PresetError as fault:
        raise wrong(request, fault, fault.key.split(".")[-1].split("[")[0]) from None
    made = await change_rules(request.user, rules, version_of(given), datetime.now(UTC))
    return onward(request, f"/rules?done={_done(made)}#rules-{section}")


@get("/rules/text", guards=[allow("department.rules")], include_in_schema=False)
async def text_page(request: Request) -> Response[Any]:
    """The whole copy as TOML."""
    by = request.user
    version = (await rules_history(by.department_id, 1))[0].version
    return page(request, "company/rules_text.html", here="rules", text=to_toml(by.rules), version=version)


@post("/rules/text", guards=[allow("department.rules")], include_in_schema=False)
async def text_change(request: Request) -> Response[Any]:
    """Takes the text, or the file when one was chosen; refused with key, reason and line, and nothing changes."""
    given, form = await fields(request), await request.form()
    file, text = form.get("file"), str(form.get("text", ""))  # with its empty lines: faults are named by line
    if isinstance(file, UploadFile) and file.filename:
        text = _decoded(await file.read(MAX_TEXT + 1))
    try:
        made = await rewrite_rules(request.user, text, version_of(given), datetime.now(UTC))
    except PresetError as fault:
        raise wrong(request, fault, "text") from None
    return onward(request, f"/rules?done={_done(made)}")


@get("/rules/rules.toml", guards=[allow("department.rules")], include_in_schema=False)
async def text_file(request: Request) -> Response[bytes]:
    """The copy to keep or to take to another department."""
    disposition = 'attachment; filename="dangban-rules.toml"'
    return Response(
        to_toml(request.user.rules).encode(),
        media_type="application/toml",
        headers={"content-disposition": disposition},
    )


@get("/rules/versions/{version:int}", guards=[allow("department.rules")], include_in_schema=False)
async def version_page(request: Request, version: int) -> Response[Any]:
    """An earlier version as text."""
    by = request.user
    return page(
        request,
        "company/rules_version.html",
        here="rules",
        text=to_toml(await rules_version(by.department_id, version)),
        shown=version,
        version=(await rules_history(by.department_id, 1))[0].version,
    )


@post(
    "/rules/versions/{version:int}/restoration", guards=[allow("department.rules")], include_in_schema=False
)
async def restoration(request: Request, version: int) -> Response[Any]:
    """Makes an earlier version hold again."""
    given = await fields(request)
    made = await restore_rules(request.user, version, version_of(given), datetime.now(UTC))
    return onward(request, f"/rules?done={'restored' if made.changed else 'same'}")


def wrong(request: Request, fault: PresetError, field: str) -> Refusal:
    """Key, reason in the reader's language, and the line where it is known."""

    def translate(message: str, **args: Any) -> str:
        return say(request, message, **args)

    code = "company-rules-wrong-line" if fault.line else "company-rules-wrong"
    if fault.key == "$":  # the text itself cannot be read: there is no key yet
        code = "company-rules-wrong-text"
    return Refusal(code, 422, field=field, key=fault.key, reason=fault.say(translate), line=str(fault.line))


def version_of(given: dict[str, str]) -> int:
    """The version that the form was made from."""
    text = given.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


async def _several(request: Request, section: str) -> dict[str, str]:
    """Fields of which several may be ticked, each as one text."""
    form = await request.form()
    several = [each.name for each in SECTIONS[section] if each.kind == "posts"]
    return {name: ",".join(map(str, form.getall(name, []))) for name in several}


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("company-rules-not-text", field="file") from None


def _done(made: NewVersion) -> str:
    return "rules-changed" if made.changed else "same"


handlers: list[Any] = [
    rules_page,
    section_change,
    text_page,
    text_change,
    text_file,
    version_page,
    restoration,
]
