"""`xsmig conform` as a user meets it: sound drivers, and ones that are broken in every way."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable, Dict, List

import jsonschema
import pytest
from support import ROOT, VECTOR_LIST, json_of, manifest, xsmig

SELF = [sys.executable, "-m", "xsmig.conform.self_driver"]
EXAMPLE = ROOT / "tools" / "drivers" / "example.pl"
ACCEPTED, REFUSED = "v1/watch-absolute", "v1/watch-token-no-nul"
FEW = ["--id", ACCEPTED, "--id", REFUSED]
BOTH_MODES = pytest.mark.parametrize("mode", [[], ["--serve"]], ids=["one-shot", "serve"])
# a driver that answers as the package does, and `bend`s the answer
HARNESS = """
import os, signal, struct, sys, time
from xsmig.conform.self_driver import status_and_answer
{bend}
def answer(operation, edition, octets):
    return bend(operation, edition, *status_and_answer(operation, edition, octets))
if sys.argv[1] != "serve":
    status, said = answer(sys.argv[1], sys.argv[2], sys.stdin.buffer.read())
    (sys.stderr if status == 1 else sys.stdout).buffer.write(said)
    sys.exit(status)
while head := sys.stdin.buffer.read(4):
    line, _, octets = sys.stdin.buffer.read(*struct.unpack(">I", head)).partition(b"\\n")
    status, said = answer(*line.decode().split(), octets)
    sys.stdout.buffer.write(struct.pack(">I", 1 + len(said)) + b"%d" % status + said)
    sys.stdout.buffer.flush()
