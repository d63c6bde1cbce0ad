"""`python -m xsmig`."""

from xsmig.cli import main

main()
