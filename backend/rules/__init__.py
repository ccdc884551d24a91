"""What the department's own documents ask for, as pure questions: data in, data out, no clock and no I/O."""
