"""As much of ClamAV's daemon as we speak, on this machine."""

import socketserver
import struct
import threading
from contextlib import contextmanager

# The text every scanner finds and that harms nothing (eicar.org), in two parts: scanners of those
# who work on this find it, too.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()


class Clamd(socketserver.BaseRequestHandler):
    """As much of ClamAV's daemon as we speak: PING and INSTREAM, in its null-ended form."""

    def handle(self):
        command = self.until_null()
        if self.server.broken:
            return
        if command == b"zPING":
            self.request.sendall(b"PONG\0")
        elif command == b"zINSTREAM":
            data = b"".join(self.pieces())
            self.server.seen.append(data)
            said = b"stream: Eicar-Test-Signature FOUND" if EICAR in data else b"stream: OK"
            self.request.sendall((self.server.says or said) + b"\0")

    def until_null(self):
        told = b""
        while not told.endswith(b"\0"):
            told += self.request.recv(1)
        return told.rstrip(b"\0")

    def pieces(self):
        while True:
            (size,) = struct.unpack(">I", self.exactly(4))
            if size == 0:
                return
            yield self.exactly(size)

    def exactly(self, size):
        told = b""
        while len(told) < size:
            told += self.request.recv(size - len(told))
        return told


@contextmanager
def running(server):
    """Let a server answer in a thread; a test changes what it says and looks at what it saw."""
    server.seen, server.says, server.broken = [], b"", False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def at_a_port():
    """Yield its address, `tcp://…`, while it answers."""
    with running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)) as server:
        yield f"tcp://127.0.0.1:{server.server_address[1]}"
