"""`dangban bench`: how fast is it here, compared with bare endpoints on the same servers?"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

import click
from rich import box
from rich.table import Table

from backend.speech import console, say


@click.command(help=say("cli-bench-help"))
@click.option("--seconds", default=5.0, show_default=True, help=say("cli-bench-seconds"))
@click.option("--rounds", default=5, show_default=True, help=say("cli-bench-rounds"))
@click.option("--punches", default=1_000_000, show_default=True, help=say("cli-bench-punches"))
@click.option("--sockets", default=1_000, show_default=True, help=say("cli-bench-sockets"))
@click.option("--phones", default=1_000, show_default=True, help=say("cli-bench-phones"))
@click.option("--messages", default=10_000, show_default=True, help=say("cli-bench-messages"))
@click.option("--orders", default=1_000_000, show_default=True, help=say("cli-bench-orders"))
@click.option("--workers", default=2, show_default=True, help=say("cli-bench-workers"))
@click.option("--only", type=click.Choice(["taps", "messages", "orders"]), help=say("cli-bench-only"))
def bench(
    seconds: float,
    rounds: int,
    punches: int,
    sockets: int,
    phones: int,
    messages: int,
    orders: int,
    workers: int,
    only: str | None,
) -> None:
    from backend.bench.figures import Figure
    from backend.bench.measures import measure
    from backend.bench.messages import measure_messages
    from backend.bench.orders import measure_orders
    from backend.bench.stage import a_stage

    async def run(folder: Path) -> list[Figure]:
        with console.status(say("cli-bench-working")) as status:

            def show(step: str) -> None:
                status.update(f"{say('cli-bench-working')} {step}")
                if not console.is_terminal:
                    console.print(f"  {step}", markup=False)

            async with a_stage(folder) as stage:
                figures: list[Figure] = []
                if only in (None, "taps"):
                    figures += await measure(stage, seconds, rounds, punches, sockets, show)
                if only in (None, "orders"):
                    figures += await measure_orders(stage, seconds, rounds, orders, show)
                if only in (None, "messages"):
                    figures += await measure_messages(stage, phones, messages, workers, rounds, show)
                return figures

    folder = Path(tempfile.mkdtemp(prefix="dangban-bench-"))
    folder.chmod(0o711)  # root lends the server an account of its own, which must get through
    try:
        figures = asyncio.run(run(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    table = Table(box=box.SIMPLE_HEAD)
    for column in ("cli-bench-figure", "cli-bench-value", "cli-bench-target", "cli-bench-detail"):
        table.add_column(say(column))
    for figure in figures:
        sign = "≥" if figure.at_least else "≤"
        value = f"{'✓' if figure.good else '✗'} {figure.value:,.2f} {figure.unit}"
        table.add_row(figure.name, value, f"{sign} {figure.target:,g} {figure.unit}", figure.detail)
    console.print(table, soft_wrap=False)
    raise SystemExit(0 if all(figure.good for figure in figures) else 1)
