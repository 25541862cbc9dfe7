"""How a long command says how far it is: a bar on a terminal, a line every few seconds elsewhere."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import typer

SECONDS_BETWEEN_LINES = 5


@contextmanager
def shown_progress(what: str = "block") -> Generator[Callable[[int, int, str], None]]:
    """Shows progress on stderr, so that stdout stays data.

    Args:
        what: What is counted.

    Yields:
        A function to call with (done, total, text).
    """
    # Imported here: help and mistyped options answer sooner.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        said = time.monotonic()

        def show(done: int, total: int, text: str) -> None:
            nonlocal said
            bar.update(task, completed=done, total=total, description=text)
            if not console.is_terminal and time.monotonic() - said > SECONDS_BETWEEN_LINES:
                said = time.monotonic()
                typer.echo(f"{what} {done} of {total}: {text}", err=True)

        yield show
