"""Which addresses may be connected to: those of the public internet. The address that was checked is the one that is connected to.

A name may resolve to one address when it is checked and to another when it is used (DNS rebinding), so that resolving, checking and
connecting are one step, for the first request and for each redirect. TLS still checks the certificate of the name.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Refused(Exception):
    """A host that is not of the public internet."""


def is_public(address: IpAddress) -> bool:
    """Whether an address is reached over the internet and is one host: not private, loopback, link-local, multicast, reserved, shared."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64 or int(address) >> 32 == 0:  # IPv4-compatible: ::127.0.0.1
            inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(one is not None and not is_public(one) for one in inner):
            return False
        if address.ipv4_mapped is not None:
            return True
        if address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local)


def public_addresses(host: str, port: int) -> list[str]:
    """What a name resolves to. Raises Refused when any of it is not public, httpcore.ConnectError when it resolves to nothing."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"{host} has no address") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not is_public(ipaddress.ip_address(address.partition("%")[0])):
            raise Refused(f"{host} is {address}, which is not of the public internet")
    return addresses


class PublicBackend(httpcore.NetworkBackend):
    """Connections to public addresses, each read and write within one deadline: a server that sends a byte a minute is left too."""

    def __init__(self) -> None:
        self._plain = httpcore.SyncBackend()
        self.deadline = float("inf")  # by time.monotonic()

    def addresses(self, host: str, port: int) -> list[str]:
        """Overridden by tests alone, which serve from this machine."""
        return public_addresses(host, port)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """As httpcore's, to the first of the checked addresses that answers."""
        broken: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self.addresses(host, port)[:4]:
            try:
                stream = self._plain.connect_tcp(address, port, self._left(timeout), local_address, socket_options)
                return _Timed(stream, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                broken = error
        raise broken

    def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None) -> Any:
        """Never."""
        raise Refused("a socket of this machine")

    def sleep(self, seconds: float) -> None:
        """As httpcore's, for its retries."""
        time.sleep(min(seconds, self._left(seconds)))

    def _left(self, timeout: float | None) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole answer took too long")
        return min(left, timeout if timeout is not None else left)


class _Timed(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, backend: PublicBackend) -> None:
        self._stream = stream
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._backend._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._backend._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._backend._left(timeout)), self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
