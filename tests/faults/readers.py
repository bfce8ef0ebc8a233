"""Many readers in one process of their own, who each ask again as soon as they are answered.

    readers.py PORT '{"readers": 64, "seconds": 60, "most": 0, "addresses": [...]}'

They ask as browsers do, over connections that stay open; an address with `{n}` is another one each time. They
end after so many seconds, or where `most` is given after so many requests altogether. Prints what each was
told, as JSON: `[reader, address, began, seconds, status, shown]`; `began` is the machine's monotonic clock,
`shown` the heading of the page or the edition that the API names.
"""

import asyncio
import gzip
import itertools
import json
import re
import sys
import time

SHOWN = re.compile(rb'<h1[^>]*>\s*([^<]+?)\s*</h1>|"edition": ?(\d+)')
LONGEST = 60
"""Whoever is not answered within so many seconds is an error."""


async def reader(number: int, port: int, asked: dict, told: list) -> None:
    come, go = await asyncio.open_connection("127.0.0.1", port)
    addresses, until = asked["addresses"], time.monotonic() + asked["seconds"]
    for turn in itertools.count(number):
        began, address = time.monotonic(), addresses[turn % len(addresses)].format(n=len(told))
        if began > until or asked["most"] and len(told) >= asked["most"]:
            break
        go.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        status, body = await asyncio.wait_for(answer(come), LONGEST)
        taken = time.monotonic() - began
        found = SHOWN.search(body)
        shown = (found[1] or found[2]).decode() if found else ""
        told.append((number, address, began, taken, status, shown))
    go.close()


async def answer(come: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await come.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = re.search(r"\r\ncontent-length: (\d+)", head)
    body = await come.readexactly(int(length[1]))
    if "\r\ncontent-encoding: gzip" in head:
        body = gzip.decompress(body)
    return int(head.split()[1]), body


async def main(port: int, asked: dict) -> list:
    told: list = []
    await asyncio.gather(*(reader(number, port, asked, told) for number in range(asked["readers"])))
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(main(int(sys.argv[1]), json.loads(sys.argv[2])))))
