"""The end of a web process: whoever has already spoken is answered."""

from __future__ import annotations

import asyncio
import json
import signal
from dataclasses import dataclass

import httpx
import pytest

from tests.support.house import House, a_house

pytestmark = pytest.mark.faults


QUESTION = b"GET /login HTTP/1.1\r\nhost: localhost\r\n\r\n"


async def test_whoever_has_spoken_is_answered(database: str) -> None:
    """Forty phones ask without end on connections that stay open. When the signal comes, no question is lost: each
    phone is told with an answer that this was the last one, and the process ends by itself."""
    async with a_house() as house:
        assert house.web is not None
        phones = [await Line.open(house) for _ in range(40)]
        asking = [asyncio.create_task(phone.ask_until_told()) for phone in phones]
        while min(phone.answered for phone in phones) < 3:
            await asyncio.sleep(0.05)
        house.web.send_signal(signal.SIGTERM)
        endings = await asyncio.gather(*asking)
        assert endings == ["told"] * len(phones)
        assert await asyncio.to_thread(house.web.wait, 15) in (0, -signal.SIGTERM)


async def test_whoever_waits_at_the_door_is_let_in(database: str) -> None:
    """Connections that the process has not even seen when the signal comes."""
    async with a_house() as house:
        assert house.web is not None
        house.web.send_signal(signal.SIGSTOP)
        phones = [await Line.open(house) for _ in range(10)]
        for phone in phones:
            await phone.ask()
        house.web.send_signal(signal.SIGTERM)
        house.web.send_signal(signal.SIGCONT)
        answers = await asyncio.gather(*(phone.answer() for phone in phones))
        assert [answer for answer in answers if b"200 OK" not in answer] == []
        for phone in phones:
            phone.writer.close()


@dataclass
class Line:
    """One connection that stays open, as a phone's does."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    answered: int = 0

    @classmethod
    async def open(cls, house: House) -> Line:
        return cls(*await asyncio.open_connection("127.0.0.1", house.port))

    async def ask_until_told(self) -> str:
        """`told` once an answer says that it is the last; else what the line was cut with."""
        while True:
            try:
                await self.ask()
                answer = await self.answer()
            except OSError as error:
                return repr(error)
            if b"200 OK" not in answer:
                return answer.decode()
            self.answered += 1
            if b"connection: close" in answer.lower():
                self.writer.close()
                return "told"

    async def ask(self) -> None:
        self.writer.write(QUESTION)
        await self.writer.drain()

    async def answer(self) -> bytes:
        """The head of the answer; what was read until then where the line is cut."""
        try:
            head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 10)
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await self.reader.readexactly(int(length.split(b":")[1]))
        except (OSError, EOFError) as error:
            return repr(error).encode()
        return head


async def test_every_line_of_the_log_is_json(database: str) -> None:
    """uvicorn's and arq's own words too."""
    async with a_house(DANGBAN_LOG_FORMAT="json", DANGBAN_LOG_LEVEL="debug") as house:
        async with httpx.AsyncClient() as client:
            await client.get(f"{house.url}/login")
        house.close()
        for name in ("web", "worker"):
            lines = [json.loads(line) for line in house.log(name, 1_000_000).splitlines()]
            assert all({"event", "level", "timestamp"} <= set(line) for line in lines), name
            assert len(lines) > 3
        assert any(
            line.get("logger") == "uvicorn.error"
            for line in map(json.loads, house.log("web", 1_000_000).splitlines())
        )
