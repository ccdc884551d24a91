"""A day of orders, played into the running system by simulated agents."""
