"""Short hashes that tell whether something is still the same; BLAKE2b, RFC 7693."""

import hashlib
from collections.abc import Iterable

import msgspec

SIZE = 8  # bytes


def of_bytes(chunks: Iterable[bytes]) -> str:
    """The hash of some bytes, each with its length, so that no two lists are taken for one."""
    digest = hashlib.blake2b(digest_size=SIZE)
    for chunk in chunks:
        digest.update(len(chunk).to_bytes(8, "big") + chunk)
    return digest.hexdigest()


def of(value: object) -> str:
    """The hash of anything that msgspec can write as JSON; the order of keys does not count."""
    return of_bytes([msgspec.json.encode(value, order="sorted")])
