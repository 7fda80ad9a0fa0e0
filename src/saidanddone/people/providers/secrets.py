"""Locks what whoever copies the database must not be able to read (docs/decisions/provider-secrets.md)."""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from saidanddone.people.providers.faults import Misset
from saidanddone.settings import Settings, variable

NO_KEY = f"Whoever runs this site has to set {variable('secrets_key')} first, so that secrets can be locked."


def can_lock(settings: Settings) -> bool:
    """Whether the site has a key to lock secrets with."""
    return settings.has_secrets_key


def lock(settings: Settings, council_id: int, secret: str) -> str:
    """A secret of a council, so that only this site can read it, and for this council only."""
    nonce = os.urandom(12)
    locked = _cipher(settings).encrypt(nonce, secret.encode(), _bound_to(council_id))
    return base64.b64encode(nonce + locked).decode()


def unlock(settings: Settings, council_id: int, locked: str) -> str:
    """The secret again. Raises Misset when the site's key is another one."""
    whole = base64.b64decode(locked)
    try:
        return _cipher(settings).decrypt(whole[:12], whole[12:], _bound_to(council_id)).decode()
    except InvalidTag:
        raise Misset(
            "The secret was locked with another key of this site. Type the secret in again."
        ) from None


def _cipher(settings: Settings) -> AESGCM:
    if not can_lock(settings):
        raise Misset(NO_KEY)
    return AESGCM(settings.key_for("what councils give in confidence"))


def _bound_to(council_id: int) -> bytes:
    return f"provider secret of council {council_id}".encode()
