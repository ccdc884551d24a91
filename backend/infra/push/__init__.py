"""Clients of the channels that reach a person outside of an open page: Web Push, group robots, SMS and voice."""
