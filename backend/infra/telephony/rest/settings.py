"""What a manager fills in about a vendor's API: two requests as templates, and how the vendor knows us."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RestSettings:
    """`set_…` is the request that sets the number, `read_…` the one that asks for it; without one nothing is read back.

    Templates know `number` (whom calls go to), `line` (the 400 number), `version`, `request_id` (the same for each
    repetition of one change), `at`, `timestamp`, `timestamp_ms`, `nonce`, `method`, `path`, and, once they are made,
    `body` and `signature`. Headers stand one a line, `Name: value`.

    `ok_path` names what in the JSON of an answer says that it worked, with one of `ok_values` (separated by commas);
    `number_path` where the number stands in the answer to the reading (`data.lines.0.forward_to`). `strip` is what the
    vendor writes before a number that we do not (`+86`).
    """

    set_method: str = field(default="POST", metadata={"choices": ("POST", "PUT", "PATCH", "GET")})
    set_address: str = ""
    set_body: str = '{"line": "{{ line }}", "forward_to": "{{ number }}"}'
    read_method: str = field(default="GET", metadata={"choices": ("GET", "POST")})
    read_address: str = ""
    read_body: str = ""
    number_path: str = ""
    strip: str = ""
    headers: str = ""
    media_type: str = field(
        default="application/json",
        metadata={"choices": ("application/json", "application/x-www-form-urlencoded", "text/plain")},
    )
    ok_path: str = ""
    ok_values: str = ""
    auth: str = field(default="bearer", metadata={"choices": ("none", "bearer", "basic", "hmac")})
    user: str = ""
    secret: str = field(default="", repr=False, metadata={"secret": True})
    signed: str = "{{ timestamp }}{{ body }}"
    algorithm: str = field(default="sha256", metadata={"choices": ("sha256", "sha1", "sha512")})
    encoding: str = field(default="hex", metadata={"choices": ("hex", "base64")})
    signature_header: str = "X-Signature"
    timeout_seconds: int = 8
    events_secret: str = field(default="", repr=False, metadata={"secret": True})
