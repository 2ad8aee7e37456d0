from __future__ import annotations

from ipaddress import ip_address

import pytest

from factcheck.sources.http.addresses import is_public, parse_address

CLOSED = """
0.0.0.0 10.0.0.5 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16 169.254.169.254
172.16.0.5 172.31.255.255 192.0.0.192 192.0.0.9 192.0.2.5 192.88.99.1 192.168.1.5 198.18.0.1 198.51.100.1 203.0.113.5
224.0.0.1 233.252.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:8.8.8.8 ::ffff:0:7f00:1 ::7f00:1
64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1
2001:db8::1 2002:7f00:1::1 2002:808:808::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 4000::1
2600::5efe:7f00:1 2600::200:5efe:a00:1
"""
OPEN = """
1.1.1.1 8.8.8.8 93.184.216.34 168.63.129.17 172.32.0.1 192.0.1.1 2606:4700::1111 2a00:1450::1 2001:4860::8888
"""


@pytest.mark.parametrize("address", CLOSED.split())
def test_special_purpose_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OPEN.split())
def test_ordinary_unicast_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("text", ["127.1", "0177.0.0.1", "2130706433", "fe80::1%eth0", "", "1.2.3.4.", "１.1.1.1"])
def test_only_plain_spellings_are_addresses(text: str) -> None:
    assert parse_address(text) is None
