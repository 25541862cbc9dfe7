"""Hidden folders that an export works in: held while it lasts, and cleared when a killed one left its own."""

import os
import re
import shutil
import tempfile
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # Not on every system; leftovers stay there.
    fcntl = None

# A folder younger than this may belong to a process that has not taken hold of it yet.
_OLD_SECONDS = 60 * 60
# How the system ends the names of folders it makes for us.
_ENDING = re.compile(r"[a-z0-9_]{8}")


class WorkFolder:
    """A new hidden folder that no other export clears while this one holds it.

    Before it is made, folders named alike are removed if they are this user's, untouched for an hour, and
    held by nobody: an export that was killed could not remove its own.

    Args:
        parent: Where it is made.
        prefix: What its name begins with.

    Raises:
        OSError: If it cannot be made.
    """

    def __init__(self, parent: Path, prefix: str) -> None:
        for left in sorted(parent.iterdir()):
            if left.name.startswith(prefix) and _ENDING.fullmatch(left.name.removeprefix(prefix)):
                _clear(left)
        self.path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        self._handle = _held(self.path)

    def release(self) -> None:
        """Let go of it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _held(folder: Path) -> int | None:
    """A handle that holds the folder; None where another holds it or the system has no such thing."""
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _clear(folder: Path) -> None:
    """Remove a folder that a killed export left."""
    try:
        known = folder.lstat()
        if folder.is_symlink() or not folder.is_dir() or known.st_uid != os.getuid():
            return
        newest = max((one.lstat().st_mtime for one in folder.rglob("*")), default=known.st_mtime)
        if time.time() - max(newest, known.st_mtime) < _OLD_SECONDS:
            return
        handle = _held(folder)
    except OSError:
        return
    if handle is not None:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)
