"""The hotline in a whole house: rota, relay, worker and the vendor's own API; and what phones show meanwhile."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Page

from backend.company.queries import rules_of
from backend.company.rules_changes import change_rules
from backend.hotline.facts import hours_of
from backend.hotline.lines import LineForm, set_line
from backend.infra import db
from backend.infra.catalogue import catalogue
from backend.people.viewer import Program
from backend.rota.publication import publish
from backend.rota.shifts import set_shift
from backend.rules.clock import WallTime
from backend.rules.hotline import Stretch, next_night
from tests.e2e.looks import raw_message_ids, runs_off, too_small, violations
from tests.support.browser import Complaints, a_phone, on_page, sign_in, until
from tests.support.call_centre import KEY, CallCentre, a_call_centre
from tests.support.hotline import OFFICE, verify
from tests.support.house import House, a_house
from tests.support.shop import Colleague, Shop, found_department

pytestmark = pytest.mark.browser

say = catalogue("zh-Hans").say


@dataclass
class Night:
    """It is night now, whatever the clock says; Lin Xiao has it, and the vendor's lines know so."""

    shop: Shop
    house: House
    centre: CallCentre
    stretch: Stretch
    lin: Colleague
    zhou: Colleague
    numbers: dict[str, str]

    async def rings(self, number: str, within: float = 60) -> float:
        """Waits until the vendor sends calls to `number`; answers after how many seconds."""
        started = time.monotonic()

        async def there() -> bool:
            return self.centre.forward_to == number

        await until(there, f"calls to {number} instead of {self.centre.forward_to}", within)
        return time.monotonic() - started

    async def written(self, *kinds: str, to: str = "") -> None:
        """Waits until the log says so."""

        async def there() -> bool:
            sql = "SELECT kind, to_number FROM hotline_switch WHERE department_id = $1"
            rows = await db.fetch(sql, self.shop.department_id)
            return set(kinds) <= {row["kind"] for row in rows if not to or row["to_number"] == to}

        await until(there, f"{kinds} in the log")


@pytest.fixture(scope="module")
async def centre() -> AsyncIterator[CallCentre]:
    async with a_call_centre() as centre:
        yield centre


@pytest.fixture(scope="module")
async def house(database: str, built: None, centre: CallCentre) -> AsyncIterator[House]:
    async with a_house(DANGBAN_OUTBOUND_HOSTS=centre.host) as house:
        yield house


@pytest.fixture
async def night(house: House, centre: CallCentre) -> Night:
    shop = await found_department("mall-service")
    stretch = await _always_night(shop)
    lin, zhou = [await shop.hire(name, post="customer-service") for name in ("林晓", "周敏")]
    numbers = {"lin": await verify(lin), "zhou": await verify(zhou)}
    await shop.shift(lin, stretch.day.isoformat(), ("08:30", "18:00"))
    settings = {
        "set_address": f"{centre.url}/v2/lines/{{{{ line }}}}/forwarding",
        "set_body": '{"line": "{{ line }}", "forward_to": "{{ number }}", "id": "{{ request_id }}"}',
        "read_address": f"{centre.url}/v2/lines/{{{{ line }}}}",
        "number_path": "data.lines.0.forward_to", "ok_path": "code", "ok_values": "0", "secret": KEY,
    }  # fmt: skip
    await set_line(shop.program, LineForm("400-800-1234", OFFICE, "rest", settings), datetime.now(UTC))
    night = Night(shop, house, centre, stretch, lin, zhou, numbers)
    await night.rings(numbers["lin"])
    await night.written("changed")
    return night


async def _always_night(shop: Shop) -> Stretch:
    """The office opens for one minute, hours away from now."""
    away = (datetime.now(shop.zone) + timedelta(hours=8)).hour
    rules = await rules_of(shop.department_id)
    hotline = replace(rules.hotline, opens=WallTime.of(away), closes=WallTime.of(away, 1))
    await change_rules(Program(shop.department_id), replace(rules, hotline=hotline), 1, datetime.now(UTC))
    return next_night(hours_of(replace(rules, hotline=hotline), shop.zone), datetime.now(UTC))


