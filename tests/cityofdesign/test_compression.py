import gzip

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from cityofdesign.compression import CompressionMiddleware, squeezed

TEXT = "设计中心 design centre\n".encode() * 200


def answered(accepts="br, gzip", **response):
    middleware = CompressionMiddleware(lambda request: response_of(**response))
    return middleware(RequestFactory().get("/", headers={"accept-encoding": accepts}))


def response_of(content=TEXT, stream=None, **headers):
    return (
        StreamingHttpResponse(stream, headers=headers) if stream else HttpResponse(content, headers=headers)
    )


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1, br;q=0.5", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000, gzip", "gzip"),
        ("gzip", "gzip"),
        ("brotli, identity", None),
        ("", None),
    ],
)
def test_the_reader_says_what_it_takes(accepts, coding):
    answer = answered(accepts)
    read = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert answer.get("Content-Encoding") == coding
    assert read(answer.content) == TEXT
    assert answer["Vary"] == "Accept-Encoding"


def test_the_length_does_not_tell_what_the_answer_repeats():
    lengths = {len(answered().content) for _ in range(200)}
    assert len(lengths) > 50


@pytest.mark.parametrize("bytes_", [1, 2, 3, 4, 255, 256])
def test_random_bytes_of_any_number_are_skipped(bytes_):
    for content in (b"", b"x", TEXT):
        assert brotli.decompress(b"".join(squeezed([content], bytes_))) == content


def test_a_stream_is_handed_on_while_it_grows():
    made = []

    def parts():
        for n in range(200):
            made.append(n)
            yield ", ".join(str(k * k * 7919 % 100_003) for k in range(n, n + 2000)).encode()

    answer = answered(stream=parts(), **{"Content-Length": "5"})
    streamed = iter(answer.streaming_content)
    first = next(streamed)
    assert len(made) < 200
    assert "Content-Length" not in answer
    assert brotli.decompress(first + b"".join(streamed)).endswith(str(2198 * 2198 * 7919 % 100_003).encode())


def test_an_etag_becomes_weak_and_the_length_true():
    answer = answered(ETag='"abc"')
    assert answer["ETag"] == 'W/"abc"'
    assert answer["Content-Length"] == str(len(answer.content))


@pytest.mark.parametrize("kind", ["image/png", "font/woff2", "application/zip"])
def test_what_is_compressed_already_is_left_alone(kind):
    assert answered(**{"Content-Type": kind}).content == TEXT


def test_short_answers_are_left_alone():
    assert answered(content=b"ok").content == b"ok"
