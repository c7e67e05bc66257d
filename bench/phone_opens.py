"""How soon the phone's app opens without a signal on a slow phone, and how small its shell is.

The built app is served by a plain server of files, opened once, and opened again with the network
off and the processor held at a quarter: from its service worker and its own database. What is
measured is the first thing painted, which is the screen that asks for the PIN.
"""

import contextlib
import gzip
import json
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

APP = Path(__file__).parents[1] / "src" / "sukoon" / "sync" / "app"
FONTS = {".woff2", ".woff"}
SLOWER, TIMES = 4, 7
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
PROFILE = """async () => {
    const to = await new Promise((done, fail) => {
        const asked = indexedDB.open("field");
        asked.onsuccess = () => done(asked.result);
        asked.onerror = fail;
    });
    const change = to.transaction("profiles", "readwrite");
    const bytes = new Uint8Array(16);
    change.objectStore("profiles").put({device: "bench", name: "Farzi", language: "ur", wrong: 0,
        waitUntil: 0, lock: {salt: bytes, iterations: 600000, key: {iv: bytes, body: bytes.buffer}}});
    await new Promise((done) => { change.oncomplete = done; });
    to.close();
}"""
PAINTED = """() => new Promise((done) => {
    const look = () => {
        const [first] = performance.getEntriesByName("first-contentful-paint");
        if (first) done(first.startTime); else setTimeout(look, 20);
    };
    look();
})"""


def shell_bytes() -> int:
    """Return what a first visit loads, compressed, without fonts: they come with their language."""
    files = [p for p in APP.rglob("*") if p.is_file() and not p.name.startswith(".")]
    return sum(len(gzip.compress(p.read_bytes(), 9)) for p in files if p.suffix not in FONTS)


class _Files(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        name = path.split("?", maxsplit=1)[0].removeprefix("/field/") or "index.html"
        return str(APP / name)

    def log_message(self, *_told: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def _served() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(APP)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/field/"
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    from playwright.sync_api import sync_playwright

    with _served() as url, tempfile.TemporaryDirectory() as folder, sync_playwright() as p:
        context = p.chromium.launch_persistent_context(
            folder, executable_path=shutil.which("chromium"), args=FLAGS,
            viewport={"width": 360, "height": 740},
        )  # fmt: skip
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector("h2")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.evaluate(PROFILE)
        page.reload()
        page.wait_for_selector("#pin")
        context.set_offline(True)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        spent = []
        for _ in range(TIMES):
            page.goto("about:blank")
            page.goto(url)
            page.wait_for_selector("#pin")
            spent.append(page.evaluate(PAINTED))
        context.close()
    told = {"opens": statistics.median(spent) / 1000, "slowest": max(spent) / 1000,
            "shell": shell_bytes()}  # fmt: skip
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
