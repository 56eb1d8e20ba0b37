"""A real nginx with docs/nginx.conf, its names, ports and folders put in place of the example's."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from survey_app.server import free_port

EXAMPLE = Path(__file__).parents[2] / "docs" / "nginx.conf"
NAME = "localhost"
SECONDS = 30
# What a configuration without our care does: the search has to find its traces.
CARELESS = {
    "error_log /dev/null emerg;": "error_log {folder}/log/requests.log info;",
    "client_body_buffer_size 5m;": "client_body_buffer_size 8k;",
    "proxy_max_temp_file_size 0;": "",
    "proxy_buffers 32 32k;": "",
    "access_log off;": "access_log {folder}/log/all.log;",
}


@dataclass(frozen=True)
class Nginx:
    """A running nginx and the folder that holds all it writes."""

    folder: Path
    plain: int
    secure: int

    @property
    def tls(self) -> ssl.SSLContext:
        """Return what trusts its certificate."""
        return ssl.create_default_context(cafile=self.folder / "certificate.pem")

    def files(self) -> list[Path]:
        """Return whatever it has written."""
        return [file for file in self.folder.rglob("*") if file.is_file()]

    def changes(self) -> dict[str, int]:
        """Return when something last came or went in its folders for bodies and answers."""
        return {name: (self.folder / name).stat().st_mtime_ns for name in ("body", "proxy")}


@contextmanager
def nginx(
    folder: Path, upstream: int, *, careless: bool = False, patience: str = "600s"
) -> Iterator[Nginx]:
    """Run nginx before a port of this machine for a while; no process of it stays."""
    made = Nginx(folder, free_port(), free_port())
    for name in (".", "log"):
        (folder / name).mkdir()
    make_certificate(folder)
    text = configuration(made, upstream, careless=careless)
    text = text.replace("proxy_read_timeout 600s", f"proxy_read_timeout {patience}")
    (folder / "nginx.conf").write_text(text)
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert program is not None, "nginx is missing; .ci/system-packages installs it"
    with (folder / "log" / "said").open("wb") as said:
        process = subprocess.Popen(
            [program, "-p", folder, "-c", folder / "nginx.conf", "-g", "daemon off;"],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        wait_for(made.secure, process)
        yield made
    finally:
        end(process)


def configuration(made: Nginx, upstream: int, *, careless: bool = False) -> str:
    """Return the documented configuration for this machine; each change must find its place."""
    text = EXAMPLE.read_text()
    changes = {
        "/etc/letsencrypt/live/survey.example.com/fullchain.pem": f"{made.folder}/certificate.pem",
        "/etc/letsencrypt/live/survey.example.com/privkey.pem": f"{made.folder}/key.pem",
        "survey.example.com": NAME,
        "listen 80": f"listen 127.0.0.1:{made.plain}",
        "listen 443": f"listen 127.0.0.1:{made.secure}",
        "http://127.0.0.1:8000": f"http://127.0.0.1:{upstream}",
        "/var/log/nginx": f"{made.folder}/log",
        "/var/lib/nginx": str(made.folder),
        "/run/nginx.pid": f"{made.folder}/pid",
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
    }
    if careless:
        changes |= {old: new.format(folder=made.folder) for old, new in CARELESS.items()}
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    assert not re.search(r"/(?:var|etc|run)/", re.sub("#.*", "", text))
    return text


def make_certificate(folder: Path) -> None:
    """Write a certificate of this machine's own name that nobody else trusts, and its key."""
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1"
    files: list[str | Path] = ["-keyout", folder / "key.pem", "-out", folder / "certificate.pem"]
    name = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    command: list[str | Path] = ["openssl", *words.split(), *files, *name]
    subprocess.run(command, check=True, capture_output=True)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when somebody listens on the port."""
    deadline = time.monotonic() + SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError("nginx did not start")


def end(process: subprocess.Popen[bytes]) -> None:
    """End the group: the master asks its workers, and what is left goes at once."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(process.pid, number)
            process.wait(timeout=SECONDS)
