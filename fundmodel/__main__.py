"""`python -m fundmodel` is the command `fundmodel`."""

from fundmodel.cli import main

if __name__ == "__main__":
    main()
