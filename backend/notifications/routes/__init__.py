"""Pages of messages: my own, what a phone reports by itself, and the desk's."""

from backend.notifications import events  # noqa: F401  # registers what follows
from backend.notifications.routes import channels, choices, ladders, mine, receipts, sent

handlers = [
    *mine.handlers,
    *choices.handlers,
    *receipts.handlers,
    *sent.handlers,
    *ladders.handlers,
    *channels.handlers,
]
