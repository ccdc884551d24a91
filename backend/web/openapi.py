"""The description of /api/v1, at /api/openapi.json."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from litestar import Litestar, Request
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.routes import HTTPRoute

DESCRIPTION = (
    "Everything that a screen does. Signed in by the session cookie (then every change needs the header X-CSRF-Token) "
    "or by a bearer token. Every refusal is a problem+json (RFC 9457) with a sentence in the language of "
    "Accept-Language. Times are UTC; days are the department's."
)


def openapi_config() -> OpenAPIConfig:
    """OpenAPI 3.1 of the API alone: the pages of the program are not part of it."""
    return OpenAPIConfig(
        title="Dangban 当班",
        version="1",
        description=DESCRIPTION,
        path="/api",
        use_handler_docstrings=True,
        render_plugins=[_Described(path="/openapi.json")],
        components=Components(
            security_schemes={
                "bearer": SecurityScheme(type="http", scheme="bearer"),
                "session": SecurityScheme(type="apiKey", name="dangban_session", security_scheme_in="cookie"),
            }
        ),
        security=[{"bearer": []}, {"session": []}],
    )


class _Described(JsonRenderPlugin):
    """The framework describes refusals of its own, in a shape and with a status that ours never have."""

    def render(self, request: Request, openapi_schema: dict[str, Any]) -> bytes:
        schemas = openapi_schema["components"]["schemas"]
        if REFUSAL not in schemas:
            schemas[REFUSAL] = PROBLEM
            public = _public(request.app)
            for path, operations in openapi_schema["paths"].items():
                for method, operation in operations.items():
                    _describe(operation, method, path, (method.upper(), path) in public)
        return super().render(request, openapi_schema)


REFUSAL = "problem-json"
"""Its name among the schemas: with a hyphen, so that no class of an answer can ever have the same."""
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A refusal, RFC 9457.",
    "properties": {
        "type": {"type": "string", "description": "urn:dangban: and the code, which stays the same"},
        "title": {"type": "string", "description": "one sentence for people"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "field": {"type": "string", "description": "what of the input it is about"},
        "request_id": {"type": "string", "description": "stands in the log, too"},
    },
    "required": ["type", "title", "status", "detail"],
}
_REFUSALS = {
    "400": "Cannot be read: no JSON, or none that ends.",
    "401": "Not signed in, or no longer.",
    "403": "Not allowed; or the X-CSRF-Token is missing or from elsewhere.",
    "404": "Not there, or of another department.",
    "409": "Not possible as things are.",
    "422": "The input does not fit; `field` says where.",
    "429": "Too many tries; the sentence says how long to wait.",
}


def _describe(operation: dict[str, Any], method: str, path: str, public: bool) -> None:
    if public:
        operation["security"] = []
    if "description" in operation:
        operation["summary"] = operation["description"].split("\n")[0].split(". ")[0].rstrip(".")
    reads, given = method == "get", operation.get("parameters") or operation.get("requestBody")
    wanted = {
        "400": bool(operation.get("requestBody")),
        "401": not public,
        "403": not public or not reads,
        "404": "{" in path,
        "409": not reads,
        "422": bool(given) or method in ("post", "put", "patch"),
        "429": public and not reads,
    }
    answers = operation["responses"]
    answers.pop("400", None)  # the framework's own
    for status, applies in wanted.items():
        if applies and path.startswith("/api/"):
            content = {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{REFUSAL}"}}}
            answers[status] = {"description": _REFUSALS[status], "content": content}


@cache
def _public(app: Litestar) -> frozenset[tuple[str, str]]:
    """(method, path) of what needs no signing in."""
    return frozenset(
        (method, re.sub(r":\w+}", "}", route.path_format))
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if "public" in handler.opt
    )
