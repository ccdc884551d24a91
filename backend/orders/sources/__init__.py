"""Shop systems that send orders by themselves, signed."""
