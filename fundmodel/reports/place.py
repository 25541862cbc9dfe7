"""Files that appear complete or not at all: written beside their place, then renamed."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from fundmodel.reports.work_folder import WorkFolder

_PREFIX = ".fundmodel-export-"


class ReportError(ValueError):
    """An export that cannot be made as asked; the message says what, where, what is allowed, what to do."""


class ExportFolder:
    """A folder whose new files appear together, when all of them are complete.

    Entering it makes a hidden folder inside the target for the work; `publish` renames what was written there
    into the target. Leaving it removes the hidden folder, whatever happened: files of an earlier export stay
    as they were until the new ones are whole. What an export that was killed left hidden there is cleared.

    Args:
        target: Where the files are to appear; made if it does not exist.

    Raises:
        ReportError: If the target is a file or cannot be written.
    """

    def __init__(self, target: str | Path) -> None:
        self.target = Path(target).expanduser().absolute()
        self._work: WorkFolder | None = None
        self._made: list[Path] = []

    def __enter__(self) -> Path:
        try:
            if self.target.exists() and not self.target.is_dir():
                raise ReportError(f"--out {self.target}: is a file; name a folder.")
            self._made = [one for one in (self.target, *self.target.parents) if not one.exists()]
            self.target.mkdir(parents=True, exist_ok=True)
            # On the same disk as the target, or a rename would not be one step.
            self._work = WorkFolder(self.target, _PREFIX)
        except OSError as error:
            raise self._refusal(error) from error
        return self._work.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._work is not None:
            shutil.rmtree(self._work.path, ignore_errors=True)
            self._work.release()
        for made in self._made:
            if made.is_dir() and not any(made.iterdir()):
                made.rmdir()
        if isinstance(error, OSError):
            raise self._refusal(error) from error

    def publish(self, names: Mapping[Path, str]) -> list[Path]:
        """Rename finished files and folders of the hidden folder to their names in the target.

        Args:
            names: What was written -> its name; a file or folder of that name from an earlier export is
                replaced.

        Returns:
            Their new places, in the same order.

        Raises:
            ReportError: If a name is taken by something that an export never writes.
        """
        for written, name in names.items():
            place = self.target / name
            if place.exists() and place.is_dir() != written.is_dir():
                kind = "a folder" if place.is_dir() else "a file"
                raise ReportError(f"--out {self.target}: {name} is {kind} already; rename or remove it.")
        return [self._renamed(written, self.target / name) for written, name in names.items()]

    def _renamed(self, written: Path, place: Path) -> Path:
        if not place.is_dir():
            written.replace(place)
            return place
        # A folder cannot replace another in one step: the earlier one stays until the new one has its name.
        before = written.with_name(f"{written.name}-before")
        place.rename(before)
        try:
            written.rename(place)
        except OSError:
            before.rename(place)
            raise
        return place

    def _refusal(self, fault: OSError) -> ReportError:
        reason = fault.strerror or str(fault)
        return ReportError(f"--out {self.target}: cannot be written: {reason}; name another folder.")
