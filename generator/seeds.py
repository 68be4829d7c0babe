"""Keyed streams of integers: the same secret and labels give the same numbers, for ever.

A stream is BLAKE2b in counter mode (RFC 7693). The key is the exam's secret, so that nobody can
enumerate sheets from student ids; labels are length-prefixed, so that no two lists of labels give
the same message. Nothing here depends on the version of a library.
"""

from hashlib import blake2b

SCHEMA = 1  # raise it when the meaning of a draw changes: every sheet changes with it


def message(labels: tuple[str | int, ...]) -> bytes:
    """The labels as bytes, each behind its length in four bytes."""
    parts = [str(label).encode() for label in labels]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def keyed(secret: bytes, *labels: str | int, size: int = 64) -> bytes:
    """`size` bytes (at most 64) that only the holder of the secret can compute."""
    key = secret if len(secret) <= 64 else blake2b(secret).digest()
    return blake2b(message(labels), key=key, digest_size=size, person=b"gradset").digest()


class Stream:
    """An endless stream of uniform integers."""

    def __init__(self, secret: bytes, *labels: str | int) -> None:
        self._key = keyed(secret, *labels)
        self._block = 0
        self._bytes = b""

    def _take(self, count: int) -> bytes:
        while len(self._bytes) < count:
            self._bytes += blake2b(self._block.to_bytes(8, "big"), key=self._key).digest()
            self._block += 1
        taken, self._bytes = self._bytes[:count], self._bytes[count:]
        return taken

    def below(self, bound: int) -> int:
        """A uniform integer in 0 … bound - 1, by rejection sampling.

        Raises ValueError where `bound` is not positive.
        """
        if bound < 1:
            raise ValueError(f"an integer below {bound} does not exist")
        bits = (bound - 1).bit_length()
        size = (bits + 7) // 8
        while True:
            number = int.from_bytes(self._take(size), "big") >> (8 * size - bits)
            if number < bound:
                return number
