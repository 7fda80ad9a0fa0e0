"""Pages, forms and answers. The only Python file that knows htmx."""

from __future__ import annotations

import unicodedata
from contextlib import aclosing
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import wtforms
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from wtforms.validators import Length

from saidanddone import clock, cookies
from saidanddone.templating import PROGRAMME, of_programme, templates

NOTICE_LASTS = timedelta(minutes=1)
NAME_AT_MOST = 40
FIELDS_AT_MOST, FIELD_BYTES_AT_MOST = 200, 64 * 1024
BLANKS = "\n\t\u034f\u115f\u1160\u2800\u3164\uffa0"  # drawn as nothing, whatever they count as


# Answers


def page(
    request: Request,
    template: str,
    *,
    block: str = "",
    status: int = 200,
    otherwise: Response | None = None,
    **facts: Any,
) -> Response:
    """A whole page, or for htmx the one ``block`` of it.

    With ``otherwise`` (after a form was accepted) a browser without script gets that answer instead.
    """
    wants_block = bool(block) and is_htmx(request)
    if otherwise is not None and not wants_block:
        return otherwise
    found = templates.get_template(template)
    given = {**_standing_facts(request), **facts}
    if wants_block:
        text = "".join(found.blocks[block](found.new_context(given)))
    else:
        text = found.render(given)
    response = HTMLResponse(text, status_code=status)
    if block:
        response.headers["Vary"] = "HX-Request"
    if given["notice"]:
        cookies.NOTICE.drop(response, request.app.state.settings)
    return response


def back_to(
    request: Request, name: str, *, notice: str = "", inside: bool = False, **params: Any
) -> Response:
    """Send the browser on to a named page after a form was accepted; ``notice`` is shown there, once.

    With ``inside`` htmx asks for that page's block and swaps it in, instead of loading the page.
    """
    return go(request, address(request, name, **params), notice=notice, inside=inside)


def address(request: Request, name: str, **params: Any) -> str:
    """The address of a named page: of the council at hand, or of the programme at one of its own doors."""
    council = request.scope.get("council")
    if council is not None:
        params.setdefault("council", council.slug)
    elif at_programme(request):
        name = of_programme(name)
    return str(request.app.url_path_for(name, **params))


def at_programme(request: Request) -> bool:
    """Whether this is a door of the programme's own, which no council has."""
    route = request.scope.get("route")
    return route is not None and str(route.name).startswith(PROGRAMME)


def go(request: Request, address: str, *, notice: str = "", inside: bool = False) -> Response:
    """Send the browser to an address; htmx is told apart: it would follow a 303 into the block it swaps."""
    response: Response = RedirectResponse(address, status_code=303)
    if is_htmx(request) and not inside:
        response = Response(status_code=200, headers={"HX-Redirect": response.headers["location"]})
    if notice:
        cookies.NOTICE.keep(response, request.app.state.settings, quote(notice), NOTICE_LASTS)
    return response


def problem(request: Request, status: int, title: str, words: str, *, reference: str = "") -> Response:
    """A kind page about what went wrong; for htmx only its message, put where the page keeps such things."""
    council = request.scope.get("council")
    home = f"/{council.slug}" if council is not None else "/"
    facts: dict[str, Any] = {"title": title, "words": words, "reference": reference or None, "home": home}
    return as_problem(request, page(request, "errors.html", block="problem", status=status, **facts))


def as_problem(request: Request, response: Response) -> Response:
    """Have htmx put an answer where the page keeps what went wrong; the rest of the page stays as it is."""
    if is_htmx(request):
        response.headers.update({"HX-Retarget": "#problem", "HX-Reswap": "innerHTML"})
    return response


class Need(StrEnum):
    """What an answer needs beyond the strict headers. guards.py says what each of them may then do."""

    PLAYER = "a page that plays sounds of this site"
    MICROPHONE = "a page that records, and plays what it recorded"
    CLOSED = "a file that somebody sent: in it nothing runs and nothing is loaded"


def needs(request: Request, need: Need) -> None:
    """Ask for other headers on the answer to this request."""
    request.scope["needs"] = need


def is_htmx(request: Request) -> bool:
    """Whether a piece of a page is asked for."""
    return request.headers.get("HX-Request") == "true"


def _standing_facts(request: Request) -> dict[str, Any]:
    person = request.scope.get("user")
    return {
        "request": request,
        "council": request.scope.get("council"),
        "programme": at_programme(request),
        "person": person if person is not None and person.id else None,
        "can": person.can if person is not None else _nobody_can,
        "demo": request.app.state.settings.demo,
        "now": clock.now(),
        "notice": notice_of(request) or None,
        "notice_inside": False,
        "lang": "en",
        "dir": "ltr",
        "here": "",
        "dock": True,
    }


def notice_of(request: Request) -> str:
    """What is to be said on the page that comes after an act, once."""
    return unquote(cookies.NOTICE.of(request, request.app.state.settings))


