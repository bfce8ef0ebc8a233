"""`manage.py round`: the accreditation round from the shell, through the same code as the admin."""

import datetime
import getpass
import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_default_timezone, is_naive, localtime, make_aware

from centres import freezing, notices, preparing, publishing, settling
from centres.lists import ListRefused, Problem, from_stored
from centres.models import Round, RoundList, RoundRow, Scheme


class Command(BaseCommand):
    help = "An accreditation round, step by step: each step by the person whom --as names."

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)

        def action(name, *, on_round=True, user=True):
            sub = actions.add_parser(name)
            if on_round:
                sub.add_argument("id", type=int)
            if user:
                sub.add_argument("--as", dest="user", required=True, metavar="USER", help="who is acting")
            return sub

        create = action("create", on_round=False)
        create.add_argument("--scheme", required=True)
        create.add_argument("--year", type=int, required=True)
        create.add_argument("--batch", type=int)
        upload = action("upload")
        upload.add_argument("file", type=Path)
        upload.add_argument("--list", dest="kind", required=True, choices=RoundList.Kind.values)
        upload.add_argument("--effective-on", required=True, help="2014-02-28, 2014-02 or 2014")
        upload.add_argument("--document", required=True)
        upload.add_argument("--document-url", default="")
        upload.add_argument("--issued-on", default="")
        upload.add_argument("--stated-total", type=int)
        upload.add_argument("--ground", default="", choices=["", *RoundList.Ground.values])
        upload.add_argument("--sheet")
        settle = action("settle")
        settle.add_argument(
            "--create-new", action="store_true", help="enter every open row without a certain match"
        )
        settle.add_argument(
            "--confirm-warnings", action="store_true", help="enter rows with warnings too: they are checked"
        )
        settle.add_argument(
            "--confirm-total", action="store_true", help="the rows are right, whatever total a list states"
        )
        settle.add_argument(
            "--misprinted", action="store_true", help="with it: the printed list names no more than the file"
        )
        show = action("show", user=False)
        show.add_argument("--json", action="store_true")
        for name in ("submit", "approve", "undo"):
            action(name)
        action("notice").add_argument(
            "--elsewhere", help="where and when the notice of a historic round was held (while it is a draft)"
        )
        action("reject").add_argument("--reason", required=True)
        action("publish").add_argument("--at", help="2026-03-30T09:00 (Asia/Shanghai) or with an offset")

    def handle(self, *, action, **options):
        try:
            with preparing.from_the_shell(getpass.getuser()):
                user = self.user(options.pop("user")) if "user" in options else None
                getattr(self, action)(user=user, **options)
        except (preparing.Refused, ListRefused) as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal

    def user(self, username):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise preparing.Refused(f"There is no account “{username}”.")
        return user

    def round(self, pk) -> Round:
        round_ = Round.objects.select_related("scheme").filter(pk=pk).first()
        if round_ is None:
            raise preparing.Refused(f"There is no round {pk}.")
        return round_

    def create(self, *, user, scheme, year, batch, **options):
        found = Scheme.objects.filter(key=scheme).first()
        if found is None:
            keys = ", ".join(Scheme.objects.values_list("key", flat=True))
            raise preparing.Refused(f"There is no scheme “{scheme}”; there are: {keys}.")
        round_ = preparing.create_round(scheme=found, year=year, batch=batch, user=user)
        if same := preparing.same_run(round_):
            self.stderr.write(
                f"There is a round of this scheme, year and batch already: {same.pk} ({same.state})"
            )
        self.stdout.write(str(round_.pk))

    def upload(self, *, user, id, file, kind, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise preparing.Refused(f"{file}: {error.strerror}.") from error
        names = ("effective_on", "document", "document_url", "issued_on", "stated_total", "ground", "sheet")
        fields = {name: options[name] for name in names}
        roundlist = preparing.upload(
            self.round(id), content=content, filename=file.name, kind=kind, user=user, **fields
        )
        for warning in roundlist.warnings:
            self.stderr.write(str(from_stored(warning)))
        for problem in problems(roundlist.rows.all()):
            self.stderr.write(problem)
        self.stdout.write(f"{roundlist}: {rows_in_words(roundlist.rows.count())}")

    @transaction.atomic
    def settle(self, *, user, id, create_new, confirm_warnings, confirm_total, misprinted, **options):
        round_ = self.round(id)
        if not (create_new or confirm_total) or (confirm_warnings and not create_new):
            raise preparing.Refused(
                "Say what to settle: --create-new (with --confirm-warnings or without) or --confirm-total."
            )
        if misprinted and not confirm_total:
            raise preparing.Refused("A misprinted total is confirmed: --confirm-total --misprinted.")
        if confirm_total:
            lists = freezing.differing_totals(round_)
            for roundlist in lists:
                settling.confirm_total(roundlist, user=user, misprinted=misprinted)
                self.stdout.write(
                    f"{roundlist}: {rows_in_words(roundlist.printed)} confirmed, "
                    f"though it states {roundlist.stated_total}"
                )
            if not lists:
                self.stdout.write("No list states a total that is to be confirmed")
        if create_new:
            settled = settling.settle_open_as_new(round_, user=user, confirmed=confirm_warnings)
            new = "a new centre" if settled == 1 else "new centres"
            self.stdout.write(f"{rows_in_words(settled)} settled as {new}")
            if left := settling.left_open(round_):
                self.stderr.write(f"{rows_in_words(len(left))} left open because of warnings:")
            for row in left:
                self.stderr.write(f"{row.list.filename}, row {row.index}: {settling.in_words(row)}")
            if others := RoundRow.objects.filter(list__round=round_).open().count() - len(left):
                self.stderr.write(
                    f"{rows_in_words(others)} still open: settle them one by one on the screen."
                )

    def show(self, *, id, json: bool, **options):
        facts = description(self.round(id))
        if json:
            self.stdout.write(dumps(facts))
            return
        self.stdout.write("Round {id}: {scheme} {year}, {state}".format(**facts))
        if moment := self.round(id).publish_at:
            self.stdout.write(f"  To be published on {in_words(moment)}")
        for entry in facts["lists"]:
            entry["rows"] = rows_in_words(entry["rows"])
            self.stdout.write("  {kind}: {file}, {rows}, SHA-256 {sha256}".format(**entry))
        for verdict, rows in facts["verdicts"].items():
            self.stdout.write(f"  {verdict}: {rows}")
        for refusal in facts["refusals"]:
            self.stdout.write(f"  {refusal}")
        for problem in problems(RoundRow.objects.filter(list__round=id)):
            self.stdout.write(f"  {problem}")

    def submit(self, *, user, id, **options):
        self.done(publishing.submit(self.round(id), user=user))

    def approve(self, *, user, id, **options):
        self.done(publishing.approve(self.round(id), user=user))

    def reject(self, *, user, id, reason, **options):
        self.done(publishing.reject(self.round(id), user=user, reason=reason))

    def notice(self, *, user, id, elsewhere, **options):
        if elsewhere:
            notices.state_elsewhere(self.round(id), elsewhere, user=user)
            self.stdout.write(f"Round {id}: notice held elsewhere")
        else:
            round_ = publishing.open_notice(self.round(id), user=user)
            self.stdout.write(f"Round {id}: on public notice until {round_.notice_closes_on}")

    def publish(self, *, user, id, at, **options):
        moment = None
        if at:
            try:
                moment = parse_datetime(at)
            except ValueError:
                moment = None
            if moment is None:
                raise preparing.Refused(f"“{at}” is not a time; write 2026-03-30T09:00.")
            moment = make_aware(moment) if is_naive(moment) else moment
        round_ = publishing.publish(self.round(id), user=user, at=moment)
        if round_.publish_at:
            self.stdout.write(f"Round {id}: to be published on {in_words(round_.publish_at)}")
        else:
            self.done(round_)

    def undo(self, *, user, id, **options):
        self.stdout.write(str(publishing.undo(self.round(id), user=user).pk))

    def done(self, round_: Round):
        self.stdout.write(f"Round {round_.pk}: {round_.get_state_display()}")


def rows_in_words(n: int) -> str:
    return f"{n} row" if n == 1 else f"{n} rows"


def in_words(moment: datetime.datetime) -> str:
    return f"{localtime(moment, get_default_timezone()):%Y-%m-%d %H:%M} ({settings.TIME_ZONE})"


def problems(rows) -> list[str]:
    """What is wrong with rows, each naming file, row, column and what would be right."""
    stored = rows.order_by("list", "index").values_list("problems", flat=True)
    return [str(Problem.from_dict(problem)) for found in stored for problem in found]


def dumps(facts: dict) -> str:
    return json.dumps(facts, ensure_ascii=False)


def description(round_: Round) -> dict:
    """What `round show --json` prints."""
    rows = RoundRow.objects.filter(list__round=round_)
    verdicts: dict[str, int] = {}
    for verdict in rows.values_list("verdict", flat=True):
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
    return {
        "id": round_.pk,
        "state": round_.state,
        "scheme": round_.scheme.key,
        "year": round_.year,
        "lists": [
            {"kind": entry.kind, "file": entry.filename, "sha256": entry.sha256, "rows": entry.rows.count()}
            for entry in round_.lists.all()
        ],
        "verdicts": verdicts,
        "open": rows.open().count(),
        "refusals": freezing.refusals(round_) if round_.state == Round.State.DRAFT else [],
    }
