"""Whatever is typed at the door: never a fault, never a hint who has an account."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db
TYPED = st.text(max_size=200) | st.text(min_size=1, max_size=3).map(lambda text: text * 3000)
PATIENT = settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
KNOWN = ("admin", "editor")
VARYING = re.compile(r'"CSRF_TOKEN": "[^"]+"|value="[^"]*"')


def posted(address: str, **form):
    cache.clear()
    return Client(raise_request_exception=False).post(address, form)


@PATIENT
@given(login=TYPED, password=TYPED, where=TYPED)
@example(login="a\0b", password="a\0b", where="//evil.example/")
@example(login="x" * 10_000, password="y" * 10_000, where="javascript:alert(1)")
def test_the_sign_in(login, password, where):
    answer = posted("/admin/login/", login=login, password=password, next=where, remember="\0")
    assert answer.status_code == 200


@PATIENT
@given(credential=TYPED | st.recursive(st.none() | st.text(max_size=9), st.lists).map(str))
@example(credential='{"id": 1, "rawId": "x", "response": {}, "type": "public-key"}')
@example(credential='{"id": "eA", "rawId": "eA", "response": {"userHandle": "\\u0000"}}')
@example(credential="[]")
def test_the_sign_in_by_passkey(credential):
    assert posted("/admin/login/passkey/", credential=credential).status_code == 302


@PATIENT
@given(email=TYPED)
@example(email="a\0@example.org")
def test_the_forgotten_password(email):
    assert posted("/admin/password_reset/", email=email).status_code in {200, 302}


@pytest.mark.parametrize("password", ["wrong", "x" * 10_000, "密码"])
def test_a_wrong_password_looks_the_same_for_everybody(password):
    answers = {
        VARYING.sub("", posted("/admin/login/", login=login, password=password).content.decode())
        for login in (*KNOWN, "nobody", "管理员")
    }
    assert len(answers) == 1
