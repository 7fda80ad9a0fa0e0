"""A phone's passkeys, in software: it signs what a browser would have it sign, and what an attacker might."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def raw(given: str) -> bytes:
    return base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))


@dataclass
class Phone:
    """One passkey. ``origin`` is the page that asks, ``host`` what the device takes the site to be."""

    origin: str = "http://testserver"
    host: str = "testserver"
    count: int = 0
    step: int = 1  # 0: as passkeys that several devices share, whose count is always 0
    flags: int = PRESENT | VERIFIED
    framed: bool = False
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: str = ""

    def _said(self, kind: str, options: dict[str, Any]) -> bytes:
        said = {
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
            "crossOrigin": self.framed,
        }
        return json.dumps(said).encode()

    def _data(self, flags: int) -> bytes:
        self.count += self.step
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def make(self, options: dict[str, Any]) -> str:
        """What is sent back for a new passkey."""
        numbers = self.key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        self.handle = options["user"]["id"]
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(public)
        made = {"fmt": "none", "attStmt": {}, "authData": self._data(self.flags | ATTESTED) + attested}
        said = self._said("webauthn.create", options)
        return self._sent(clientDataJSON=text(said), attestationObject=text(cbor2.dumps(made)))

    def sign(self, options: dict[str, Any], **changed: str) -> str:
        """What is sent back to come in."""
        said, data = self._said("webauthn.get", options), self._data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {
            "clientDataJSON": text(said),
            "authenticatorData": text(data),
            "signature": text(signature),
            "userHandle": self.handle,
        }
        return self._sent(**(parts | changed))

    def _sent(self, **response: str) -> str:
        one = {"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response}
        return json.dumps(one)