async def test_a_published_change_of_the_rota_reaches_the_next_call(night: Night) -> None:
    """R-HOT-3: within 60 s; it takes about one."""
    shop, day = night.shop, night.stretch.day
    await set_shift(shop.program, night.zhou.person_id, day, datetime.now(UTC), segments=[("12:00", "22:00")])
    await publish(
        shop.program, day.replace(day=1), await rules_of(shop.department_id), datetime.now(UTC), reason="周敏顶班"
    )  # fmt: skip
    took = await night.rings(night.numbers["zhou"])
    print(f"from publication to the vendor: {took:.2f} s")
    assert took < 10
    await night.written("changed", to=night.numbers["zhou"])


async def test_a_worker_that_is_killed_hands_over_when_it_is_back(night: Night) -> None:
    night.house.kill(night.house.worker)
    async with await night.zhou.browser() as phone:
        taken = await phone.post("/hotline/takeovers", data={"until": "1"})
        assert taken.status_code == 200 and night.centre.forward_to == night.numbers["lin"]
    night.house.start_worker()
    await night.rings(night.numbers["zhou"])


async def test_somebody_turns_the_vendor_by_hand(night: Night) -> None:
    """Found at the next look, put right, and in the log."""
    night.centre.forward_to = "13999999999"
    await db.execute(
        "UPDATE hotline_standing SET looked_at = NULL WHERE department_id = $1", night.shop.department_id
    )
    await night.rings(night.numbers["lin"])
    await night.written("drift", "repaired")


async def test_she_takes_it_on_her_phone_and_his_shows_it(night: Night, browser: Browser) -> None:
    his = await _phone(browser, night.lin, night.house)
    hers = await _phone(browser, night.zhou, night.house)
    await his.goto(night.house.url)
    await hers.goto(night.house.url)
    await on_page(his, "document.getElementById('hotline-strip').innerText.includes('林晓')", "his own name")
    await on_page(his, "!!document.querySelector('[data-live-badge][data-state=live]')", "his phone is live")
    await hers.locator("#hotline-strip").click()
    await hers.locator("#hotline-now").wait_for()
    complaints = Complaints.of(hers, night.house.url)
    assert await _is_well_made(hers) == []
    await hers.locator("[data-opens=hotline-take-sheet]").click()
    await hers.locator("#hotline-take-sheet[open]").wait_for()
    assert await violations(hers, "#hotline-take-sheet") + await too_small(hers, "#hotline-take-sheet") == []
    await hers.locator("#hotline-take-sheet input[value='2']").check()
    await hers.get_by_role("button", name=say("hotline-take-now")).click()
    await on_page(
        hers,
        f"document.getElementById('hotline-board').innerText.includes('{say('hotline-give-back')}')",
        "she has it",
    )
    await on_page(
        his, "document.getElementById('hotline-strip').innerText.includes('周敏')", "her name on his phone"
    )
    assert await night.rings(night.numbers["zhou"]) < 10
    await hers.get_by_role("button", name=say("hotline-give-back")).click()
    await hers.locator("#ask [data-answer=yes]").click()
    await on_page(
        his, "document.getElementById('hotline-strip').innerText.includes('林晓')", "his name again"
    )
    await night.rings(night.numbers["lin"])
    assert await _is_well_made(hers) == []
    assert complaints.take() == []


async def test_the_settings_are_well_made(night: Night, browser: Browser) -> None:
    boss = await night.shop.manager()
    page = await _phone(browser, boss, night.house)
    for path in ("/hotline/settings", "/hotline/settings?adapter=webhook", "/hotline/switches"):
        await page.goto(night.house.url + path)
        assert await _is_well_made(page) == [], path
    await page.goto(night.house.url + "/hotline/settings")
    await page.locator("#hotline-chain select").wait_for()
    await page.locator("#hotline-chain button[value=add]").click()
    await on_page(
        page, "!!document.querySelector('#hotline-chain button[value^=remove]')", "somebody on the list"
    )
    await page.locator("#hotline-line form[hx-post$=health] button").click()
    await on_page(
        page,
        f"document.getElementById('hotline-tested').innerText.includes('{say('hotline-line-well')}')",
        "tested",
    )


async def _phone(browser: Browser, colleague: Colleague, house: House) -> Page:
    context = await a_phone(browser, reduced_motion="reduce", service_workers="block")
    await sign_in(context, colleague, house.url)
    return await context.new_page()


async def _is_well_made(page: Page) -> list[str]:
    return [
        *await violations(page),
        *await raw_message_ids(page),
        *await runs_off(page),
        *await too_small(page),
    ]
