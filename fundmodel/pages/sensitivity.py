"""Sensitivity: which assumptions move an answer most, one by one and two at once."""

from fundmodel import session
from fundmodel.session import sensitivity_views

session.question("sensitivity.question")
screen = session.open_page()
target = sensitivity_views.choose_target(screen.texts)
study = sensitivity_views.study_of(screen)
sensitivity_views.draw_tornado(screen, study, target)
sensitivity_views.draw_grid(screen, target)
session.foot(screen, screen.texts("sensitivity.note"), screen.texts("sensitivity.note_grid"))
