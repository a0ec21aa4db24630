"""The pages and mails as the Rust tests keep them, served on loopback with the headers they are sent with.

So each can be looked at, those among them that a sound system never shows.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from browser import ROOT

VERIFY = ROOT / "functions" / "verify"
PAGES = VERIFY / "src" / "pages" / "snapshots"
MAILS = ROOT / "shared" / "mail" / "src" / "templates" / "snapshots"
COMMON_STYLE = ROOT / "shared" / "web" / "src" / "page" / "common.css"
STYLE = VERIFY / "templates" / "style.css"


def of(directory) -> dict[str, str]:
    """What is kept in a directory, by the last part of its name, without the header that each snapshot has."""
    kept = {
        path.stem.rpartition("__")[2]: path.read_text(encoding="utf-8").split("\n---\n", 1)[1].strip("\n")
        for path in sorted(directory.glob("*.snap"))
    }
    # A test of no page at all would pass.
    if not kept:
        raise FileNotFoundError(f"{directory} holds no snapshot")
    return kept


def pages() -> tuple[dict[str, str], dict[str, str]]:
    """The pages by name, and the headers that all have."""
    kept = of(PAGES)
    headers = dict(line.split(": ", 1) for line in kept.pop("headers").splitlines())
    # Those of a language are the texts of all pages in one file.
    kept = {name: html for name, html in kept.items() if not name.startswith("all_")}
    # As the template includes it: without the line break at the end of the second file.
    style = COMMON_STYLE.read_text(encoding="utf-8") + STYLE.read_text(encoding="utf-8").removesuffix("\n")
    return {name: html.replace("[style]", style) for name, html in kept.items()}, headers


def mails() -> dict[str, str]:
    """The mails that are pages, by name."""
    return {name.removesuffix("_html"): html for name, html in of(MAILS).items() if name.endswith("_html")}


class Gallery:
    """Serves documents under their names while it is open."""

    def __init__(self, documents: dict[str, str], headers: dict[str, str]):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                document = documents.get(self.path.removeprefix("/"), "")
                self.send_response(200 if document else 404)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(document.encode())

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{name}"
