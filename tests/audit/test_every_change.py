"""What changes something says so in the trail: found by reading the program, so that a new verb cannot be forgotten."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from backend.infra.catalogue import catalogue

BACKEND = Path(__file__).parents[2] / "backend"
DOMAINS = ("attendance", "company", "duties", "floor", "hotline", "notifications", "people", "phones", "rota")
WRITES = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)")
NOT_A_CHANGE = {
    "day_verdict": "what the rules say of facts that are in the trail themselves",
    "edge_sweep": "how far a sweep has come",
    "delivery": "an attempt to tell somebody; what came of it is a fact of message_event",
    "message": "what the program tells people of changes that are in the trail themselves",
    "message_event": "append-only facts of their own",
    "call": "what its events say together",
    "call_event": "append-only facts of their own",
    "hotline_hole": "what was announced of a plan that follows from the rota",
    "hotline_plan": "append-only facts that follow from the rota and what stands above it",
    "hotline_standing": "how far the program and the telephone side have come",
    "hotline_switch": "append-only facts of their own",
    "hotline_watch": "whom the program has asked; a confirmation is in the trail",
    "login_attempt": "counted to limit; a wrong password is in the trail by itself",
    "used_challenge": "a number used once",
}
SEEN = {
    "write_seen",
    "fed",
    "used_robot",
    "used_provider",
}  # last seen, last read, last used: no change of anything


@dataclass
class Verb:
    where: str
    writes: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    notes: bool = False


def _verbs() -> dict[str, list[Verb]]:
    found: dict[str, list[Verb]] = defaultdict(list)
    for path in sorted(path for domain in DOMAINS for path in (BACKEND / domain).rglob("*.py")):
        tree = ast.parse(path.read_text())
        statements = {
            target.id: ast.unparse(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.AsyncFunctionDef):
                found[node.name].append(_read(node, statements, f"{path.relative_to(BACKEND)}:{node.name}"))
    return found


def _read(node: ast.AsyncFunctionDef, statements: dict[str, str], where: str) -> Verb:
    verb = Verb(where)
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            said = statements.get(part.id, "")
            verb.calls.add(part.id)
        elif isinstance(part, ast.Attribute):
            said = ""
            verb.calls.add(part.attr)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            said = part.value
        else:
            continue
        verb.writes |= {
            table for _, table in WRITES.findall(said) if table not in NOT_A_CHANGE and table != "SET"
        }
        verb.notes |= "audit_event" in said
    verb.writes -= {"audit_event", "outbox"}
    verb.notes |= "note" in verb.calls
    return verb


def test_whatever_writes_leaves_a_line() -> None:
    """A verb notes what it does itself, or by what it calls; else everybody who calls it does."""
    verbs = _verbs()
    noting = {name for name, all_of_it in verbs.items() if any(verb.notes for verb in all_of_it)}
    while more := {
        name
        for name, all_of_it in verbs.items()
        if name not in noting and any(verb.calls & noting for verb in all_of_it)
    }:
        noting |= more
    silent = []
    for name, all_of_it in verbs.items():
        for verb in all_of_it:
            if verb.writes and name not in SEEN and not _answered(name, verbs, noting):
                silent.append(f"{verb.where} writes {sorted(verb.writes)}")
    assert silent == [], "\n".join(silent)


def _answered(
    name: str, verbs: dict[str, list[Verb]], noting: set[str], asked: frozenset[str] = frozenset()
) -> bool:
    if name in noting or name in asked:
        return True
    callers = {each for each, many in verbs.items() for one in many if name in one.calls}
    return bool(callers) and all(_answered(each, verbs, noting, asked | {name}) for each in callers)


def test_every_line_can_be_read() -> None:
    """Each verb of the trail has words in both languages."""
    written = set()
    for path in BACKEND.rglob("*.py"):
        written |= set(
            re.findall(
                r'\b_?(?:note|noted|note_about|told|follow)\(\s*(?:by, )?f?"([a-z_]+\.[a-z_]+)"',
                path.read_text(),
            )
        )
    assert len(written) > 30
    for lang in ("zh-Hans", "en"):
        say = catalogue(lang).say
        for verb in sorted(written):
            message = "audit-verb-" + re.sub(r"[._]", "-", verb)
            assert say(message) != message, f"{verb} has no words in {lang}"


def test_what_a_line_says_has_words_too() -> None:
    """Each fact of a line is named in both languages, never by the program's own word for it."""
    named: dict[str, str] = {}
    for path in sorted(BACKEND.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func).strip("_") in NOTING:
                named |= {word.arg: path.name for word in node.keywords if word.arg not in (None, *AROUND)}
    assert len(named) > 40
    for lang in ("zh-Hans", "en"):
        say = catalogue(lang).say
        for key, where in sorted(named.items()):
            message = "audit-key-" + key.replace("_", "-")
            assert say(message) != message, f"{key} ({where}) has no words in {lang}"


NOTING = ("note", "noted", "note_about", "told", "follow", "followed")
AROUND = ("department_id", "actor_id", "status")


def _name(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))
