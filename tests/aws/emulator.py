"""AWS in one process on this machine: ministack, from when it answers until it is stopped."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

REGION = "eu-central-1"
# The emulator's name for the root user of its account. Whatever a function or a schedule does, it does by its own role.
ACCESS_KEY = "test"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Emulator:
    """Functions run as processes of it; permissions are enforced."""

    def __init__(self, log: Path):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = open(log, "wb")
        self._process = subprocess.Popen(
            [sys.executable, "-B", Path(__file__).with_name("emulator_main.py")],
            env=self.environment()
            | {
                "GATEWAY_PORT": str(port),
                "BIND_HOST": "127.0.0.1",
                "MINISTACK_REGION": REGION,
                "AUTH": "true",
                # It would listen on all interfaces of the machine.
                "IOT_MTLS_ENABLED": "false",
            },
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait_until_ready(log)
        except BaseException:
            self.stop()
            raise

    def environment(self) -> dict[str, str]:
        """The AWS settings by which any tool or SDK reaches it, and nothing of the person's own."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return own | {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": "test",
        }

    def _wait_until_ready(self, log: Path):
        until = time.monotonic() + 60
        while True:
            if self._process.poll() is not None or time.monotonic() > until:
                self._log.flush()
                raise RuntimeError(f"the emulator did not start:\n{log.read_text(errors='replace')}")
            try:
                urllib.request.urlopen(self.url + "/_ministack/health", timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
