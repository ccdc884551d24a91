"""`python -m backend` is `dangban`."""

from backend.cli import main

main(prog_name="dangban")
