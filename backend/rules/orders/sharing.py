"""To whom an order goes that nobody has taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who is on shift and present. `last_given` is when an order last came to them, None for never today."""

    person_id: int
    held: int
    last_given: datetime | None = None


def least_loaded(agents: Iterable[Agent], most_held: int) -> Agent | None:
    """Who holds the fewest; of several the one who has waited longest; None where everybody has their hands full."""
    free = [agent for agent in agents if agent.held < most_held]
    return min(free, key=_turn, default=None)


def _turn(agent: Agent) -> tuple[int, float, int]:
    waited = agent.last_given.timestamp() if agent.last_given else 0.0
    return agent.held, waited, agent.person_id
