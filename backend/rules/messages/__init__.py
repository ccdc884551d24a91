"""Who is told what, when and how: kinds, ladders, quiet hours, bundles, and what is due next. Pure.

A message is for one person. It climbs its ladder of channels step by step until it is acknowledged (or, where nothing
has to be acknowledged, until it has reached the person); beside it runs the chain of those who are told when nobody
answers. Both clocks start when the message does.
"""

from backend.rules.messages.course import Course, Look, look, next_due, released
from backend.rules.messages.kinds import KINDS, URGENCIES, Kind, kind_of
from backend.rules.messages.parts import CHANNELS, Climb, Fault, Step
from backend.rules.messages.quiet import Silence, quiet_until, silent_until
from backend.rules.messages.retries import again_after
from backend.rules.messages.written import chain_of, ladder_of, read_chain, read_ladder

__all__ = [
    "CHANNELS",
    "KINDS",
    "URGENCIES",
    "Climb",
    "Course",
    "Fault",
    "Kind",
    "Look",
    "Silence",
    "Step",
    "again_after",
    "chain_of",
    "kind_of",
    "ladder_of",
    "look",
    "next_due",
    "quiet_until",
    "read_chain",
    "read_ladder",
    "released",
    "silent_until",
]
