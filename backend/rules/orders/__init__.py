"""R-ORD-1 … R-ORD-4: until when a customer is reached, who works on an order, what in a note needs a look."""

from __future__ import annotations

from backend.rules.orders.attention import attention
from backend.rules.orders.countdown import Countdown, countdown
from backend.rules.orders.points import POINTS, Point
from backend.rules.orders.sharing import Agent, least_loaded

__all__ = ["POINTS", "Agent", "Countdown", "Point", "attention", "countdown", "least_loaded"]
