"""Said & Done: young people say what should change, and the council is held to doing it."""

from importlib.metadata import version

__version__ = version("saidanddone")
