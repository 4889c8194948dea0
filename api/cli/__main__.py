"""`python -m api.cli` is `ilms`."""

from api.cli import main

main()
