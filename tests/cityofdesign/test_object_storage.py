"""Uploaded files in buckets, by a server in the place of an object storage on this machine."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage.handler import StorageHandler
from django.core.management import call_command

from cityofdesign.settings import files
from tests.cityofdesign.test_settings import SOUND, production

NAMED = {
    "S3_BUCKET": "city",
    "S3_PRIVATE_BUCKET": "city-private",
    "S3_PUBLIC_URL": "https://media.example.org/city",
    "S3_REGION": "cq-1",
    "S3_ACCESS_KEY": "key",
    "S3_SECRET_KEY": "secret",
}


@pytest.fixture
def buckets(monkeypatch):
    """Path -> content of everything that is stored; the settings lead there."""
    stored: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self):
            stored[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(200)

        def do_DELETE(self):
            stored.pop(self.path, None)
            self.answer(204)

        def do_GET(self):
            content = stored.get(self.path)
            self.answer(404 if content is None else 200, content or b"")

        do_HEAD = do_GET

        def answer(self, status, content=b""):
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("ETag", '"one"')
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name, value in {**NAMED, "S3_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}"}.items():
        monkeypatch.setenv(name, value)
    yield stored
    server.shutdown()
    server.server_close()


def test_files_go_to_their_bucket_come_back_and_are_never_written_over(buckets, tmp_path):
    handler = StorageHandler(files.storages(tmp_path))
    public, private = handler["default"], handler["private"]
    name = public.save("images/设计.png", ContentFile(b"one"))
    again = public.save("images/设计.png", ContentFile(b"two"))
    kept = private.save("lists/list.csv", ContentFile(b"rows"))
    assert name != again
    for storage, path, content in ((public, name, b"one"), (public, again, b"two"), (private, kept, b"rows")):
        with storage.open(path) as file:
            assert file.read() == content
    assert {path.split("/")[1] for path in buckets} == {"city", "city-private"}
    assert public.url("images/one.png") == "https://media.example.org/city/images/one.png"
    assert not private.url(kept).startswith("https://media.example.org")
    public.delete(name)
    assert not public.exists(name)
    assert public.exists(again)


def test_settings_name_the_buckets_and_let_pictures_come_from_there(tmp_path):
    show = "print(s.MEDIA_URL, s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'][1])"
    done = production(tmp_path, show, **SOUND, **NAMED)
    assert done.stdout.split() == ["https://media.example.org/city/"] * 2, done.stderr


def test_without_them_files_lie_in_folders(tmp_path):
    show = "print(s.MEDIA_URL, s.STORAGES['private']['OPTIONS']['location'])"
    assert production(tmp_path, show, **SOUND).stdout == f"/media/ {tmp_path}/private\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"S3_PRIVATE_BUCKET": ""}, "Object storage needs S3_PRIVATE_BUCKET too"),
        ({"S3_PRIVATE_BUCKET": "city"}, "S3_PRIVATE_BUCKET is S3_BUCKET"),
        ({"S3_PUBLIC_URL": "media.example.org"}, "S3_PUBLIC_URL must be the https:// address"),
    ],
)
def test_half_a_setting_is_refused(tmp_path, change, said):
    assert said in production(tmp_path, **SOUND, **{**NAMED, **change}).stderr


def test_missing_packages_are_named(buckets, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "botocore.config", None)
    with pytest.raises(ImproperlyConfigured, match="requirements-optional.txt"):
        files.storages(tmp_path)


@pytest.mark.django_db(transaction=True)
def test_a_backup_says_that_files_are_elsewhere(buckets, own_folders, settings, capsys):
    local = own_folders / "backups" / "with-files.tar.gz"
    (own_folders / "private").mkdir()
    (own_folders / "private" / "list.csv").write_text("rows")
    call_command("backup", str(local))
    settings.STORAGES = settings.STORAGES | {"private": files.storages(own_folders)["private"]}
    call_command("backup", str(own_folders / "backups" / "without.tar.gz"))
    assert "1 files," in capsys.readouterr().out.splitlines()[-3]
