"""The code for a token, and the token checked: signed by this provider, for us, now, and for this sign-in."""

from __future__ import annotations

import asyncio
import hmac
import re
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from saidanddone import clock
from saidanddone.people.providers import network
from saidanddone.people.providers.faults import Down, Misset, Untrue
from saidanddone.people.providers.models import Provider
from saidanddone.people.providers.reading import Metadata, Reading

LEEWAY = 60  # seconds by which two clocks may differ
SCOPE = "openid profile"
ENTRA = re.compile(
    r"(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net)"
)
TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def client_of(
    provider: Provider, metadata: Metadata, secret: str, back: str, private: bool
) -> AsyncOAuth2Client:
    """Authlib's client for one provider; ``back`` is the address that people come back to."""
    return AsyncOAuth2Client(
        provider.client_id,
        secret,
        token_endpoint_auth_method="client_secret_post" if metadata.secret_in_body else "client_secret_basic",
        scope=SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        **network.options(private=private),
    )


async def token_for(client: AsyncOAuth2Client, metadata: Metadata, code: str, verifier: str) -> str:
    """The ID token that a code stands for. Raises Down, Misset (the secret) or Untrue (the code)."""
    try:
        async with asyncio.timeout(network.SECONDS), client:
            found = await client.fetch_token(
                metadata.token, grant_type="authorization_code", code=code, code_verifier=verifier
            )
    except AuthlibBaseError as refused:
        if refused.error in {"invalid_client", "unauthorized_client"}:
            raise Misset("The provider refuses this site’s secret.") from None
        raise Untrue("The provider does not know this sign-in.") from None
    except (httpx2.HTTPError, TimeoutError, ValueError):
        raise Down("The provider doesn’t answer, or answers something else.") from None
    token = found.get("id_token")
    if not isinstance(token, str):
        raise Misset("The provider sends no ID token.")
    return token


async def claims_of(
    reading: Reading, provider: Provider, metadata: Metadata, token: str, nonce: str
) -> dict[str, Any]:
    """What a token says of somebody. Raises Untrue when it isn't this provider's, for us, now and here."""
    try:
        claims = await _signed(reading, metadata, token)
        registry = jwt.JWTClaimsRegistry(
            now=int(clock.real_now().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True},
        )
        registry.validate(claims)
    except (JoseError, ValueError, TypeError):
        raise Untrue("The provider’s answer is not one that can be trusted.") from None
    if not _is_ours(claims, provider, nonce):
        raise Untrue("The provider’s answer is not for this sign-in.")
    return claims


async def _signed(reading: Reading, metadata: Metadata, token: str) -> dict[str, Any]:
    def opened(keys: KeySet) -> dict[str, Any]:
        rules = JWSRegistry(algorithms=metadata.algorithms, strict_check_header=False)
        return jwt.decode(token, keys, registry=rules).claims

    try:
        return opened(await reading.keys(metadata))
    except InvalidKeyIdError:
        return opened(await reading.keys(metadata, anew=True))


def _is_ours(claims: dict[str, Any], provider: Provider, nonce: str) -> bool:
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    for_us = claims.get("azp", "" if several else provider.client_id) == provider.client_id
    same = hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode())
    tenant = tenant_of(provider.issuer)
    known = 0 < len(claims["sub"]) <= 255
    return for_us and same and known and (not tenant or claims.get("tid") == tenant)


def is_entra(issuer: str) -> bool:
    """Whether a provider is Microsoft's."""
    return bool(ENTRA.fullmatch(urlsplit(issuer).hostname or ""))


def tenant_of(issuer: str) -> str:
    """The number of the Microsoft tenant in an issuer's address; empty for others."""
    first = urlsplit(issuer).path.strip("/").split("/")[0].lower()
    return first if is_entra(issuer) and TENANT.fullmatch(first) else ""
