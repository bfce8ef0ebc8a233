import json

from tests.known_faults import AWAY, told


def answered(*packages):
    return json.dumps({"dependencies": packages})


def test_a_fault_is_named_and_fails():
    fault = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    words, faulty = told(answered({"name": "x", "version": "1.0", "vulns": [fault]}))
    assert faulty
    assert words.startswith("x 1.0: PYSEC-1, mended in 2.0")


def test_a_service_that_is_away_is_told_of_and_fails_nothing():
    skipped = {"name": "x", "skip_reason": "Dependency not found on PyPI"}
    assert told(answered(skipped)) == (AWAY, False)
    assert told("") == (AWAY, False)


def test_packages_without_an_answer_are_counted():
    skipped = {"name": "y", "skip_reason": "not found"}
    words, faulty = told(answered({"name": "x", "version": "1.0", "vulns": []}, skipped))
    assert (words, faulty) == ("0 known faults in 1 packages; no answer for 1.", False)
