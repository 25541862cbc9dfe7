"""Published funds of drug compounds financed by notes, as data: read, run, laid beside their reference."""

from fundmodel.studies.file import Study, StudyError
from fundmodel.studies.runs import StudyReport, read_study, run_study, study_names

__all__ = ["Study", "StudyError", "StudyReport", "read_study", "run_study", "study_names"]
