"""A department to look around in: made through the same actions as a real one, and never mixed with it."""

from backend.demo.department import create_demo

__all__ = ["create_demo"]
