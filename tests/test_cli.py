"""The command as a user meets it: output, exit codes, one-line errors, files that appear whole or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import SOUND_CAPTURES, UNSOUND_CAPTURE, json_of, octets_of, xsmig

CAPTURE = SOUND_CAPTURES[0]
OCTETS = CAPTURE.read_bytes()


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad"
    path.write_bytes(OCTETS[:-12])
    return path


def test_decode_and_encode_are_inverse(tmp_path: Path) -> None:
    form, back = tmp_path / "form", tmp_path / "back"
    for lines in ([], ["--lines"]):
        assert xsmig("decode", str(CAPTURE), "-o", str(form), *lines).returncode == 0
        assert xsmig("encode", str(form), "-o", str(back)).returncode == 0
        assert back.read_bytes() == OCTETS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back", "form"]


def test_dash_is_standard_input_and_output() -> None:
    form = xsmig("decode", "-", input=OCTETS).stdout
    assert json.loads(form)["edition"] == "v1"
    assert xsmig("encode", "-", input=form).stdout == OCTETS
    assert xsmig("check", "-", input=OCTETS).returncode == 0
    assert xsmig("info", "-", input=OCTETS).stdout == xsmig("info", str(CAPTURE)).stdout


def test_lines_are_records() -> None:
    lines = xsmig("decode", "--lines", str(CAPTURE)).stdout.decode().splitlines()
    assert json.loads(lines[0]) == {"edition": "v1", "byte_order": "little"}
    assert json.loads(lines[-1]) == {"type": "END"}
    assert len(lines) == 1 + 92


def test_profiles_and_canonical() -> None:
    rounded, exact = octets_of("v1/rec-len-rounded"), octets_of("v1/rec-len-exact")
    form = xsmig("decode", "-", input=rounded).stdout
    assert xsmig("encode", "--profile", "spec", "-", input=form).stdout != rounded
    assert xsmig("encode", "-", input=xsmig("decode", "-", input=exact).stdout).stdout == exact
    form = json.dumps(json_of("v1/rec-padding-nonzero")).encode()
    assert b'"padding"' not in xsmig("decode", "-", input=xsmig("encode", "--canonical", "-", input=form).stdout).stdout


def test_info() -> None:
    summary = json.loads(xsmig("info", "--json", str(CAPTURE)).stdout)
    assert summary["size"] == len(OCTETS) == 16 + sum(row["octets"] for row in summary["records"].values())
    assert summary["domains"]["1"] == {
        "connections": 1, "nodes": 23, "value_octets": 162, "watches": 2, "in_octets": 0, "out_octets": 0,
    }  # fmt: skip
    assert b"WATCH_DATA             5       232" in xsmig("info", str(CAPTURE)).stdout


def test_read() -> None:
    assert xsmig("read", str(CAPTURE), "/local/domain/0/name").stdout == b"Domain-0\n"
    assert xsmig("read", str(CAPTURE), "/tool/binary").stdout.startswith(rb"\000\001")
    assert xsmig("read", "-R", str(CAPTURE), "/tool/binary").stdout == bytes(range(256))
    assert xsmig("read", str(CAPTURE), "@releaseDomain").stdout == b"\n"
    for command in ("read", "ls"):
        missing = xsmig(command, str(CAPTURE), "/no\x1bde")
        assert missing.returncode == 1
        assert missing.stderr.decode() == f'{CAPTURE}: no node "/no\\x1bde" in the store\n'


def test_check_says_where() -> None:
    result = xsmig("check", str(UNSOUND_CAPTURE))
    assert (result.returncode, result.stderr) == (1, b"")
    assert result.stdout.decode().startswith(f"{UNSOUND_CAPTURE}: record 6 at 0x160 (WATCH_DATA_EXTENDED).wpath: found ")
    (finding,) = json.loads(xsmig("check", "--json", str(UNSOUND_CAPTURE)).stdout)
    assert (finding["rule"], finding["severity"], finding["offset"]) == ("XSM-WATCHX-NUL", "error", 0x160)
    assert xsmig("check", str(CAPTURE)).stdout == b""
    assert json.loads(xsmig("check", "--json", str(CAPTURE)).stdout) == []


@pytest.mark.parametrize("command", ["decode", "info", "ls", "encode"])
def test_a_refused_stream_is_one_line(command: str, bad: Path, tmp_path: Path) -> None:
    result = xsmig(command, str(bad))
    assert result.returncode == 1
    assert result.stderr.decode().startswith(f"{bad}: ")
    assert result.stderr.count(b"\n") == 1


def test_a_refused_stream_leaves_the_old_file(bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("old")
    assert xsmig("decode", str(bad), "-o", str(out)).returncode == 1
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad", "out"]


def test_an_output_file_keeps_its_mode_and_a_link_its_target(tmp_path: Path) -> None:
    out, link = tmp_path / "out", tmp_path / "link"
    out.touch(0o600)
    link.symlink_to(out)
    assert xsmig("decode", str(CAPTURE), "-o", str(link)).returncode == 0
    assert (link.is_symlink(), out.stat().st_mode & 0o777) == (True, 0o600)
    assert out.stat().st_size > 0


def test_usage_is_2() -> None:
    for args in (["decode"], ["frobnicate"], ["encode", "-", "--profile", "neither"]):
        assert xsmig(*args).returncode == 2


def test_unreadable_is_3(tmp_path: Path) -> None:
    absent, out = tmp_path / "absent", tmp_path / "no" / "out"
    result = xsmig("decode", str(absent))
    assert (result.returncode, result.stderr.decode()) == (3, f"{absent}: No such file or directory\n")
    assert xsmig("decode", str(tmp_path)).returncode == 3
    result = xsmig("decode", str(CAPTURE), "-o", str(out))
    assert (result.returncode, result.stderr.decode()) == (3, f"{out}: No such file or directory\n")


def test_full_disk() -> None:
    result = xsmig("decode", str(CAPTURE), "-o", "/dev/full")
    assert result.returncode == 3
    assert result.stderr.count(b"\n") == 1
    assert b"No space left" in result.stderr
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "xsmig", "ls", str(CAPTURE)]
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert result.returncode == 3
    assert result.stderr.count(b"\n") == 1


@pytest.mark.parametrize("command", ["decode", "ls"])
def test_closed_pipe_is_quiet(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    args = [sys.executable, "-m", "xsmig", command, str(CAPTURE)]
    result = subprocess.run(args, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (result.returncode, result.stderr) == (3, b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_leave_no_partial_file(number: signal.Signals, tmp_path: Path) -> None:
    out = tmp_path / "out"
    args = [sys.executable, "-m", "xsmig", "decode", "-", "-o", str(out)]
    with subprocess.Popen(args, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(OCTETS[:-8])
        process.stdin.flush()
        deadline = time.monotonic() + 30
        while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert list(tmp_path.iterdir()) != []
        process.send_signal(number)
        # the write end stays open, so that only the signal can end the process
        assert process.wait(timeout=30) == 128 + number
        assert process.stderr.read().strip() == b""
    assert list(tmp_path.iterdir()) == []


def test_help_has_examples() -> None:
    assert b"Exit codes" in xsmig("--help").stdout
    for command in ("decode", "encode", "info", "ls", "read", "check"):
        assert b"Example" in xsmig(command, "--help").stdout
    assert xsmig("--version").stdout.startswith(b"xsmig, version ")


def test_completion() -> None:
    script = subprocess.run(
        [sys.executable, "-c", "from xsmig.cli import main; main()"],
        env={**os.environ, "_XSMIG_COMPLETE": "bash_source"}, capture_output=True, check=False,
    )  # fmt: skip
    assert script.returncode == 0
