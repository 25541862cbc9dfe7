"""Parts of an export that a second process does while the first one writes: two cores instead of one."""

import importlib
import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from fundmodel.datasets import FOLDER_VARIABLE, find_folder

logger = logging.getLogger(__name__)

_START = "from fundmodel.reports.beside import main; main()"
_REMEMBERED = 16
_known: OrderedDict[Hashable, Any] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class Piece:
    """A piece of work that needs nothing but what is given with it.

    Attributes:
        function: `module:function`.
        given: Its arguments; they can be hashed and pickled.
    """

    function: str
    given: tuple[Hashable, ...] = ()

    def done_here(self) -> Any:  # noqa: ANN401 (whatever the function gives)
        """What it gives, worked out by this process."""
        module, name = self.function.split(":")
        made: Callable[..., Any] = getattr(importlib.import_module(module), name)
        return made(*self.given)


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _remembered(piece: Piece, make: Callable[[], Any]) -> Any:  # noqa: ANN401
    """What a piece gives, kept for the next export: other languages ask for the same."""
    key = (piece, str(find_folder()))
    with _lock:
        if key in _known:
            return _known[key]
    found = make()
    with _lock:
        _known[key] = found
        while len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return found


def forget() -> None:
    """Work every piece out again when it is next asked for."""
    with _lock:
        _known.clear()


def done(piece: Piece) -> Any:  # noqa: ANN401
    """What a piece gives, known from before or worked out by this process."""
    return _remembered(piece, piece.done_here)


class Beside:
    """A second process for the pieces of one export; it ends with it, whatever happens.

    It calls the same functions with the same arguments as this process would: files have the same bytes with
    it and without it. A piece that it cannot do - it could not be started, was ended by the system, met a
    fault - this process does itself, so that a fault is raised here, in the words it has here. What it has
    not begun when it is asked for, this process does rather than wait.

    Args:
        is_used: False to do everything in this process.
    """

    def __init__(self, is_used: bool = True) -> None:
        self._is_used = is_used and cores() > 1 and bool(sys.executable)
        self._asked: dict[Piece, Future[Any]] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)
        if self._process is not None:
            self._process.communicate()

    def ask(self, piece: Piece) -> None:
        """Have a piece done by the second process, after those asked for before."""
        if not self._is_used or piece in self._asked or (piece, str(find_folder())) in _known:
            return
        try:
            self._process = self._process or _started()
        except OSError as error:
            logger.warning("no second process for the export: %s", error)
            self._is_used = False
            return
        self._asked[piece] = self._pool.submit(_answered, self._process, piece)

    def done(self, piece: Piece) -> Any:  # noqa: ANN401
        """What a piece gives, from the second process if it is at work on it or has done it."""
        asked = self._asked.pop(piece, None)
        if asked is None or asked.cancel():
            return done(piece)
        try:
            found = asked.result()
        except (OSError, EOFError, pickle.PickleError) as error:
            logger.warning("done again by this process: %s: %r", piece.function, error)
            return done(piece)
        return _remembered(piece, lambda: found)


def _started() -> subprocess.Popen[bytes]:
    # Where this process finds its modules, the other one does.
    path = os.pathsep.join(dict.fromkeys(str(Path(entry).absolute()) for entry in sys.path))
    environment = os.environ | {FOLDER_VARIABLE: str(find_folder()), "PYTHONPATH": path}
    command = [sys.executable, "-P", "-c", _START]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603


def _answered(process: subprocess.Popen[bytes], piece: Piece) -> Any:  # noqa: ANN401
    if process.stdin is None or process.stdout is None:
        raise EOFError
    pickle.dump(piece, process.stdin)
    process.stdin.flush()
    return pickle.load(process.stdout)  # noqa: S301 (our own process)


def main() -> None:
    """Do pieces from the standard input, one by one, and write what each gives to the standard output.

    A fault ends this process: the other one meets it itself then, and says it.
    """
    # The first process ends this one when it is interrupted itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.excepthook = lambda kind, fault, trace: logger.debug("fault", exc_info=(kind, fault, trace))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library says must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asked: queue.SimpleQueue[Piece] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(asked,), daemon=True).start()
    while True:
        pickle.dump(asked.get().done_here(), answers)
        answers.flush()


def _read(asked: queue.SimpleQueue[Piece]) -> None:
    """Hand over what is asked for; where nobody is left who could ask, end at once."""
    while True:
        try:
            asked.put(pickle.load(sys.stdin.buffer))  # noqa: S301 (our own process)
        except (EOFError, OSError, pickle.PickleError):
            os._exit(0)
