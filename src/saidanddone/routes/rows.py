"""How a row of a table of routes is written: a method, a path, the view behind it, its name."""

from __future__ import annotations

from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.routing import BaseRoute, Route

from saidanddone.people.doors import View


class Number(IntegerConvertor):
    """A number in an address: nine digits at most, which a column of every database holds."""

    regex = "[0-9]{1,9}"


register_url_convertor("number", Number())


def get(path: str, view: View, name: str) -> BaseRoute:
    return Route(path, view, methods=["GET"], name=name)


def post(path: str, view: View, name: str) -> BaseRoute:
    return Route(path, view, methods=["POST"], name=name)
