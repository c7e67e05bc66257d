"""A bad road between phones and a server: a proxy that loses, doubles, holds back, cuts off, delays.

Each run has its own lot, drawn from the campaign's seed; its phone speaks to `/<run>/...`.
"""

import asyncio
import contextlib
import random
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

FAULTS = ("fine", "drop", "duplicate", "reorder", "truncate", "delay")
WEIGHTS = (40, 14, 12, 12, 12, 10)
LONGEST = 0.05  # seconds that something is delayed at most
GATEWAY = (
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>no"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came: its first line, its heads, its body."""

    first: bytes
    heads: bytes
    body: bytes

    def packed(self, body: bytes | None = None) -> bytes:
        """Return it as it goes on; with another body its length is said anew."""
        sent = self.body if body is None else body
        length = b"Content-Length: %d\r\n" % len(sent) if sent or self.body else b""
        return self.first + self.heads + length + b"Connection: close\r\n\r\n" + sent


class Road:
    """What happens to the requests of one run."""

    def __init__(self, run: str, seed: int, server: tuple[str, int], met: Counter) -> None:
        self.chance = random.Random(f"{seed}/{run}")
        self.server, self.met = server, met
        self.held: list[Asked] = []

    async def carry(self, asked: Asked) -> bytes:
        """Return what the phone gets to see: an answer, a part of one, or nothing."""
        fault = self.chance.choices(FAULTS, WEIGHTS)[0]
        self.met[fault] += 1
        if self.held and self.chance.random() < 0.5:  # what was held back arrives behind others
            await self._pass(self.held.pop(self.chance.randrange(len(self.held))))
        return await getattr(self, f"_{fault}")(asked)

    async def _fine(self, asked: Asked) -> bytes:
        return await self._pass(asked)

    async def _drop(self, asked: Asked) -> bytes:
        """Either the request never arrives, or its answer."""
        if self.chance.random() < 0.5:
            await self._pass(asked)
        return GATEWAY if self.chance.random() < 0.2 else b""

    async def _duplicate(self, asked: Asked) -> bytes:
        """It arrives twice: one behind the other, or both at once."""
        if self.chance.random() < 0.5:
            await self._pass(asked)
            return await self._pass(asked)
        both = await asyncio.gather(self._pass(asked), self._pass(asked))
        return both[self.chance.randrange(2)]

    async def _reorder(self, asked: Asked) -> bytes:
        """The phone gives up; it arrives later, behind what was sent after it."""
        self.held.append(asked)
        return b""

    async def _truncate(self, asked: Asked) -> bytes:
        """The request or the answer breaks off; a request may even look whole."""
        if asked.body and self.chance.random() < 0.6:
            part = asked.body[: self.chance.randrange(len(asked.body))]
            if self.chance.random() < 0.5:
                return await self._pass(asked, asked.packed(part))
            return await self._pass(asked, asked.packed()[: -len(asked.body)] + part)
        answer = await self._pass(asked)
        return answer[: self.chance.randrange(max(1, len(answer)))]

    async def _delay(self, asked: Asked) -> bytes:
        await asyncio.sleep(self.chance.random() * LONGEST)
        answer = await self._pass(asked)
        await asyncio.sleep(self.chance.random() * LONGEST)
        return answer

    async def _pass(self, asked: Asked, packed: bytes | None = None) -> bytes:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(*self.server)
            try:
                writer.write(packed or asked.packed())
                writer.write_eof()
                return await reader.read(-1)
            finally:
                await _closed(writer)
        return b""

    async def everything_held_arrives(self) -> None:
        while self.held:
            await self._pass(self.held.pop(self.chance.randrange(len(self.held))))


class Roads:
    """The proxy: one road for each run, on one address."""

    def __init__(self, seed: int, server: tuple[str, int]) -> None:
        self.seed, self.server = seed, server
        self.met: Counter = Counter()
        self.url = ""
        self._roads: dict[str, Road] = {}
        self._loop: asyncio.AbstractEventLoop
        self._stop: asyncio.Event

    def finish(self, run: str) -> None:
        """Let everything that a run's road still holds back arrive."""
        road = self._roads.pop(run, None)
        if road:
            asyncio.run_coroutine_threadsafe(road.everything_held_arrives(), self._loop).result(120)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            run, asked = await _read(reader)
            if run not in self._roads:
                self._roads[run] = Road(run, self.seed, self.server, self.met)
            writer.write(await self._roads[run].carry(asked))
            await writer.drain()
        await _closed(writer)

    @contextlib.contextmanager
    def open(self) -> Iterator["Roads"]:
        """Serve on a free port until left."""
        ready = threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(self._main(ready)), daemon=True)
        thread.start()
        ready.wait(10)
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._stop.set)
            thread.join(10)

    async def _main(self, ready: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        async with server:
            await self._stop.wait()


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> tuple[str, Asked]:
    """Read one request; the first part of its path says which run it is of."""
    first = (await reader.readuntil(b"\r\n")).decode()
    method, path, version = first.split()
    _, run, rest = path.split("/", 2)
    heads, length = [], 0
    while (line := await reader.readuntil(b"\r\n")) != b"\r\n":
        name = line.split(b":")[0].lower()
        if name == b"content-length":
            length = int(line.split(b":")[1])
        elif name not in {b"connection", b"host"}:
            heads.append(line)
    heads.append(b"Host: 127.0.0.1\r\n")
    body = await reader.readexactly(length)
    return run, Asked(f"{method} /{rest} {version}\r\n".encode(), b"".join(heads), body)
