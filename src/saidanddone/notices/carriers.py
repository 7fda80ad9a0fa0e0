"""Who carries letters: a mail server, and GOV.UK Notify. Nothing here meets the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from typing import Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib

from saidanddone.notices.letters import Letter, Way
from saidanddone.settings import Settings

PATIENCE = 20.0  # seconds for one letter: a server that hangs must not hold up the next
NOTIFY = "https://api.notifications.service.gov.uk"
ON_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


class NotNow(Exception):
    """The letter was not taken, and may be later. The words are a code, never an address."""


class Never(Exception):
    """The letter was refused for good: there is no such address, say."""


class Carrier(Protocol):
    async def carry(self, letter: Letter) -> None:
        """Send a letter. Raises NotNow or Never."""


class Mail:
    """A mail server: ``smtp://user:password@host:587`` (STARTTLS), or ``smtps://`` for TLS from the start."""

    def __init__(self, server: str, sender: str) -> None:
        parts = urlsplit(server)
        self.host, self.tls = parts.hostname or "", parts.scheme == "smtps"
        self.port = parts.port or (465 if self.tls else 587)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.sender = sender

    async def carry(self, letter: Letter) -> None:
        await self._in_time(lambda server: server.send_message(self.message(letter)))

    async def answers(self) -> None:
        """Raises NotNow when the server does not answer, or does not let us in."""
        await self._in_time(lambda server: server.noop())

    def message(self, letter: Letter) -> EmailMessage:
        """The letter as mail. Its id is the same at every try, so that readers see it once."""
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = letter.subject, self.sender, letter.address
        message["Date"] = formatdate(letter.made_at.timestamp())
        domain = parseaddr(self.sender)[1].rpartition("@")[2]
        message["Message-ID"] = f"<letter-{letter.id}-{int(letter.made_at.timestamp())}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.body)
        return message

    async def _in_time(self, act: Callable[[aiosmtplib.SMTP], Awaitable[object]]) -> None:
        server = self._server()
        try:
            async with asyncio.timeout(PATIENCE):
                await server.connect()
                await act(server)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            codes = [one.code for one in refused.recipients]
            raise (Never if min(codes) >= 500 else NotNow)(f"recipient refused {codes}") from None
        except aiosmtplib.SMTPResponseException as refused:
            raise NotNow(f"{type(refused).__name__} {refused.code}") from None
        except (aiosmtplib.SMTPException, TimeoutError, OSError, ValueError) as fault:
            raise NotNow(type(fault).__name__) from None
        finally:
            # No goodbye is waited for: once the server has taken a letter, nothing may make it look unsent.
            server.close()

    def _server(self) -> aiosmtplib.SMTP:
        in_clear = not self.tls and self.host not in ON_THIS_MACHINE
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password or None,
            use_tls=self.tls,
            start_tls=True if in_clear else None,  # codes and passwords leave this machine by TLS only
            timeout=PATIENCE,
        )


class TextMessages:
    """GOV.UK Notify. Its template holds one field, ``((words))``."""

    def __init__(self, key: str, template: str, address: str = NOTIFY) -> None:
        self.key, self.template, self.address = key, template, address

    async def carry(self, letter: Letter) -> None:
        try:
            await asyncio.to_thread(self._carry, letter)
        except NotNow:
            raise
        except Exception as fault:  # whatever its library or the wire does, the letter waits
            raise NotNow(type(fault).__name__) from None

    def _carry(self, letter: Letter) -> None:
        from notifications_python_client.errors import HTTPError  # loaded when a message is sent: it is slow
        from notifications_python_client.notifications import NotificationsAPIClient

        notify = NotificationsAPIClient(  # type: ignore[no-untyped-call]
            self.key, base_url=self.address, timeout=PATIENCE
        )
        words = {"words": letter.body}
        try:
            notify.send_sms_notification(  # type: ignore[no-untyped-call]
                letter.address, self.template, words, reference=f"letter-{letter.id}"
            )
        except HTTPError as refused:
            raise NotNow(f"Notify {refused.status_code}") from None
        finally:
            notify.request_session.close()


def carriers(settings: Settings) -> dict[Way, Carrier]:
    """Those that the settings name."""
    found: dict[Way, Carrier] = {}
    if settings.mail_server:
        found[Way.EMAIL] = Mail(settings.mail_server, settings.mail_from)
    if settings.notify_key:
        found[Way.TEXT] = TextMessages(settings.notify_key, settings.notify_template)
    return found
