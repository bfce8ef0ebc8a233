from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cityofdesign.signin import factors, record


class Command(BaseCommand):
    help = "Take a person's second factors away, so that they can set up new ones; ends all their sessions."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--as", dest="by", required=True, metavar="USER", help="who answers for it")
        parser.add_argument("--reason", required=True, help="why, for the record")

    @transaction.atomic
    def handle(self, *, username, by, reason, **options):
        person, other = self.found(username), self.found(by)
        if person == other:
            raise CommandError("Nobody resets their own second factor: another person must.", returncode=2)
        if not other.has_perm("cityofdesign.change_user"):
            raise CommandError(f"{by} may not manage accounts.", returncode=2)
        if not reason.strip():
            raise CommandError("Say why: --reason is empty.", returncode=2)
        if not (many := factors.held(person)):
            self.stdout.write(f"{username} has no second factor.")
            return
        Authenticator.objects.filter(user=person).delete()
        for session in UserSession.objects.filter(user=person):
            session.end()
        record.event(record.What.FACTOR_RESET, person, by=other, detail=reason)
        self.stdout.write(f"{many} second factors of {username} removed, all sessions ended; recorded.")

    def found(self, username):
        user = get_user_model().objects.filter(username=username, is_active=True).first()
        if not user:
            raise CommandError(f"There is no active account {username}.", returncode=2)
        return user
