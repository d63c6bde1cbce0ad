"""The subcommands `conform` and `vectors` of `xsmig`."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import Any, Iterator, List, Optional, Tuple

import click

from xsmig.cli_base import REFUSED, Command, Group
from xsmig.files import open_input, open_output

_EPILOG = """\b
Examples:
  xsmig conform -- ./my-driver
  xsmig conform --serve --expected known.json -- perl driver.pl
  xsmig conform --id 'v2/watchx-*' --junit report.xml -- ./my-driver
  xsmig conform --name mine --json mine.json -- ./my-driver
  xsmig conform --report matrix.html mine.json theirs.json

\b
Exit codes: 0 all as it should be, 1 failures, 2 wrong usage,
3 cannot read, write or start COMMAND.
"""
_OUT = click.Path(allow_dash=True)


@click.command(cls=Command, epilog=_EPILOG)
@click.argument("command", nargs=-1)
@click.option("--edition", "editions", multiple=True, metavar="EDITION", help="Only vectors of EDITION. Repeatable.")
@click.option("--id", "ids", multiple=True, metavar="GLOB", help="Only vectors whose id matches. Repeatable.")
@click.option("--requirement", "requirements", multiple=True, metavar="GLOB", help="Only vectors of these. Repeatable.")
@click.option("--list", "only_list", is_flag=True, help="List the vectors that are chosen, and ask nobody.")
@click.option("--serve", is_flag=True, help="Start COMMAND serve, one process for all vectors, and not one for each.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), default=10, show_default=True, help="Seconds for an answer."
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=os.cpu_count() or 1, help="Processes at a time; default: one a CPU."
)
@click.option("--expected", metavar="FILE", type=_OUT, help="Vectors that are known to fail: JSON, id to reason.")
@click.option("--write-expected", metavar="OUT", type=_OUT, help="Write such a file of what failed.")
@click.option("--name", help="Name of the implementation in reports; default: that of COMMAND.")
@click.option("--json", "json_file", metavar="OUT", type=_OUT, help="Write a report as JSON.")
@click.option("--junit", metavar="OUT", type=_OUT, help="Write a report as JUnit XML.")
@click.option("--report", metavar="OUT", type=_OUT, help="Make an HTML page of the JSON reports named instead of COMMAND.")
@click.pass_context
def conform(
    ctx: click.Context,
    command: Tuple[str, ...],
    editions: Tuple[str, ...],
    ids: Tuple[str, ...],
    requirements: Tuple[str, ...],
    only_list: bool,
    serve: bool,
    timeout: float,
    jobs: int,
    expected: Optional[str],
    write_expected: Optional[str],
    name: Optional[str],
    json_file: Optional[str],
    junit: Optional[str],
    report: Optional[str],
) -> None:
    """Ask the driver COMMAND about the golden vectors, and say what it gets wrong.

    tests/vectors/DRIVER.md says what a driver is asked, and has one to begin with.
    """
    if report is not None:
        _only(ctx, "report", command, "name the JSON reports to make the page of")
        _write(report, _matrix(command))
        return
    vectors = _selected(editions, ids, requirements)
    if only_list:
        _print(f"{vector.id}  {vector.verdict}  {vector.title}" for vector in vectors)
        return
    if not command:
        raise click.UsageError("name the driver's COMMAND, after --")
    from xsmig.conform import drivers, judge, runner, terminal  # fmt: skip
    from xsmig.conform import junit as junit_report
    from xsmig.conform import report as reports
    from xsmig.conform.vectors import manifest

    known = _known(expected) if expected is not None else {}
    make = drivers.Serve if serve else drivers.OneShot
    run = runner.Run(vectors, lambda: make(command, timeout), known, min(jobs, len(vectors)))
    with contextlib.closing(iter(run)) as iterator, _progress(iterator, len(vectors)) as shown:
        results = list(shown)
    faults = [f"{vector_id} is expected to fail, and is no vector" for vector_id in runner.unknown(known)] + run.faults
    if all(result.status == judge.NOT_IMPLEMENTED for result in results):
        faults.append("nothing that was asked is implemented")
    flags = {flag: text for flag, text in manifest().flags.items() if any(flag == vector.flag for vector in vectors)}
    implementation = judge.printable(name or os.path.basename(command[0]))
    outcome = reports.Report(implementation, manifest().version, flags, list(map(judge.printable, faults)), results)
    if write_expected is not None:
        _write(write_expected, runner.dump_expected(results).encode("ascii"))
    if json_file is not None:
        _write(json_file, reports.dump(outcome).encode("ascii"))
    if junit is not None:
        _write(junit, junit_report.dump(outcome))
    _print(terminal.lines(outcome))
    if not outcome.is_good:
        ctx.exit(REFUSED)


def _only(ctx: click.Context, option: str, arguments: Tuple[str, ...], wanted: str) -> None:
    given = [name for name in ctx.params if ctx.get_parameter_source(name) == click.core.ParameterSource.COMMANDLINE]
    if set(given) - {option, "command"}:
        raise click.UsageError(f"--{option} goes with no other option")
    if not arguments:
        raise click.UsageError(wanted)


def _selected(editions: Tuple[str, ...], ids: Tuple[str, ...], requirements: Tuple[str, ...]) -> List[Any]:
    from xsmig.conform.vectors import manifest, select

    known = {vector.edition: None for vector in manifest().vectors}
    for edition in editions:
        if edition not in known:
            raise click.UsageError(f"{edition!r} is none of the editions {', '.join(known)}")
    vectors = select(editions, ids, requirements)
    if not vectors:
        raise click.UsageError("no vector is chosen")
    return vectors


def _known(path: str) -> Any:
    from xsmig.conform.runner import ExpectedError, load_expected

    with open_input(path) as file:
        try:
            return load_expected(file.read())
        except ExpectedError as error:
            raise OSError(errno.EINVAL, str(error), path) from None


def _matrix(paths: Tuple[str, ...]) -> bytes:
    from xsmig.conform.matrix import page
    from xsmig.conform.report import ReportError, load

    found = []
    for path in paths:
        with open_input(path) as file:
            try:
                found.append(load(file.read()))
            except ReportError as error:
                raise OSError(errno.EINVAL, f"no report of a run: {error}", path) from None
    return page(found).encode("utf-8")


@contextlib.contextmanager
def _progress(results: Iterator[Any], length: int) -> Iterator[Any]:
    if not sys.stderr.isatty():
        yield results
        return
    with click.progressbar(results, length=length, file=sys.stderr) as shown:
        yield shown


def _write(path: str, octets: bytes) -> None:
    with open_output(path) as sink:
        sink.write(octets)


def _print(lines: Iterator[str]) -> None:
    _write("-", "".join(f"{line}\n" for line in lines).encode("utf-8"))


@click.group(cls=Group)
def vectors() -> None:
    """The golden vectors that come with this package."""


@vectors.command(epilog="\b\nExample:\n  xsmig vectors copy tests/xsmig-vectors")
@click.argument("directory", metavar="DIR", type=click.Path())
def copy(directory: str) -> None:
    """Write the vectors into DIR, with their manifest, the JSON Schemas and the protocol of drivers.

    DIR must not exist, or be empty. For projects that keep a copy; the version is in manifest.json.
    """
    from xsmig.conform.copying import copy as copy_to

    copy_to(directory)
