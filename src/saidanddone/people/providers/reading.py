"""What a provider says of itself and its keys, read when it is needed and kept for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from saidanddone import clock
from saidanddone.people.providers import network
from saidanddone.people.providers.faults import Down, Misset
from saidanddone.settings import Settings

KEPT_FOR = timedelta(hours=1)
ASKED_AGAIN_AFTER = timedelta(seconds=30)  # a token with an unknown key makes us ask no more often
KEPT_AT_MOST = 200
# Signed with a key of the provider's own: never "none", and never with the secret that both know.
ALGORITHMS = frozenset("RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519".split())


@dataclass(frozen=True)
class Metadata:
    """What a provider says of itself, checked."""

    issuer: str
    authorization: str
    token: str
    keys: str
    algorithms: tuple[str, ...]
    secret_in_body: bool
    names_itself: bool  # it says who it is when it sends somebody back


class Reading:
    """What was read of providers by this process."""

    def __init__(self, settings: Settings) -> None:
        self.private = settings.private_providers
        self._metadata: dict[str, tuple[datetime, Metadata]] = {}
        self._keys: dict[str, tuple[datetime, KeySet]] = {}

    async def metadata(self, issuer: str, *, anew: bool = False) -> Metadata:
        """What the provider says of itself. Raises Down or Misset."""
        kept = self._metadata.get(issuer)
        if kept and not anew and clock.real_now() - kept[0] < KEPT_FOR:
            return kept[1]
        address = issuer.rstrip("/") + "/.well-known/openid-configuration"
        found = self._checked(issuer, await network.read_json(address, private=self.private))
        _keep(self._metadata, issuer, found)
        return found

    async def keys(self, metadata: Metadata, *, anew: bool = False) -> KeySet:
        """The keys it signs with; ``anew`` when a token names one that isn't there. Raises Down or Misset."""
        kept = self._keys.get(metadata.keys)
        if kept:
            age = clock.real_now() - kept[0]
            if age < (ASKED_AGAIN_AFTER if anew else KEPT_FOR):
                return kept[1]
        read = await network.read_json(metadata.keys, private=self.private)
        try:
            found = _signing(read)
        except (JoseError, ValueError, TypeError, KeyError):
            raise Down("The provider’s keys can’t be read.") from None
        _keep(self._keys, metadata.keys, found)
        return found

    def _checked(self, issuer: str, read: dict[str, Any]) -> Metadata:
        if read.get("issuer") != issuer:
            raise Misset(
                "The provider says that it is another one than was typed here. "
                "Copy its issuer exactly, with your own tenant’s number in it."
            )
        addresses = [read.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        for address in addresses:
            if not isinstance(address, str) or network.fault_of(address, private=self.private):
                raise Misset("The provider names an address that can’t be used.")
        offered = _texts(read.get("id_token_signing_alg_values_supported")) or ["RS256"]
        algorithms = tuple(name for name in offered if name in ALGORITHMS)
        if not algorithms:
            raise Misset("The provider signs in no way that can be checked here.")
        ways = _texts(read.get("token_endpoint_auth_methods_supported"))
        named = read.get("authorization_response_iss_parameter_supported") is True
        go, token, keys = map(str, addresses)
        return Metadata(issuer, go, token, keys, algorithms, "client_secret_post" in ways, named)


def _signing(read: dict[str, Any]) -> KeySet:
    """The keys that tokens are signed with, of those that a provider publishes."""
    own = [key for key in read["keys"] if key.get("kty") in {"RSA", "EC", "OKP"} and key.get("use") != "enc"]
    return KeySet.import_key_set({"keys": own})


def _texts(found: Any) -> list[str]:
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _keep(where: dict[str, Any], name: str, found: Any) -> None:
    if len(where) >= KEPT_AT_MOST:
        where.clear()
    where[name] = (clock.real_now(), found)
