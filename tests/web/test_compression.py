"""Which content coding an Accept-Encoding header gets, and that the bytes come back."""

import gzip

import pytest
import zstandard

from api.web.compression import choose, compressed

CASES = {
    "": "",
    "gzip": "gzip",
    "x-gzip": "gzip",
    "gzip, deflate, br": "gzip",
    "gzip;q=0": "",
    "gzip;q=0, *;q=1": "",
    "br": "",
    "*": "gzip",
    "identity": "",
    "gzip, zstd": "zstd",
    "zstd;q=0.5, gzip;q=0.8": "gzip",
    "GZIP": "gzip",
    "gzip;q=nonsense": "",
}


@pytest.mark.parametrize(("header", "coding"), CASES.items())
def test_choice(header, coding):
    assert choose(header) == coding


BODY = [b"key,value\r\n" * 1000, b"", b"\xe1\xbb\x87" * 500]


def test_gzip_comes_back():
    assert gzip.decompress(b"".join(compressed(iter(BODY), "gzip"))) == b"".join(BODY)


def test_zstd_comes_back():
    packed = b"".join(compressed(iter(BODY), "zstd"))
    assert zstandard.ZstdDecompressor().decompressobj().decompress(packed) == b"".join(BODY)


def test_identity_is_untouched():
    assert list(compressed(iter(BODY), "")) == BODY
