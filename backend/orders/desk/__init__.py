"""The desk's view of orders: found again, counted, drawn against the ten minutes, taken away as a file."""