def _nobody_can(_right: str) -> bool:
    return False


def is_a_name(text: str) -> bool:
    """Whether a part of an address can be a slug or a code; nothing else is looked up in the database."""
    return len(text) <= NAME_AT_MOST and text.isprintable()


def whole_number(typed: str | None, figures: int = 9) -> int | None:
    """The whole number that was typed, if it has so many figures at most; every database holds nine."""
    text = typed or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= figures else None


def typed_day(typed: str | None) -> date | None:
    """A day as it was typed, when it is one that databases hold."""
    try:
        found = date.fromisoformat(typed or "")
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2999 else None


# Forms


def too_long(at_most: int) -> str:
    """The one sentence for words that are too long."""
    return f"That is too long. Use {at_most} letters or fewer."


def shorter_than(at_most: int) -> Length:
    """Words that end somewhere."""
    return Length(max=at_most, message=too_long(at_most))


class Form(wtforms.Form):
    """A form whose every refusal is a sentence beside its field."""

    @property
    def problems(self) -> dict[str, str]:
        """The first sentence for each field that has one."""
        return {name: str(errors[0]) for name, field in self._fields.items() if (errors := field.errors)}

    def in_the_box(self, name: str) -> str:
        """What stands in a field's box: what was typed, whatever it was; else what the form begins with."""
        field = self._fields[name]
        return str(field.raw_data[0] if field.raw_data else "" if field.data is None else field.data)

    def refuse(self, field: str, sentence: str) -> None:
        """Add what only the database could tell."""
        self._fields[field].errors = [*self._fields[field].errors, sentence]


F = TypeVar("F", bound=Form)


async def read(request: Request, form: type[F]) -> F:
    """The form as it was sent, checked; ``form.problems`` is empty when it may be acted upon.

    Forms come as UTF-8. What another charset holds could not be written down: halves of signs, say.
    """
    return _checked(form, await sent_fields(request))


async def sent_fields(request: Request) -> FormData:
    """What a form without files holds, as it was sent. Raises HTTPException for what is no form of ours."""
    if not _is_utf8(request.headers.get("Content-Type", "")):
        raise HTTPException(415)
    return await request.form(max_files=0, max_fields=FIELDS_AT_MOST, max_part_size=FIELD_BYTES_AT_MOST)


async def read_with_file(request: Request, form: type[F], name: str) -> tuple[F, bytes]:
    """The form, and the bytes of the one file sent with it (none when there is none).

    The file is held in memory, never in a file of its own: what is deleted later must leave no trace there.
    How large it may be is for SmallBodies to say; more than that raises HTTPException 413.
    """
    kind, _ = parse_options_header(request.headers.get("Content-Type", ""))
    if kind != b"multipart/form-data":
        return await read(request, form), b""
    if not _is_utf8(request.headers.get("Content-Type", "")):
        raise HTTPException(415)
    try:
        async with aclosing(request.stream()) as stream:
            parser = _InMemory(
                request.headers,
                stream,
                max_files=1,
                max_fields=FIELDS_AT_MOST,
                max_part_size=FIELD_BYTES_AT_MOST,
            )
            sent = await parser.parse()
    except MultiPartException as wrong:
        raise HTTPException(400) from wrong
    file = sent.get(name)
    content = await file.read() if isinstance(file, UploadFile) else b""
    filled = _checked(form, sent)
    await sent.close()
    return filled, content


class _InMemory(MultiPartParser):
    spool_max_size = 0  # never rolled over into a file; SmallBodies has counted the bytes


def _checked(form: type[F], sent: FormData) -> F:
    typed = FormData([(name, _tidy(value)) for name, value in sent.multi_items() if isinstance(value, str)])
    filled = form(typed)
    filled.validate()
    for name in dict.fromkeys(name for name, value in typed.multi_items() if _has_hidden_signs(str(value))):
        if name in filled:
            filled.refuse(name, "Take out the hidden signs: copy the words again as plain text.")
    return filled


def _is_utf8(content_type: str) -> bool:
    _, options = parse_options_header(content_type)
    return options.get(b"charset", b"utf-8").lower() in {b"utf-8", b"utf8"}


def _tidy(value: str) -> str:
    """Without what is only typing; what shows nothing at all is as if nothing had been typed."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    return plain if any(_shows(sign) for sign in plain) else ""


def _shows(sign: str) -> bool:
    return sign not in BLANKS and unicodedata.category(sign) not in {"Cf", "Zs", "Zl", "Zp"}


def _has_hidden_signs(text: str) -> bool:
    """Whether a text holds control characters (beyond tab and line end) or half of a surrogate pair."""
    return any(
        (sign < " " and sign not in "\n\t") or sign == "\x7f" or "\ud800" <= sign <= "\udfff" for sign in text
    )
