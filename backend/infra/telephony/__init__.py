"""The telephone side of a hotline: one small interface, one adapter for each kind of telephone system."""
