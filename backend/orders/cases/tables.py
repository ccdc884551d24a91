"""After-sales: returns, exchanges, refunds, complaints, bad reviews, follow-up calls, and every step of each."""

from piccolo.columns import JSONB, UUID, BigSerial, Integer, Numeric, Text, Timestamptz
from piccolo.table import Table

from backend.company.tables import Department
from backend.hotline.calls.tables import Call
from backend.infra.columns import optional, required
from backend.orders.tables import CustomerOrder, OrderItem
from backend.people.tables import Person


class OrderCase(Table):
    """One matter of a customer, as it stands now (R-ORD-7, R-CS-2). Nobody checks their own: the database says so."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    request_key = UUID(null=True, default=None, help_text="a form that is sent twice registers once")
    kind = Text(help_text="return, exchange, refund, complaint, review, follow-up")
    state = Text(default="registered", help_text="as backend.rules.orders.cases.STATES")
    order_id = optional(CustomerOrder)
    call_id = optional(Call, help_text="the call of the hotline that it began with")
    contact = Text(default="", help_text="without order and call: name or number; shown masked")
    what = Text(help_text="the reason, in the words of who registered it")
    amount = Numeric(digits=(12, 2), null=True, default=None, help_text="CNY to be paid back, or paid back")
    waybill = Text(default="", help_text="of the goods that come back")
    sent_waybill = Text(default="", help_text="of the goods that were sent for them")
    registered_by = required(Person)
    registered_at = Timestamptz()
    owner_id = required(Person)
    due_at = Timestamptz()
    overdue_for = Timestamptz(null=True, default=None, help_text="the deadline that the owner was told about")
    received_by = optional(Person, help_text="who has taken in the goods that came back; never checks them")
    received_at = Timestamptz(null=True, default=None)
    checked_by = optional(Person)
    checked_at = Timestamptz(null=True, default=None)
    closed_by = optional(Person)
    closed_at = Timestamptz(null=True, default=None)
    outcome = Text(default="", help_text="as backend.rules.orders.cases.OUTCOMES")


class OrderCaseItem(Table):
    """Which goods of the order it is about, and how many of them. Append-only."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    case_id = required(OrderCase)
    item_id = required(OrderItem)
    quantity = Integer()


class OrderCaseEvent(Table):
    """One step: what, by whom, when. Append-only; of cases with an order it stands among the order's events, too."""

    id = BigSerial(primary_key=True)
    department_id = required(Department)
    case_id = required(OrderCase)
    kind = Text(help_text="registered, a step's name, handed, postponed, noted, looked, overdue")
    at = Timestamptz()
    actor_id = optional(Person, help_text="null: the program itself")
    details = JSONB(default="{}")
