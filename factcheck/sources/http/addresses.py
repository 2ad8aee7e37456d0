"""Which addresses are the public internet.

Own tables, because ``ipaddress.is_global`` differs between patch releases of CPython and lets cloud metadata
services through. IPv4 starts from ``is_global`` and takes away; IPv6 starts from the one block IANA hands out
and takes away whatever can carry an IPv4 address inside.

Sources: IANA special-purpose address registries; RFC 6890, 5214 (ISATAP), 6052 (NAT64), 9637 (3fff::/20).
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

IPAddress = IPv4Address | IPv6Address

_IPV4_CLOSED = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's platform service: formally public, reachable only from inside
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_IPV6_UNICAST = IPv6Network("2000::/3")
_IPV6_CLOSED = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # Teredo and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
)
_ISATAP_IDS = frozenset({0x00005EFE, 0x02005EFE})


def parse_address(text: str) -> IPAddress | None:
    """Return the address written in ``text``, or None; addresses with a zone are never ours to dial."""
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None


def is_public(address: IPAddress) -> bool:
    """Tell whether ``address`` is a unicast address of the public internet."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in block for block in _IPV4_CLOSED)
    if address not in _IPV6_UNICAST or any(address in block for block in _IPV6_CLOSED):
        return False
    return (int(address) >> 32) & 0xFFFFFFFF not in _ISATAP_IDS
