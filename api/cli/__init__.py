"""The command `ilms`. A module here with `COMMANDS` adds them; nothing else names it."""

from importlib import import_module
from pkgutil import iter_modules

import click

import api


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(api.__version__, prog_name="ilms")
def main() -> None:
    """Viet Nam's international labour migration statistics, published as SDMX."""


for _found in iter_modules(__path__):
    if not _found.name.startswith("_"):
        for _command in import_module(f"{__name__}.{_found.name}").COMMANDS:
            main.add_command(_command)
