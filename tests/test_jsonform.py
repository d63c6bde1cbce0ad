"""The JSON form written by hand: what may be left out, and what is said of what may not."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from xsmig import End, Header, NodeData, Permission, StreamError, jsonform

HEAD = '{"edition": "v1", "byte_order": "big"}'


def load(text: str) -> Any:
    header, records = jsonform.load(io.BytesIO(text.encode()))
    return header, list(records)


def test_what_may_be_left_out() -> None:
    form = {"type": "NODE_DATA", "conn_id": 0, "perms": [{"perm": "n", "domid": 0}], "path": "/a", "value": "\\x00\\\\"}
    expected = NodeData(conn_id=0, perms=(Permission(perm=ord("n"), domid=0),), path=b"/a", value=b"\0\\")
    assert load(f'{HEAD}\n\n{json.dumps(form)}\n{{"type": "END"}}') == (Header(version=1, flags=1), [expected, End()])
    document = {"edition": "v1", "byte_order": "big", "records": [form]}
    assert load(json.dumps(document))[1] == [expected]
    assert load(json.dumps(document, indent=1))[1] == [expected]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "header: found no JSON"),
        ("[]", "header.records: found no list"),
        ("{}", "header.edition: found null"),
        ('{"edition": "v3", "byte_order": "big"}', 'header.edition: found "v3"; the JSON form asks for v1 or v2 or draft or draft-review'),
        (HEAD[:-1] + ', "records": {}}', "header.records: found no list"),
        (HEAD[:-1] + ', "records": []} x', "header: found no JSON (Extra data"),
        (HEAD[:-1] + ', "records": []}\nx', 'header: found "x"'),
        (HEAD[:-1] + ', "edition": "v1"}', "a member stands twice"),
        (HEAD + "\n[", "record 0: found no JSON"),
        (HEAD + "\n5", "record 0.type: found 5"),
        (HEAD + '\n{"type": "NODE"}', 'record 0.type: found "NODE"'),
        (HEAD + '\n{"type": 5, "body": ""}', "record 0.type: found 5"),
        (HEAD + '\n{"type": 9}', "record 0.body: found none"),
        (HEAD + '\n{"type": "END", "x": 1}', 'record 0 (END): found a member "x"'),
        (HEAD + '\n{"type": "END"}\n{"type": "TRANSACTION_DATA", "conn_id": 1}', "record 1 (TRANSACTION_DATA).tx_id: found none"),
        (HEAD + '\n{"type": "TRANSACTION_DATA", "conn_id": true, "tx_id": 1}', "record 0 (TRANSACTION_DATA).conn_id: found true"),
        (HEAD + '\n{"type": "WATCH_DATA", "conn_id": 1, "wpath": "\\\\x0", "token": ""}', "wpath: found \"\\\\x0\", whose character 0"),
        (HEAD + '\n{"type": "WATCH_DATA", "conn_id": 1, "wpath": 5, "token": ""}', "wpath: found 5; the JSON form asks for a string"),
        (HEAD + '\n{"type": "DOMAIN_DATA", "domain_id": 1, "quota": [{"name": "n"}]}', "quota[0].val: found none"),
        (HEAD + '\n{"type": "DOMAIN_DATA", "domain_id": 1, "quota": [5]}', "quota[0]: found 5"),
    ],
)  # fmt: skip
def test_refused(text: str, said: str) -> None:
    with pytest.raises(StreamError) as caught:
        load(text)
    assert said in str(caught.value)
    assert str(caught.value).endswith("[XSM-JSON]")
