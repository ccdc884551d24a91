"""Orders as they came, everything that happened to them since, and who works on which.

An order and its items are facts (R-ORD-1): what is done about them stands beside them, in `order_event`, `order_work`.
"""

from decimal import Decimal

from piccolo.columns import (
    JSONB,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    Integer,
    Numeric,
    SmallInt,
    Text,
    Timestamptz,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from backend.company.tables import Department
from backend.infra.columns import optional, required
from backend.people.tables import Person


class CustomerOrder(Table):
    """One order exactly as it was taken in. Amounts are CNY. Append-only: refused by the database (R-ORD-1)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    platform = Text(help_text="taobao, jd, douyin, or the code of a saved layout")
    number = Text(help_text="the platform's; unique per department and platform")
    shop = Text(default="")
    standing = Text(help_text="as it came: unpaid, paid, shipped or closed; only paid ones are worked")
    platform_status = Text(default="", help_text="the platform's own word")
    buyer = Text(default="", help_text="the buyer's name at the platform")
    receiver = Text(default="")
    phone = Text(default="")
    address = Text(default="")
    buyer_note = Text(default="")
    seller_note = Text(default="")
    goods_total = Numeric(digits=(12, 2), default=Decimal(0))
    postage = Numeric(digits=(12, 2), default=Decimal(0))
    total = Numeric(digits=(12, 2), default=Decimal(0))
    paid = Numeric(digits=(12, 2), default=Decimal(0))
    payment = Text(default="", help_text="how it was paid, in the platform's words")
    ordered_at = Timestamptz(null=True, default=None)
    paid_at = Timestamptz(null=True, default=None)
    accepted_at = Timestamptz(help_text="R-ORD-2: the ten minutes begin here")
    source = Text(help_text="file, webhook, api, hand or demo")
    import_id = BigInt(null=True, default=None)
    original = JSONB(default="{}", help_text="every field as it came, by its heading")


class OrderItem(Table):
    """One line of goods of an order. Append-only."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    order_id = required(CustomerOrder)
    line = SmallInt()
    sku = Text(default="")
    title = Text()
    spec = Text(default="")
    quantity = Integer(default=1)
    price = Numeric(digits=(12, 2), null=True, default=None)


class OrderEvent(Table):
    """What happened to an order, by whom, when. Append-only and sealed in hash-chained batches (R-ORD-1)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    order_id = required(CustomerOrder)
    kind = Text(
        help_text="accepted, claimed, handed, returned, warned, missed, called, reached, checked, attended, noted, "
        "problem, problem-handed, problem-put-off, told, overdue, "
        "solved, amended, platform, confirmed, looked, case, stopped, resumed, clock-stopped, "
        "clock-resumed, call-due …"
    )
    at = Timestamptz()
    actor_id = BigInt(null=True, default=None, help_text="null: the program itself")
    details = JSONB(default="{}")


class OrderWork(Table):
    """How far a paid order is; a row for each that is not done, so that old orders cost the queue nothing.

    Everything here can be made again from the order's events.
    """

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    order_id = required(CustomerOrder)
    state = Text(default="open", help_text="open, reached, problem")
    accepted_at = Timestamptz()
    due_at = Timestamptz(help_text="R-ORD-2: to be reached by then")
    warn_at = Timestamptz()
    warned_at = Timestamptz(null=True, default=None)
    missed_at = Timestamptz(null=True, default=None)
    reached_at = Timestamptz(null=True, default=None)
    call_at = Timestamptz(null=True, default=None, help_text="the customer asked to be called then")
    call_told_at = Timestamptz(
        null=True, default=None, help_text="the holder was told that the time has come"
    )
    tries = SmallInt(default=0, help_text="calls without an answer")
    stopped_at = Timestamptz(
        null=True, default=None, help_text="outside service hours: the clock stands still since"
    )
    hand_on_at = Timestamptz(null=True, default=None, help_text="unclaimed until then: handed to somebody")
    attention = JSONB(default="[]", help_text="what in the buyer's note needs a look, for instance address")


class OrderHold(Table):
    """Who works on an order now: one row per order, so that two people never hold the same (R-ORD-4)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    order_id = required(CustomerOrder)
    person_id = required(Person)
    since = Timestamptz()
    handed = Boolean(default=False, help_text="given by the program, not taken")


class OrderTick(Table):
    """R-ORD-3: one point of the check list as it stands now; each tick and untick is an event, too."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    order_id = required(CustomerOrder)
    point = Text(help_text="note, address, phone, goods, payment, stock")
    passed = Boolean()
    person_id = required(Person)
    at = Timestamptz()


class OrderProblem(Table):
    """A point that failed: who has to solve it until when, and how it ended (R-ORD-3)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    order_id = required(CustomerOrder)
    point = Text()
    what = Text()
    opened_by = required(Person)
    opened_at = Timestamptz()
    owner_id = optional(Person)
    owner_post = Text(
        default="",
        help_text="finance or leads where no person owns it; holder: whoever holds the order, if anybody does",
    )
    due_at = Timestamptz()
    told_customer_at = Timestamptz(null=True, default=None, help_text="out of stock: the customer was told")
    told_customer_by = BigInt(null=True, default=None)
    overdue_at = Timestamptz(null=True, default=None, help_text="when it was found not to be solved in time")
    missing = JSONB(default="[]", help_text="out of stock: which goods, as they stood then")
    closed_at = Timestamptz(null=True, default=None)
    closed_by = BigInt(null=True, default=None)
    outcome = Text(default="")


class Amendment(Table):
    """What the customer or the platform corrected later, beside what stands in the order. Append-only (R-ORD-1)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    order_id = required(CustomerOrder)
    field = Text(help_text="receiver, phone, address, item, note, standing, …")
    before = Text(default="")
    after = Text(default="")
    why = Text(default="")
    evidence = Text(default="", help_text="what shows it: words of the chat, the number of a call")
    source = Text(default="customer", help_text="customer or platform")
    person_id = BigInt(null=True, default=None)
    at = Timestamptz()


class AmendmentPicture(Table):
    """A picture that shows what an amendment says. Comes with it, append-only, hashed with it (R-ORD-1)."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    amendment_id = required(Amendment)
    number = SmallInt(help_text="1 to 3")
    kind = Text(help_text="image/jpeg, image/png or image/webp")
    bytes = Bytea()
    sha256 = Bytea()
    at = Timestamptz()


class OrderImport(Table):
    """A file of orders: read and shown first, carried out by a word."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    filename = Text()
    sha256 = Bytea()
    layout = Text(
        default="", help_text="which layout its headings are of; empty where a mapping is still to be made"
    )
    uploaded_by = BigInt(null=True, default=None)
    uploaded_at = Timestamptz()
    state = Text(default="reading", help_text="reading, unmapped, ready, writing, done, failed, dropped")
    headings = JSONB(default="[]", help_text="as they stand in the file, for the list of its refused lines")
    rows_read = Integer(default=0)
    rows_total = Integer(default=0)
    counts = JSONB(default="{}", help_text="orders by fate: new, known, changed, refused; apart: by standing")
    reason = Text(default="")
    confirmed_by = BigInt(null=True, default=None)
    confirmed_at = Timestamptz(null=True, default=None)
    written_id = BigInt(
        default=0, help_text="the last of its rows that was taken in: a killed worker goes on there"
    )
    written = Integer(default=0, help_text="how many orders that are")
    outcome = JSONB(default="{}", help_text="what became of them: new, known, changed, work")
    tries = SmallInt(default=0, help_text="how often a worker began without getting on")
    ended_at = Timestamptz(null=True, default=None)


class OrderImportRow(Table):
    """What becomes of one order of a file; refused ones with line and reason. Gone with the next clearing-up."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    import_id = required(OrderImport)
    line = Integer()
    number = Text(default="")
    fate = Text(help_text="new, known, changed or refused")
    reason = Text(default="", help_text="a message id")
    args = JSONB(default="{}")
    data = JSONB(default="{}", help_text="the order as it would be taken in, or the changes")


class OrderLayout(Table):
    """A saved column mapping for files that no layout of ours knows."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    code = Text()
    name = Text()
    platform = Text(default="", help_text="whose numbers its orders have; empty: its own")
    headings = JSONB(help_text="the headings by which a file is recognised")
    columns = JSONB(help_text="our field by heading")
    created_by = BigInt(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    archived_at = Timestamptz(null=True, default=None)


class OrderSource(Table):
    """A shop system that sends orders by itself, signed. Its key is locked by backend.infra.vault."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    name = Text()
    platform = Text()
    token = Text(help_text="in the address that it sends to")
    secret = Bytea()
    created_by = BigInt(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    last_seen_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class OrderDelivery(Table):
    """A signed delivery that was accepted: the same one is refused as long as its time would let it in again."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    source_id = required(OrderSource)
    signature = Bytea()
    at = Timestamptz()


class OrderSeal(Table):
    """A batch of orders and of what happened to them, hashed over the batch before. Append-only."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    number = Integer()
    entries = JSONB(help_text="table:id, in the order in which they were hashed")
    digests = JSONB()
    previous = Bytea()
    hash = Bytea()
    sealed_at = Timestamptz()


class OrderDay(Table):
    """R-ORD-5: the day's sealed file. A day without orders has one, too. Append-only."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    day = Date()
    filename = Text()
    count = Integer()  # type: ignore[assignment]  # hides a verb of the table that nobody asks here
    total = Numeric(digits=(14, 2))
    sha256 = Bytea()
    previous = Bytea()
    saved_at = Timestamptz()
    since = Timestamptz()
    until = Timestamptz()
    standings = JSONB(default="{}", help_text="count and total of paid, unpaid, shipped and closed ones")
    seal_number = Integer(default=0, help_text="how far the chain of orders was sealed then")


class OrderRemoval(Table):
    """R-ORD-6: which old orders were removed, by whom. Append-only, sealed with the orders.

    The database lets orders go only in the transaction that writes this, and only what it may mean.
    """

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    before = Timestamptz(help_text="everything about them had happened before")
    through = Integer(help_text="the last seal that any of it stands in")
    orders = Integer()
    rows = Integer(help_text="sealed rows: orders, events, amendments")
    batches = JSONB(help_text="positions that went, by the number of their seal: 0-17,19")
    files = JSONB(default="[]", help_text="files of days that went with them")
    person_id = BigInt(null=True, default=None)
    removed_by = Text(default="", help_text="who gave the command, on which machine")
    at = Timestamptz()
