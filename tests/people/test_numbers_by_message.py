"""Where a provider is set up, the code comes to the mobile itself and is typed in by its owner."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, timedelta

import pytest

from backend.infra.catalogue import catalogue
from backend.infra.refusal import Refusal
from backend.notifications.number_codes import send_codes
from backend.notifications.providers import set_provider
from backend.people.numbers import number_of, verified_numbers
from backend.people.numbers_verifying import ask_for_code, confirm_number, read_back
from tests.people.test_numbers import refused, renumbered, shown_code, with_mobile, wrong_for
from tests.support.shop import Shop
from tests.support.vendor import Vendor

say = catalogue("zh-Hans").say


@pytest.fixture
async def texting(shop: Shop, vendor: Vendor, now: datetime) -> Vendor:
    await set_provider(shop.program, "sms", "短信", vendor.provider(), now)
    return vendor


def code_in(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found, text
    return found[0]


async def test_the_code_comes_as_a_text_and_is_typed_in(shop: Shop, texting: Vendor, now: datetime) -> None:
    lin = await with_mobile(shop, "林晓", "13812345678")
    by = await lin.viewer()
    await ask_for_code(by, now, "message")
    assert await send_codes(now) == 1
    (text,) = texting.taken
    assert text.mobile == "13812345678"
    with pytest.raises(Refusal) as wrong:
        await confirm_number(by, wrong_for(code_in(text.text)), now)
    assert (wrong.value.code, wrong.value.values["left"]) == ("numbers-code-wrong", 4)
    await confirm_number(by, code_in(text.text), now + timedelta(minutes=9))
    assert await verified_numbers(shop.department_id) == {lin.person_id: "13812345678"}
    state = await number_of(shop.department_id, lin.person_id, now)
    assert (state.way, state.verified_by) == ("message", "")


async def test_a_code_that_was_texted_is_shown_nowhere_and_no_lead_can_use_it(
    shop: Shop, texting: Vendor, now: datetime
) -> None:
    lin, lead = await with_mobile(shop, "林晓", "13812345678"), await shop.hire("周敏", role="lead")
    browser = await lin.browser()
    assert (await browser.post("/me/number/code", data={"way": "message"})).status_code == 303
    at = datetime.now(now.tzinfo)
    code = await shown_code(lin, at)
    told = (await browser.get("/api/v1/me/number")).json()
    assert (told["state"], told["code"]) == ("waiting", None)
    shown = (await browser.get("/me/number")).text
    assert code not in shown
    assert f"{code[:3]} {code[3:]}" not in shown
    await refused("numbers-no-code", read_back(await lead.viewer(), lin.person_id, code, at))


async def test_four_senders_at_once_send_one_text(shop: Shop, texting: Vendor, now: datetime) -> None:
    lin = await with_mobile(shop, "林晓", "13812345678")
    await ask_for_code(await lin.viewer(), now, "message")
    await asyncio.gather(*(send_codes(now) for _ in range(4)))
    assert len(texting.taken) == 1
    assert await send_codes(now + timedelta(minutes=1)) == 0


async def test_what_the_vendor_refuses_is_said_and_the_other_way_is_open(
    shop: Shop, texting: Vendor, now: datetime
) -> None:
    lin = await with_mobile(shop, "林晓", "13812345678")
    browser = await lin.browser()
    await browser.post("/me/number/code", data={"way": "message"})
    texting.answers(500)
    await send_codes(datetime.now(now.tzinfo))
    shown = (await browser.get("/me/number")).text
    assert say("numbers-code-not-sent") in shown
    assert say("numbers-start-call") in shown


async def test_a_number_that_changes_meanwhile_gets_nothing(
    shop: Shop, texting: Vendor, now: datetime
) -> None:
    lin = await with_mobile(shop, "林晓", "13812345678")
    await ask_for_code(await lin.viewer(), now, "message")
    await renumbered(shop, lin, "13900000009", now)
    assert await send_codes(now) == 0
    assert texting.taken == []


async def test_where_only_calls_are_set_up_the_code_is_spoken_digit_by_digit(
    shop: Shop, vendor: Vendor, now: datetime
) -> None:
    await set_provider(shop.program, "call", "语音", vendor.provider("/voice"), now)
    lin = await with_mobile(shop, "林晓", "13812345678")
    await ask_for_code(await lin.viewer(), now, "message")
    await send_codes(now)
    assert " ".join(await shown_code(lin, now)) in vendor.taken[0].text
