"""Formats by the names of their modules, as tests and their files know them."""

from importlib import import_module
from pkgutil import iter_modules

from api.formats import data
from api.formats.base import Format
from api.model.dataset import DataMessage

#: Module name -> format.
FORMATS: dict[str, Format[DataMessage]] = {
    found.name: import_module(f"{data.__name__}.{found.name}").FORMAT
    for found in iter_modules(data.__path__)
}
