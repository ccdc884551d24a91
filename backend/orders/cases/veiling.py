"""What people type about a case, as it is read: without phone numbers and what is known of the customer.

The whole of it is there for whoever looks the customer up, which is written down (`looking`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from backend.orders.masking import masked_words
from backend.rules.orders.cases import parted

Known = tuple[tuple[str, str], ...]

KNOWN = """
(SELECT coalesce(jsonb_agg(jsonb_build_array(field, value)), '[]') FROM (
    VALUES ('address', customer_order.address), ('receiver', customer_order.receiver), ('buyer', customer_order.buyer),
        ('phone', customer_order.phone), ('phone', call.caller)
    UNION ALL SELECT field, after FROM amendment
        WHERE amendment.order_id = order_case.order_id AND field IN ('address', 'receiver', 'phone')
) AS told(field, value) WHERE value <> '')
"""
"""Fields and values of the customer; for a statement that has order_case, customer_order and call."""


def known_of(told: Iterable[Iterable[str]], contact: str) -> Known:
    """Of the order and the call as `KNOWN` tells it, and of what was typed as the contact."""
    name, phone = parted(contact)
    return (*((field, value) for field, value in told), ("receiver", name), ("phone", phone))


def veiled_details(details: dict[str, Any], known: Known) -> dict[str, Any]:
    """A step's details with the words in them veiled."""
    return {
        name: masked_words(value, known) if name in TYPED and isinstance(value, str) else value
        for name, value in details.items()
    }


TYPED = ("what", "said")
"""Details that are somebody's own words."""
