"""Every setting, from the environment, typed and read once. `dangban settings` lists them with these descriptions."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`env` names come from the alias; a value that does not fit is refused at start with its name."""

    model_config = SettingsConfigDict(extra="ignore")

    port: int = Field(8000, ge=1, le=65535, alias="DANGBAN_PORT", description="Port of the web process")
    host: str = Field("127.0.0.1", alias="DANGBAN_HOST", description="Address to listen on")
    data_dir: Path = Field(
        Path("var"), alias="DANGBAN_DATA_DIR", description="Folder of the embedded databases and files"
    )
    database_url: str = Field(
        "",
        alias="DATABASE_URL",
        description="Your own PostgreSQL; empty: an embedded one",
    )
    redis_url: str = Field(
        "",
        alias="REDIS_URL",
        description="Your own Redis or Valkey; empty: an embedded one",
    )
    secret: str = Field(
        "", alias="DANGBAN_SECRET", description="Signs tokens; empty: made once and kept in the data folder"
    )
    public_url: str = Field(
        "",
        alias="DANGBAN_PUBLIC_URL",
        description="Address that people open; decides links, passkeys and secure cookies",
    )
    web_processes: int = Field(
        1, ge=1, le=64, alias="DANGBAN_WEB_PROCESSES", description="Web processes on the port"
    )
    metrics_token: str = Field(
        "", alias="DANGBAN_METRICS_TOKEN", description="Bearer token that opens /metrics"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", alias="DANGBAN_LOG_LEVEL", description="What is logged"
    )
    log_format: Literal["auto", "json", "text"] = Field(
        "auto", alias="DANGBAN_LOG_FORMAT", description="JSON lines or text; auto: text on a terminal"
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        alias="DANGBAN_TRUSTED_PROXIES",
        description="Addresses whose X-Forwarded-* headers are believed",
    )
    database_pool: int = Field(
        20, ge=2, le=200, alias="DANGBAN_DATABASE_POOL", description="Connections per process"
    )
    lang: str = Field("", alias="DANGBAN_LANG", description="Language of the command line; empty: from LANG")
    bus_channel: str = Field(
        "dangban:live", alias="DANGBAN_BUS_CHANNEL", description="Redis channel of the live messages"
    )
    queue_name: str = Field("dangban:queue", alias="DANGBAN_QUEUE", description="Redis key of the job queue")
    vapid_private_key: str = Field(
        "",
        alias="DANGBAN_VAPID_PRIVATE_KEY",
        description="Key for push notifications; empty: made once and kept in the data folder",
    )
    vapid_subject: str = Field(
        "",
        alias="DANGBAN_VAPID_SUBJECT",
        description="Mail address that push services may write to; empty: admin@ at the public address",
    )
    push_hosts: str = Field(
        "",
        alias="DANGBAN_PUSH_HOSTS",
        description="Push services besides the known ones: host, *.host or host:port, separated by commas",
    )
    outbound_hosts: str = Field(
        "",
        alias="DANGBAN_OUTBOUND_HOSTS",
        description="Hosts that group robots, SMS and voice vendors may have, for all departments",
    )

    @property
    def secret_bytes(self) -> bytes:
        """The signing key; read from or made in the data folder, readable by its owner only."""
        return _secret(self.secret, self.data_dir)


@cache
def settings() -> Settings:
    return Settings()


@cache
def _secret(given: str, data_dir: Path) -> bytes:
    if given:
        return given.encode()
    path = data_dir / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip().encode()
