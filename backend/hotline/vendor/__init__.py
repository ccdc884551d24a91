"""The side that vendors call: whom a call goes to, answered from memory; what became of it, never lost."""
