"""What the fuzzer has to know beyond the document's schemas, and a tally of what it was answered."""

import atexit
import json
import os
import re
from collections import Counter
from datetime import datetime, timedelta, timezone

import schemathesis
from hypothesis import strategies as st

# The document names these formats and says in words what they are. Whole numbers are what is drawn from fastest.
_last_second = 253_402_214_400
_zones = [timezone(timedelta(minutes=minutes)) for minutes in (-1439, -210, 0, 90, 330, 1439)]
_times = st.builds(
    lambda second, zone: (datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=second)).astimezone(zone),
    st.integers(min_value=86_400, max_value=_last_second),
    st.sampled_from(_zones),
)
schemathesis.openapi.format("date-time", _times.map(lambda time: time.isoformat()))
schemathesis.openapi.format(
    "iso-8601-date",
    st.one_of(
        _times.map(lambda time: time.isoformat()),
        _times.map(lambda time: time.isoformat()[:10]),
        _times.map(lambda time: time.isoformat()[:16]),
    ),
)
schemathesis.openapi.format(
    "brought-in-key",
    st.one_of(st.uuids().map(str), st.uuids().map(lambda one: f"key:{one.hex.upper()}")),
)
schemathesis.openapi.format("no-control-characters", st.text(st.characters(exclude_categories=["Cc", "Cs"])))

# What no schema can say, and the document says in words: valid data may be refused for these reasons, and for no others.
_reasons_in_words = {
    ("/query/cursor", "must be the next_cursor of the page before, with the same filters and order"),
    ("/query/from", "must be before to"),
    ("/query/from", "must be at most 2400 intervals before to"),
    (
        "/body/metadata",
        "must be an object of at most 64 texts of at most 500 characters, their names of at most 100, without control "
        "characters and without a key in them",
    ),
}


# A text that is made up against a format may well fit it, if nothing but the format is against it.
_control_character = re.compile("[\x00-\x1f\x7f-\x9f]")


def _breaks_no_format(failure, case):
    keywords = set(re.findall("violates `([^`]+)`", failure.message))
    given = {**(case.query or {}), **(case.body if isinstance(case.body, dict) else {})}
    name = given.get("name")
    return keywords == {"format"} and isinstance(name, str) and not _control_character.search(name)


def _has_other_credential(failure, case):
    """Of the two that open it, one is enough: a wrong one is made up, and the right one stays where it is."""
    return failure.code == "ST401" and case.operation.path == "/metrics"


@schemathesis.hook
def filter_failure(context, failure, case, response):
    if _has_other_credential(failure, case):
        return False
    if type(failure).__name__ == "AcceptedNegativeData":
        return not _breaks_no_format(failure, case)
    if type(failure).__name__ != "RejectedPositiveData" or response.status_code != 422:
        return True
    errors = response.json()["errors"]
    return not all((error["pointer"], error["detail"]) in _reasons_in_words for error in errors)


_tally = Counter()


@schemathesis.hook
def after_call(context, case, response):
    _tally[(response.request.method, case.operation.path, response.status_code)] += 1


@schemathesis.hook
def after_network_error(context, case, request):
    _tally[(request.method, case.operation.path, 0)] += 1


@atexit.register
def _write_tally():
    rows = [
        {"method": method, "path": path, "status": status, "answers": answers}
        for (method, path, status), answers in _tally.items()
    ]
    with open(os.environ["FUZZING_TALLY"], "w", encoding="utf-8") as file:
        json.dump(rows, file)
