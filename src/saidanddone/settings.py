"""What a site may be told about itself: every setting, its variable and its meaning, in one place."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

PREFIX = "SAIDANDDONE_"
KEY_AT_LEAST = 32


def _meaning(text: str, default: object, *, secret: bool = False, one_of: tuple[str, ...] = ()) -> object:
    return field(default=default, metadata={"meaning": text, "one_of": one_of}, repr=not secret)


@dataclass(frozen=True)
class Settings:
    """One site's settings. ``Settings.from_environment()`` reads ``SAIDANDDONE_`` + the name in capitals."""

    database_url: str = _meaning(  # type: ignore[assignment]
        "Where the database is: sqlite:///folder/file.sqlite3 or postgres://user:password@host/name.",
        "sqlite://saidanddone.sqlite3",
    )
    origin: str = _meaning(  # type: ignore[assignment]
        "The site's own address, as people type it. Forms sent from any other address are refused. Passkeys "
        "belong to its name.",
        "http://127.0.0.1:8000",
    )
    data: str = _meaning(  # type: ignore[assignment]
        "The folder in which the demo keeps its database.", "demo-data"
    )
    leave_to: str = _meaning(  # type: ignore[assignment]
        "Where “Leave this site” goes: a page that looks like anything else.",
        "https://www.bbc.co.uk/weather",
    )
    secrets_key: str = _meaning(  # type: ignore[assignment]
        "Locks what councils give in confidence, such as their provider's secret, and hashes the addresses "
        "that people come back by: 32 signs or more, kept apart from backups. With another one, providers' "
        "secrets have to be typed in again; addresses are hashed anew when the site starts.",
        "",
    )
    private_providers: bool = _meaning(  # type: ignore[assignment]
        "Lets a council's sign-in provider be on a private network, or on this very machine over http. For "
        "trying things out; leave it off where admins are strangers.",
        False,
    )
    timezone: str = _meaning("The time zone in which people read dates.", "Europe/London")  # type: ignore[assignment]
    demo: bool = _meaning(  # type: ignore[assignment]
        "Shows the demo's pages (look around as someone, move the clock). Only `saidanddone demo` sets it.",
        False,
    )
    due_every: int = _meaning(  # type: ignore[assignment]
        "Seconds between looks for work that has come due; 0 leaves it to `saidanddone due`.", 30
    )
    limits: str = _meaning(  # type: ignore[assignment]
        "Where it is counted how often somebody does a thing: `memory`, or Redis where several workers run "
        "(redis://host:6379/0; it needs `pip install redis`). `off` leaves it to what stands in front; wrong "
        "codes are counted all the same.",
        "memory",
    )
    proxies: str = _meaning(  # type: ignore[assignment]
        "Addresses of the proxies in front of the site, with commas between them. What they say of where a "
        "request came from (X-Forwarded-For) is believed, and nobody else's word for it.",
        "127.0.0.1,::1",
    )
    log_as: str = _meaning(  # type: ignore[assignment]
        "How a line of the log is written: `words` (name=value) or `json`.", "words", one_of=("words", "json")
    )
    log_requests: str = _meaning(  # type: ignore[assignment]
        "Which requests the log tells: `notable` (all that change something, fail, are refused or are slow) "
        "or `all`.",
        "notable",
        one_of=("notable", "all"),
    )

    mail_server: str = _meaning(  # type: ignore[assignment]
        "The mail server that carries letters: smtp://user:password@host:587, or smtps:// for TLS from the "
        "start. Without it letters by email wait, and nobody can come back by a code in their mail.",
        "",
        secret=True,
    )
    mail_from: str = _meaning(  # type: ignore[assignment]
        "Whom letters come from: Said & Done <hello@ideas.example.org>.", ""
    )
    notify_key: str = _meaning(  # type: ignore[assignment]
        "An API key of GOV.UK Notify, which carries text messages. Without it they wait.",
        "",
        secret=True,
    )
    notify_template: str = _meaning(  # type: ignore[assignment]
        "The id of a text message template in GOV.UK Notify. Its whole text is ((words)).", ""
    )

    @property
    def secure(self) -> bool:
        """Whether people reach the site over https, so that cookies may be kept to it."""
        return self.origin.startswith("https://")

    def key_for(self, use: str) -> bytes:
        """32 bytes made from ``secrets_key`` for one use: those of one use tell nothing of another's."""
        return hmac.new(self.secrets_key.encode(), f"saidanddone: {use}".encode(), hashlib.sha256).digest()

    @property
    def has_secrets_key(self) -> bool:
        """Whether the site has a key that nobody guesses."""
        return len(self.secrets_key) >= KEY_AT_LEAST

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, **given: object) -> Settings:
        """The settings that the variables give, and over them those passed by name.

        Raises ValueError, naming the variable, for a number that isn't one and a word that isn't offered.
        """
        found: dict[str, object] = {}
        for setting in fields(cls):
            text = environment.get(variable(setting.name))
            if text:
                found[setting.name] = _read(setting.name, text, setting.default, setting.metadata["one_of"])
        return cls(**{**found, **given})  # type: ignore[arg-type]


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def _read(name: str, text: str, default: object, one_of: tuple[str, ...]) -> object:
    if one_of and text not in one_of:
        raise ValueError(f"{variable(name)} must be {' or '.join(one_of)}")
    if isinstance(default, bool):
        return text.lower() in {"1", "true", "yes", "on"}
    if not isinstance(default, int):
        return text
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{variable(name)} must be a whole number")
    return int(text)
