"""Every call known to us, and who calls back whom nobody answered (R-HOT-6)."""
