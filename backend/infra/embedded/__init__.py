"""A PostgreSQL and a Redis of our own, from Python wheels, for whoever has neither: same program, same SQL."""

from backend.infra.embedded.failure import LaunchError

__all__ = ["LaunchError"]
