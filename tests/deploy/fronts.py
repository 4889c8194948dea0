"""nginx and Varnish in front of the service, each with the file that docs/deploy ships."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import absent
from tests.serving import comes_true

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"

_NGINX = """
{user}daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/ilms.conf;
}}
"""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def _shipped(name: str, changes: dict[str, str]) -> str:
    """A file as it is shipped, but for addresses and folders of this machine."""
    text = (DEPLOY / name).read_text()
    for old, new in changes.items():
        assert old in text, f"{name} has no {old}"
        text = text.replace(old, new)
    return text


def nginx(folder: Path, upstream: str) -> tuple[list[str], int]:
    """The command that starts nginx, and the port it will listen on."""
    port, inner = _free_port(), _free_port()
    changes = {
        "/var/cache/nginx/ilms": f"{folder}/kept",
        "server ilms:8000": f"server {upstream.removeprefix('http://')}",
        "127.0.0.1:8081": f"127.0.0.1:{inner}",
        "listen 80;": f"listen 127.0.0.1:{port};",
    }
    (folder / "ilms.conf").write_text(_shipped("nginx.conf", changes))
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, user=user))
    log = str(folder / "error.log")
    return ["nginx", "-p", str(folder), "-e", log, "-c", str(folder / "nginx.conf")], port


def varnish(folder: Path, upstream: str) -> tuple[list[str], int]:
    """The command that starts Varnish, and the port it will listen on."""
    port = _free_port()
    host, _, service = upstream.removeprefix("http://").partition(":")
    changes = {'.host = "ilms"': f'.host = "{host}"', '.port = "8000"': f'.port = "{service}"'}
    (folder / "ilms.vcl").write_text(_shipped("varnish.vcl", changes))
    command = f"varnishd -F -j none -n {folder}/work -f {folder}/ilms.vcl -a 127.0.0.1:{port}"
    return [*command.split(), "-s", "default,64m", "-p", "http_gzip_support=off"], port


FRONTS = {"nginx": ("nginx", nginx), "varnish": ("varnishd", varnish)}


def program(name: str) -> str:
    """Path of a cache's program; its test is skipped without it, or fails where all is required."""
    asked = FRONTS[name][0]
    # Debian keeps both where only root's PATH looks.
    found = shutil.which(asked, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        absent(asked, "not installed")
    return str(found)


@contextmanager
def front(name: str, folder: Path, upstream: str) -> Iterator[str]:
    """A cache in front of `upstream`, as `http://127.0.0.1:PORT`, until the block ends."""
    path = program(name)
    command, port = FRONTS[name][1](folder, upstream)
    with (folder / "output").open("w") as output:
        process = subprocess.Popen([path, *command[1:]], stdout=output, stderr=output)  # noqa: S603
    try:
        up = comes_true(lambda: process.poll() is not None or _listens(port))
        output_text = (folder / "output").read_text()
        assert up, output_text
        assert process.poll() is None, output_text
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
