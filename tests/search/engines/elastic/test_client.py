"""The connection to a cluster whose certificate an authority of its own has signed."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ocop.settings import environment
from search.engines.contract import EngineAway
from search.engines.elastic.client import client, errors_as_away


class Greeting(BaseHTTPRequestHandler):
    """Says that it is Elasticsearch, and that all is well."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.end_headers()

    def log_message(self, *_about: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for this machine that signs itself, with its key behind it."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", f"{path}.key", "-out", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


@contextmanager
def encrypted_server(certificate):
    server = HTTPServer(("127.0.0.1", 0), Greeting)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, f"{certificate}.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_authority_of_its_own_is_trusted_once_it_is_named(settings, monkeypatch, certificate):
    monkeypatch.setenv("ELASTICSEARCH_CA", str(certificate))
    settings.ELASTICSEARCH_CA = environment.read_authority("ELASTICSEARCH_CA")
    with encrypted_server(certificate) as address:
        settings.ELASTICSEARCH_URL = [address]
        assert client(seconds=5).ping()

        settings.ELASTICSEARCH_CA = None
        with pytest.raises(EngineAway), errors_as_away():
            client(seconds=5).info()


def test_authority_does_not_stand_in_the_way_of_plain_addresses(settings, certificate):
    settings.ELASTICSEARCH_CA = str(certificate)
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:9"]

    with pytest.raises(EngineAway), errors_as_away():
        client(seconds=1).info()