"""
Driver = Callable[[str], List[str]]


@pytest.fixture
def driver(tmp_path: Path) -> Driver:
    def make(bend: str) -> List[str]:
        path = tmp_path / "driver.py"
        path.write_text(HARNESS.format(bend=f"def bend(operation, edition, status, said):\n    {bend}"))
        return [sys.executable, str(path)]

    return make


def conform(*args: str, command: List[str]) -> subprocess.CompletedProcess[bytes]:
    return xsmig("conform", *args, "--", *command)


def report_of(tmp_path: Path, *args: str, command: List[str], code: int) -> Any:
    out = tmp_path / "report.json"
    run = conform("--json", str(out), *args, command=command)
    assert (run.returncode, run.stderr) == (code, b"")
    report = json.loads(out.read_text())
    jsonschema.validate(report, json.loads((ROOT / "spec" / "report.schema.json").read_text()))
    return report


def statuses(report: Any) -> Dict[str, str]:
    return {result["id"]: result["status"] for result in report["results"]}


def messages(report: Any) -> List[str]:
    return [check["message"] for result in report["results"] for check in result["checks"] if check["outcome"] == "failed"]


def test_this_package_is_a_sixth_implementation_without_failures(tmp_path: Path) -> None:
    report = report_of(tmp_path, "--serve", command=SELF, code=0)
    passed = ["accepted" if vector["verdict"] == "may" else "passed" for vector in VECTOR_LIST]
    assert [*statuses(report).items()] == [(vector["id"], status) for vector, status in zip(VECTOR_LIST, passed)]
    operations = {(result["edition"], check["operation"]) for result in report["results"] for check in result["checks"]}
    assert ("v1", "encode") in operations
    assert ("image", "encode") not in operations
    assert report["vectors"] == manifest()["version"]
    assert report["flags"] == manifest()["flags"]


def test_one_shot_agrees_with_serve(tmp_path: Path) -> None:
    choice = ["--requirement", "XSM-WATCHX-*", "--requirement", "XSM-REVIEW-OPS"]
    one, other = (report_of(tmp_path, *choice, *mode, command=SELF, code=0) for mode in ([], ["--serve"]))
    assert statuses(one) == statuses(other)
    assert len(statuses(one)) > 20


@BOTH_MODES
def test_the_example_gets_a_truthful_report(tmp_path: Path, mode: List[str]) -> None:
    report = report_of(tmp_path, *mode, command=["perl", str(EXAMPLE)], code=1)
    found = statuses(report)
    for vector in VECTOR_LIST:
        expected = "passed"
        if vector["edition"] not in ("v1", "v2"):
            expected = "not-implemented"
        elif vector["verdict"] != "must-reject":
            known = all(r["type"] in ("GLOBAL_DATA", "TRANSACTION_DATA", "END") for r in json_of(vector["id"])["records"])
            may = vector["verdict"] == "may"
            expected = ("accepted" if known else "refused") if may else ("passed" if known else "failed")
        assert found[vector["id"]] == expected, vector["id"]


def test_the_page_has_the_example_as_it_is() -> None:
    page = (ROOT / "tests" / "vectors" / "DRIVER.md").read_text()
    assert re.findall(r"```perl\n(.*?)```", page, re.DOTALL) == [EXAMPLE.read_text()]


@BOTH_MODES
@pytest.mark.parametrize(
    ("bend", "message"),
    [
        ("return 1, b'no'", "refused: no"),
        ("return status, b'{'", "what is printed is not JSON: "),
        ('return status, b\'{"a": 1, "a": 1}\'', "a member stands twice"),
        ("return status, b'[' * 100000", "not JSON: nested too deeply"),
        ("return status, b'[]'", "the form: found [], want {"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "ended by SIGSEGV"),
        ("os._exit(7)", "exit status 7"),
        (
            "return status, said.replace(b'}\\n]}', b'}, {\"type\": \"END\"}\\n]}')",
            'records[3]: found {"type": "END"}, want nothing',
        ),
    ],
    ids=["refuses", "no-json", "twice", "deep", "other-json", "signal", "exit-7", "more"],
)
def test_broken_drivers(driver: Driver, tmp_path: Path, mode: List[str], bend: str, message: str) -> None:
    command = driver(f"if operation == 'encode': return status, said\n    {bend}")
    report = report_of(tmp_path, *mode, "--id", ACCEPTED, command=command, code=1)
    assert statuses(report) == {ACCEPTED: "failed"}
    (found,) = messages(report)
    assert message in found


def test_only_status_1_refuses(driver: Driver, tmp_path: Path) -> None:
    for bend, status in (("return 1, b''", "passed"), ("return 3, b''", "failed"), ("raise ValueError", "passed")):
        report = report_of(tmp_path, "--id", REFUSED, command=driver(bend), code=int(status == "failed"))
        assert statuses(report) == {REFUSED: status}


def test_always_refusing_fails_what_must_be_accepted(driver: Driver, tmp_path: Path) -> None:
    report = report_of(tmp_path, "--serve", "--edition", "v2", command=driver("return 1, b''"), code=1)
    expected = {"must-accept": "failed", "must-reject": "passed", "may": "refused"}
    assert {expected[result["verdict"]] == result["status"] for result in report["results"]} == {True}


def test_accepting_what_is_to_be_refused_shows_where(driver: Driver) -> None:
    run = conform("--id", REFUSED, command=driver("return 0, said"))
    assert run.returncode == 1
    lines = run.stdout.decode().splitlines()
    assert lines[0] == f"FAILED {REFUSED} decode: accepted, though token is to be refused"
    assert re.fullmatch(r"  at 0x[0-9a-f]+, line \d+ of the hex: .*# token .*", lines[1])


@BOTH_MODES
def test_time_out(driver: Driver, tmp_path: Path, mode: List[str]) -> None:
    start = time.monotonic()
    # what it starts holds its standard output open, and has to end too
    bend = "os.fork(); time.sleep(60)"
    report = report_of(tmp_path, *mode, "--id", REFUSED, "--timeout", "0.5", command=driver(bend), code=1)
    assert messages(report) == ["no answer within 0.5 s"]
    assert time.monotonic() - start < 20


@BOTH_MODES
def test_endless_output(tmp_path: Path, mode: List[str]) -> None:
    report = report_of(tmp_path, *mode, "--id", REFUSED, command=["sh", "-c", "yes"], code=1)
    assert len(messages(report)) == 1


@BOTH_MODES
def test_first_wrong_field(driver: Driver, mode: List[str]) -> None:
    run = conform(*mode, "--id", ACCEPTED, command=driver('return status, said.replace(b\'"token": "\', b\'"token": "x\')'))
    assert run.returncode == 1
    shown = "".join(f"    {line}\n" for line in run.stdout.decode().splitlines()[:2])
    assert 'records[1].token: found "xtok", want "tok"\n      at 0x46, line 24 of the hex: 74 6f 6b 00 ' in shown
    assert shown in (ROOT / "README.md").read_text()


def test_wrong_octets(driver: Driver) -> None:
    bend = "return status, said[:70] + b'T' + said[71:] if operation == 'encode' else said"
    run = conform("--id", ACCEPTED, command=driver(bend))
    assert run.returncode == 1
    lines = run.stdout.decode().splitlines()
    assert lines[0] == f"FAILED {ACCEPTED} encode: octet 0x46: found 54, want 74"
    assert lines[1].startswith("  at 0x46, line 24 of the hex: 74 6f 6b 00 ")
    run = conform("--id", ACCEPTED, command=driver("return status, said[:-1] if operation == 'encode' else said"))
    assert b": found the end, want 00\n" in run.stdout


def test_a_may_vector_is_judged_only_if_it_is_accepted(driver: Driver, tmp_path: Path) -> None:
    vector = next(vector["id"] for vector in VECTOR_LIST if vector["verdict"] == "may" and vector["edition"] == "v1")
    for bend, status in (
        ("return 1, b''", "refused"),
        ("return status, said", "accepted"),
        ("return 2, b''", "not-implemented"),
        ("return status, b'{}'", "failed"),
    ):
        code = int(status in ("failed", "not-implemented"))
        report = report_of(tmp_path, "--id", vector, command=driver(bend), code=code)
        assert statuses(report) == {vector: status}


def test_a_serving_process_that_dies_is_started_again(driver: Driver, tmp_path: Path) -> None:
    choice = ["--edition", "v2", "--jobs", "1", "--serve"]
    marker = tmp_path / "died"
    bend = f"open({str(marker)!r}, 'a').write('.') == 1 and os.path.getsize({str(marker)!r}) == 5 and os._exit(3)"
    report = report_of(tmp_path, *choice, command=driver(f"{bend}\n    return status, said"), code=1)
    assert messages(report) == ["exit status 3 before the answer was there"]
    found = list(statuses(report).values())
    assert found.count("failed") == 1
    assert len(found) == sum(vector["edition"] == "v2" for vector in VECTOR_LIST)


def test_serving_has_rules(tmp_path: Path) -> None:
    """Statuses other than the three, octets after an answer, an end other than 0, and no answer at all are failures."""
    for script, message in (
        ("sys.stdout.buffer.write(b'\\0\\0\\0\\1' + b'3')", "an answer that does not begin with 0, 1 or 2"),
        ("sys.stdout.buffer.write(b'\\0\\0\\0\\0')", "an answer that does not begin with 0, 1 or 2"),
        ("sys.stdout.buffer.write(b'\\0\\0\\0\\1' + b'11')", "octets after the answer"),
        ("print('Oh no', file=sys.stderr); sys.exit(2)", "exit status 2 before the answer was there: Oh no"),
    ):
        command = [
            sys.executable,
            "-c",
            f"import sys; sys.stdin.buffer.read(4); {script}; sys.stdout.flush(); sys.stdin.read()",
        ]
        report = report_of(tmp_path, "--serve", "--id", REFUSED, command=command, code=1)
        assert messages(report) == [message]
    end = "import sys; sys.stdin.buffer.read(4); print('\\0\\0\\0\\0011', end='', flush=True); sys.stdin.read(); sys.exit(9)"
    report = report_of(tmp_path, "--serve", "--id", REFUSED, command=[sys.executable, "-c", end], code=1)
    assert statuses(report) == {REFUSED: "passed"}
    assert report["faults"] == ["exit status 9 at the end of its input"]


def test_not_implemented_is_counted_apart(driver: Driver, tmp_path: Path) -> None:
    no_encoder = driver("return (2, b'') if operation == 'encode' or edition == 'v1' else (status, said)")
    report = report_of(tmp_path, "--serve", "--edition", "v1", "--edition", "v2", command=no_encoder, code=0)
    assert report["counts"]["failed"] == 0
    assert {r["status"] for r in report["results"] if r["edition"] == "v1"} == {"not-implemented"}
    assert {r["status"] for r in report["results"] if r["edition"] == "v2"} == {"passed", "accepted"}
    nothing = report_of(tmp_path, "--serve", "--edition", "v1", command=no_encoder, code=1)
    assert nothing["faults"] == ["nothing that was asked is implemented"]


def test_expected_failures(driver: Driver, tmp_path: Path) -> None:
    expected = tmp_path / "expected.json"
    command = driver("return (0, b'') if status == 1 else (status, said)")
    choice = ["--serve", "--edition", "draft-review"]
    assert conform(*choice, "--write-expected", str(expected), command=command).returncode == 1
    known = json.loads(expected.read_text())
    assert set(known) == {v["id"] for v in VECTOR_LIST if v["edition"] == "draft-review" and v["verdict"] == "must-reject"}
    report = report_of(tmp_path, *choice, "--expected", str(expected), command=command, code=0)
    assert report["counts"]["expected"] == len(known)

    # a reason stays, and what is mended or unknown fails the run
    first = next(iter(known))
    known[first] = "issue 7"
    expected.write_text(json.dumps(known))
    conform(*choice, "--expected", str(expected), "--write-expected", str(expected), command=command)
    assert json.loads(expected.read_text()) == known
    report = report_of(tmp_path, *choice, "--expected", str(expected), command=SELF, code=1)
    assert report["counts"]["outdated"] == len(known)
    # one that was not asked about says nothing
    assert report_of(tmp_path, "--id", ACCEPTED, "--expected", str(expected), command=SELF, code=0)["counts"]["passed"] == 1
    expected.write_text('{"v1/no-such": "why"}')
    run = conform("--id", ACCEPTED, "--expected", str(expected), command=SELF)
    assert run.returncode == 1
    assert run.stdout.startswith(b"FAILED v1/no-such is expected to fail, and is no vector\n")
    for text in ("[]", '{"v1/end-len-8": 1}', '{"v1/end-len-8": ""}', "{"):
        expected.write_text(text)
        run = conform("--id", ACCEPTED, "--expected", str(expected), command=SELF)
        assert (run.returncode, run.stderr.count(b"\n"), run.stdout) == (3, 1, b"")


def test_choosing() -> None:
    listed = xsmig("conform", "--list").stdout.decode().splitlines()
    assert [line.split()[0] for line in listed] == [vector["id"] for vector in VECTOR_LIST]
    chosen = xsmig("conform", "--list", "--id", "v?/watchx-*", "--edition", "v2", "--requirement", "XSM-WATCHX-NUL").stdout
    ids = [line.split()[0] for line in chosen.decode().splitlines()]
    assert ids == [
        vector["id"]
        for vector in VECTOR_LIST
        if vector["edition"] == "v2" and "/watchx-" in vector["id"] and "XSM-WATCHX-NUL" in vector["requirements"]
    ]
    assert ids


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--id", "nothing", "--", "true"], 2),
        (["--edition", "v9", "--", "true"], 2),
        (["--timeout", "0", "--", "true"], 2),
        ([], 2),
        (["--report", "page.html"], 2),
        (["--report", "page.html", "--serve", "a.json"], 2),
        (["--report", "page.html", "no-such.json"], 3),
        (["--id", ACCEPTED, "--", "./no-such-command"], 3),
        (["--id", ACCEPTED, "--serve", "--", "."], 3),
        (["--id", ACCEPTED, "--json", "no/such/folder", "--", "true"], 3),
    ],
)
def test_wrong_usage_and_what_cannot_be_read(tmp_path: Path, args: List[str], code: int) -> None:
    run = xsmig("conform", *args, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert run.returncode == code
    assert b"Traceback" not in run.stderr
    assert code == 2 or run.stderr.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_drivers_too(tmp_path: Path, number: int, code: int) -> None:
    marker = tmp_path / "pid"
    script = f"import os, time; open({str(marker)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(60)"
    command = [sys.executable, "-m", "xsmig", "conform", "--timeout", "50", "--jobs", "2", "--", sys.executable, "-c", script]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not (marker.exists() and marker.read_text().count("\n") == 2):
        time.sleep(0.05)
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == code
    assert b"Traceback" not in errors
    for pid in marker.read_text().split():
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid), 0)
