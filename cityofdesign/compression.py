"""Answers compressed with brotli where the reader takes it, with gzip elsewhere.

The length of a compressed answer must not tell what it repeats of the request (BREACH). Django hides it for
gzip behind a file name of random length; brotli has skippable blocks for such bytes (RFC 7932, 9.2).
"""

import re
import secrets
from collections.abc import Iterable, Iterator

import brotli
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

QUALITY = 4  # half the time of gzip for fewer bytes; one more takes 1.6 times as long for 5 % less
WINDOW = 18  # bits: a quarter of a megabyte, more than a page; a stream is handed on twice that at the latest
SHORTEST = 200  # bytes; below, the headers weigh more
TAKES_BROTLI = re.compile(r"(?:^|,)\s*br\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[\d.]+\s*)?(?:,|$)")
SQUEEZED = re.compile(r"(?!image/svg)(?:image|audio|video|font)/|application/(?:zip|pdf|vnd\.openxml)")


class CompressionMiddleware(GZipMiddleware):
    """Django's, with brotli besides; what is compressed already (pictures, xlsx) is left alone."""

    def process_response(self, request, response):
        if SQUEEZED.match(response.get("Content-Type", "")) or response.has_header("Content-Encoding"):
            return response
        if not TAKES_BROTLI.search(request.headers.get("Accept-Encoding", "")):
            return super().process_response(request, response)
        if not response.streaming and len(response.content) < SHORTEST:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if response.streaming:
            response.streaming_content = squeezed(response.streaming_content, self.max_random_bytes)
            del response.headers["Content-Length"]
        else:
            response.content = b"".join(squeezed([response.content], self.max_random_bytes))
            response.headers["Content-Length"] = str(len(response.content))
        if (etag := response.get("ETag", "")).startswith('"'):
            response.headers["ETag"] = "W/" + etag  # equal in meaning, no longer in bytes
        response.headers["Content-Encoding"] = "br"
        return response


def squeezed(parts: Iterable[bytes], most_random: int) -> Iterator[bytes]:
    """The parts as one brotli stream, handed on as it grows, with 1 to `most_random` random bytes
    at its end."""
    compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=QUALITY, lgwin=WINDOW)
    yield from filter(None, map(compressor.process, parts))
    yield compressor.flush() + skipped(secrets.token_bytes(1 + secrets.randbelow(most_random)))
    yield compressor.finish()


def skipped(content: bytes) -> bytes:
    """A block of 1 to 256 bytes that readers of brotli skip; it stands where a flush left the stream, at a
    whole byte."""
    return (0b010110 | (len(content) - 1) << 6).to_bytes(2, "little") + content
