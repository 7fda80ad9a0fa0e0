"""A real mail server on this machine, and what it does to the letters that it is handed."""

import asyncio
import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


class Takes:
    """Takes every letter, after so many refusals (by a code), or after so many seconds."""

    def __init__(self, refusals=(), hangs=0.0):
        self.refusals, self.hangs = list(refusals), hangs
        self.letters, self.asked = [], 0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        self.asked += 1
        if self.hangs:
            await asyncio.sleep(self.hangs)
        if self.refusals:
            return self.refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.letters.append((envelope.rcpt_tos[0], envelope.content.decode()))
        return "250 OK"


@contextmanager
def mail_server(takes, port):
    """The server runs inside the block."""
    controller = Controller(takes, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()
