"""What is kept: frames under their recipe in memory, facts of large runs as Parquet."""

import hashlib
import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import polars as pl

# Frames in a run are read-only: what was hashed once is known for as long as the frame lives.
_hashed: dict[int, tuple[weakref.ref[pl.DataFrame], bytes]] = {}


def content_hash(*parts: object) -> str:
    """A hash of texts, numbers and frames, equal for equal content.

    Example:
        >>> content_hash("a", 1) == content_hash("a", 1) != content_hash("a", 2)
        True
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(_frame_hash(part) if isinstance(part, pl.DataFrame) else repr(part).encode())
        digest.update(b"\x1f")
    return digest.hexdigest()


def _frame_hash(frame: pl.DataFrame) -> bytes:
    place = id(frame)
    known = _hashed.get(place)
    if known is not None and known[0]() is frame:
        return known[1]
    buffer = BytesIO()
    frame.rechunk().write_ipc(buffer, compression="uncompressed")
    found = hashlib.blake2b(buffer.getbuffer(), digest_size=16).digest()

    def forget(reference: weakref.ref[pl.DataFrame]) -> None:
        entry = _hashed.get(place)
        if entry is not None and entry[0] is reference:
            del _hashed[place]

    _hashed[place] = (weakref.ref(frame, forget), found)
    return found


class Cache:
    """Frames by recipe, least recently used out first; safe to share between sessions.

    Args:
        limit_bytes: How much memory the kept frames may take together.
    """

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._frames: OrderedDict[str, tuple[pl.DataFrame, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, recipe: str) -> pl.DataFrame | None:
        """The frame kept under a recipe, or None."""
        with self._lock:
            entry = self._frames.get(recipe)
            if entry is None:
                return None
            self._frames.move_to_end(recipe)
            return entry[0]

    def put(self, recipe: str, frame: pl.DataFrame) -> None:
        """Keep a frame; a frame larger than the limit is not kept."""
        size = int(frame.estimated_size())
        with self._lock:
            if size > self.limit_bytes:
                return
            if recipe in self._frames:
                self._bytes -= self._frames.pop(recipe)[1]
            self._frames[recipe] = (frame, size)
            self._bytes += size
            while self._bytes > self.limit_bytes:
                _, (_, dropped) = self._frames.popitem(last=False)
                self._bytes -= dropped

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._frames.clear()
            self._bytes = 0


class Facts:
    """The facts of a run by table, block after block: in memory for small runs, as Parquet for large ones.

    Args:
        spills: True to write each block to a temporary folder instead of keeping it in memory.
    """

    def __init__(self, spills: bool) -> None:
        self.spills = spills
        self._frames: dict[str, list[pl.DataFrame]] = {}
        self._files: dict[str, list[Path]] = {}
        self._folder: Path | None = None

    def _place(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="fundmodel-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def append(self, table: str, frame: pl.DataFrame) -> None:
        """Add the rows of one block."""
        if not self.spills:
            self._frames.setdefault(table, []).append(frame)
            return
        parts = self._files.setdefault(table, [])
        target = self._place() / f"{table}-{len(parts):06d}.parquet"
        partial = target.with_suffix(".partial")
        frame.rechunk().write_parquet(partial, compression="lz4", row_group_size=122_880, statistics=True)
        partial.replace(target)
        parts.append(target)

    def frame(self, table: str) -> pl.DataFrame:
        """All rows of a table in one frame."""
        if not self.spills:
            parts = self._frames[table]
            if len(parts) > 1:
                # Several answers read the same facts.
                parts[:] = [pl.concat(parts, rechunk=True)]
            return parts[0]
        return pl.read_parquet(self._files[table])

    def scan(self, table: str) -> pl.LazyFrame:
        """All rows of a table, read when asked for."""
        return pl.scan_parquet(self._files[table]) if self.spills else self.frame(table).lazy()

    def files(self, table: str) -> list[str]:
        """The Parquet parts of a table; empty when it is kept in memory."""
        return [str(path) for path in self._files.get(table, [])]

    def has(self, table: str) -> bool:
        """True if the rows of every block are there."""
        return table in self._files or table in self._frames

    def drop(self, tables: Iterable[str]) -> None:
        """Forget tables whose blocks are incomplete."""
        for table in tables:
            self._frames.pop(table, None)
            for path in self._files.pop(table, []):
                path.unlink(missing_ok=True)
