"""Large lists are read by the worker; what it leaves behind when it is killed can be tried again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from centres import background, preparing, settling
from centres.models import RoundList, RoundRow, Scheme
from tests.centres.lists_in_short import drafted, person, printed

pytestmark = pytest.mark.django_db
ROWS = [f"重庆测{chr(0x4E00 + n)}机械有限公司,,渝中区,工业设计企业" for n in range(4)]
SAID = {"kind": "granted", "document": "渝经信〔2023〕1号", "effective_on": "2023-05-01"}


@pytest.fixture(autouse=True)
def _worker(settings, monkeypatch):
    """The tasks wait for a worker, and four rows are a large list."""
    database = {"BACKEND": "django_tasks_db.DatabaseBackend"}
    settings.TASKS = {**settings.TASKS, "jobs": database}
    monkeypatch.setattr(preparing, "LARGE_ROWS", 3)
    monkeypatch.setattr("centres.reading.STEP", 2)


@pytest.fixture
def waiting(desk):
    """A list of four rows that waits for the worker."""
    return upload(desk("officer"), printed(*ROWS))


def upload(client, content, **fields):
    scheme = Scheme.objects.get(key="municipal-centre")
    round_ = preparing.create_round(scheme=scheme, year=2023, user=person("officer"))
    file = SimpleUploadedFile("list.csv", content)
    client.page = client.do("upload", round_.pk, file=file, **{**SAID, **fields})
    return round_.lists.get()


def fresh(roundlist):
    return RoundList.objects.get(pk=roundlist.pk)


def work():
    call_command("db_worker", "--backend", "jobs", "--batch", "--interval", "0", "--no-startup-delay")


def test_a_large_list_waits_and_the_page_says_so(desk, waiting):
    assert (waiting.reading, waiting.rows_in_all, waiting.rows.count()) == ("waiting", 4, 0)
    page = desk("officer2").open("detail", waiting.round_id)
    assert "<progress" in page.text
    assert "0 of 4 rows matched" in page.text
    assert "progress.js" in page.text
    assert "list.csv has not been read yet." in page.context["reasons"]


def test_the_worker_reads_it(waiting, desk):
    background.read_attempt(waiting.pk, waiting.attempt)
    roundlist = fresh(waiting)
    assert (roundlist.reading, roundlist.rows_done, roundlist.rows.count()) == ("done", 4, 4)
    page = desk("officer").open("detail", waiting.round_id)
    assert "<progress" not in page.text
    assert len(page.context["lines"]) == 4


@pytest.mark.django_db(transaction=True)
def test_by_the_command_that_runs_the_worker(desk):
    roundlist = upload(desk("officer"), printed(*ROWS))
    work()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert (fresh(roundlist).reading, roundlist.rows.count()) == ("done", 4)


def test_progress_is_seen_while_it_reads(waiting, monkeypatch):
    seen, note = [], background.note

    def watch(*args, **fields):
        note(*args, **fields)
        seen.append(fresh(waiting).rows_done)

    monkeypatch.setattr(background, "note", watch)
    background.read_attempt(waiting.pk, waiting.attempt)
    assert seen == [0, 2, 4]


@pytest.mark.parametrize("here", ["", "1"])
def test_after_a_worker_was_killed_it_is_tried_again(desk, waiting, monkeypatch, here):
    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("centres.background.preparing.keep_rows", killed)
        with pytest.raises(SystemExit):
            background.read_attempt(waiting.pk, waiting.attempt)
    assert (fresh(waiting).reading, fresh(waiting).rows.count()) == ("reading", 0)
    desk("officer").do("try-again", waiting.round_id, waiting.pk, here=here)
    if not here:
        assert (fresh(waiting).reading, fresh(waiting).rows_done) == ("waiting", 0)
        background.read_attempt(waiting.pk, fresh(waiting).attempt)
    assert (fresh(waiting).reading, fresh(waiting).rows.count()) == ("done", 4)


def test_an_attempt_that_is_no_longer_the_newest_writes_nothing(desk, waiting, monkeypatch):
    judged = background.reading.judged_rows

    def overtaken(*args):
        rows = judged(*args)
        background.try_again(fresh(waiting), user=person("officer"))
        return rows

    monkeypatch.setattr("centres.background.reading.judged_rows", overtaken)
    background.read_attempt(waiting.pk, waiting.attempt)
    assert (fresh(waiting).reading, fresh(waiting).rows.count()) == ("waiting", 0)
    background.read_attempt(waiting.pk, waiting.attempt)
    assert fresh(waiting).reading == "waiting"


def test_a_list_removed_meanwhile_is_left_alone(desk, waiting):
    desk("officer").do("remove-list", waiting.round_id, waiting.pk)
    background.read_attempt(waiting.pk, waiting.attempt)
    assert not RoundRow.objects.filter(list=waiting.pk).exists()


def test_a_file_that_cannot_be_read_says_why_on_the_page(desk, monkeypatch):
    monkeypatch.setattr(preparing, "LARGE_BYTES", 10)
    roundlist = upload(desk("officer"), b"a,b\n1,2\n3,4\n")
    background.read_attempt(roundlist.pk, roundlist.attempt)
    assert fresh(roundlist).reading == "failed"
    officer = desk("officer")
    assert "headings" in officer.open("detail", roundlist.round_id).context["unread"][0].error
    page = officer.open("reading", roundlist.round_id, roundlist.pk)
    assert "headings" in page.context["refusals"][0]


def test_a_fault_leaves_a_list_that_can_be_tried_again(waiting, monkeypatch):
    monkeypatch.setattr("centres.background.reading.judged_rows", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        background.read_attempt(waiting.pk, waiting.attempt)
    assert (fresh(waiting).reading, "fault" in fresh(waiting).error) == ("failed", True)


def test_matching_a_large_list_again_keeps_its_rows_until_it_is_done(desk, waiting):
    background.read_attempt(waiting.pk, waiting.attempt)
    settling.settle_open_as_new(waiting.round, user=person("officer"))
    page = desk("officer").do("rematch", waiting.round_id, waiting.pk)
    assert "being matched again" in page.said
    assert (fresh(waiting).reading, waiting.rows.count()) == ("waiting", 4)
    background.read_attempt(waiting.pk, fresh(waiting).attempt)
    assert set(waiting.rows.values_list("action", flat=True)) == {"create"}


def test_a_list_that_was_read_is_not_tried_again(desk):
    roundlist = drafted(*ROWS).lists.get()
    assert "has been read" in desk("officer").do("try-again", roundlist.round_id, roundlist.pk).said


def test_a_small_list_is_read_at_once(desk):
    roundlist = upload(desk("officer"), printed(*ROWS[:2]))
    assert (roundlist.reading, roundlist.rows.count()) == ("done", 2)
    assert not DBTaskResult.objects.exists()
