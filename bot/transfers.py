"""The bytes of files, to and from Slack's file hosts; nothing else is ever asked, and nobody's redirect is followed."""

import ipaddress
import os
from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener, proxy_bypass

_OCTETS = "application/octet-stream"


class Distrusted(OSError):  # noqa: N818 - it reads as what it is: an address that is not Slack's
    """An address that is none of Slack's file hosts."""


class TooLarge(OSError):  # noqa: N818 - as above
    """More bytes than anybody wants to copy."""


class _NoRedirects(HTTPRedirectHandler):
    """A token must not travel to wherever an answer points; Slack redirects only those who may not read."""

    def redirect_request(self, *_: object) -> None:
        return None


class Transfers:
    """Carries bytes for a bot, to and from the Web API's own host (`api` is its address) and `files.` before it."""

    def __init__(self, api: str, proxy: str | None, timeout: float) -> None:
        scheme, host = urlsplit(api)[:2]
        self._origins = {f"{scheme}://{host}", f"{scheme}://files.{host}"}
        self._proxy = proxy
        self._timeout = timeout

    def fetch(self, url: str, token: str, most: int) -> bytes:
        """Read a file. Raises Distrusted, TooLarge (beyond so many bytes), HTTPError, OSError and HTTPException."""
        opener = self._opener(url)
        request = Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - checked a line before
        with opener.open(request, timeout=self._timeout) as answer:
            content: bytes = answer.read(most + 1)
        if len(content) > most:
            raise TooLarge(url)
        return content

    def send(self, url: str, content: bytes) -> None:
        """Post bytes to an upload address. Raises Distrusted, HTTPError, OSError and HTTPException."""
        opener = self._opener(url)
        request = Request(url, content, {"Content-Type": _OCTETS})  # noqa: S310 - checked a line before
        with opener.open(request, timeout=self._timeout) as answer:
            answer.read()

    def _opener(self, url: str) -> OpenerDirector:
        """A way to one of Slack's own addresses; of others Distrusted is raised."""
        if _origin(url) not in self._origins:
            raise Distrusted(url)
        proxy = proxy_for(url, self._proxy)
        proxies: Mapping[str, str] = {"http": proxy, "https": proxy} if proxy else {}
        return build_opener(ProxyHandler(dict(proxies)), _NoRedirects())


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def keep_loopback_direct() -> None:
    """Name loopback in NO_PROXY: without, urllib would look for a workspace on this machine behind the proxy."""
    for name in ("no_proxy", "NO_PROXY"):
        named = os.environ.get(name, "").split(",")
        os.environ[name] = ",".join(dict.fromkeys([*filter(None, named), "127.0.0.1", "localhost"]))


def proxy_for(url: str, proxy: str | None) -> str | None:
    """Return the proxy for a URL; the SDK takes one from the environment without looking at NO_PROXY."""
    host = urlsplit(url).hostname or ""
    return None if _is_loopback(host) or proxy_bypass(host) else proxy


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
