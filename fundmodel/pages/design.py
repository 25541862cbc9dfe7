"""Design: which terms give a wanted answer."""

from fundmodel import session
from fundmodel.session import design_goal

session.question("design.question")
screen = session.open_page()
design_goal.draw(screen)
