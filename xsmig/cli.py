"""The command `xsmig`: each subcommand joins steps of the package, and knows nothing that they do not.

Exit codes: 0 fine, 1 findings or a refused stream, 2 wrong usage, 3 cannot read or write, 128 + N ended by signal N.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any, Iterator, Optional

import click

from xsmig import __version__
from xsmig.cli_base import EDITIONS, REFUSED, Group, edition_option, file_argument, output_option, profile_option
from xsmig.cli_editions import convert, embed, extract
from xsmig.conform.cli import conform, vectors
from xsmig.files import open_input, open_output

_DEFAULT_WIDTH = 80

_EPILOG = """\b
Exit codes: 0 fine, 1 findings or a refused stream, 2 wrong usage,
3 cannot read or write. FILE and OUT may be - for standard input and output.

\b
Completion for bash (zsh and fish likewise):
  eval "$(_XSMIG_COMPLETE=bash_source xsmig)"
"""


@click.group(cls=Group, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Read, write, show and check the state that xenstored hands to its successor."""


@cli.command(epilog="\b\nExamples:\n  xsmig decode state_dump -o state.json\n  xsmig decode --lines state_dump | grep NODE")
@file_argument
@output_option
@edition_option
@click.option("--lines", is_flag=True, help="One record a line, after a line for the header.")
@click.option("--messages", is_flag=True, help="Show pending octets as messages, too; encode does not take that.")
def decode(file: str, output: str, edition: Optional[str], lines: bool, messages: bool) -> None:
    """Print the JSON form of the stream in FILE."""
    from xsmig import jsonform
    from xsmig.formats import open_stream

    with open_input(file) as source, open_output(output) as sink:
        reader = open_stream(source, edition)
        write = lambda text: sink.write(text.encode("ascii"))  # noqa: E731
        jsonform.dump(reader.header, reader, write, lines=lines, messages=messages)


@cli.command(epilog="\b\nExamples:\n  xsmig encode state.json -o state_dump\n  xsmig decode old | xsmig encode --canonical -")
@file_argument
@output_option
@click.option("--edition", type=click.Choice(EDITIONS), help="Edition to write, whatever the form names.")
@profile_option
@click.option("--canonical", is_flag=True, help="Write zero for all that a reader ignores.")
def encode(file: str, output: str, edition: Optional[str], profile: str, canonical: bool) -> None:
    """Write the stream whose JSON form, as a document or as lines, is in FILE."""
    from xsmig import jsonform, writer

    with open_input(file) as source, open_output(output) as sink:
        header, records = jsonform.load(source, edition)
        if canonical:
            records = (writer.canonical(record, header) for record in records)
        writer.write(header, records, sink, profile=profile)


@cli.command(epilog="\b\nExamples:\n  xsmig info state_dump\n  xsmig info --json state_dump | jq .domains")
@file_argument
@edition_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def info(file: str, edition: Optional[str], as_json: bool) -> None:
    """Say what the stream in FILE holds: records by type, and per domain nodes, watches, pending octets."""
    from xsmig.formats import open_stream
    from xsmig.summary import summarize

    with open_input(file) as source:
        summary = summarize(open_stream(source, edition))
    _print(_json(summary) if as_json else _tables(summary))


@cli.command(epilog="\b\nExamples:\n  xsmig ls -f -p state_dump\n  xsmig ls state_dump /local/domain/1")
@file_argument
@click.argument("path", default="/")
@edition_option
@click.option("-f", "--flat", is_flag=True, help="Print whole paths and whole values.")
@click.option("-p", "--perms", is_flag=True, help="Print permissions.")
def ls(file: str, path: str, edition: Optional[str], flat: bool, perms: bool) -> None:
    """List the store in FILE below PATH, as xenstore-ls does.

    A node that the stream names only as a parent is listed without a value.
    """
    from xsmig.store import list_tree

    store = _store(file, edition)
    _print(list_tree(store, _existing(store, file, path), full=flat, perms=perms, width=_width()))


@cli.command(epilog="\b\nExample:\n  xsmig read state_dump /local/domain/0/name")
@file_argument
@click.argument("path")
@edition_option
@click.option("-R", "--raw", is_flag=True, help="Print the value's octets as they are, and no newline.")
def read(file: str, path: str, edition: Optional[str], raw: bool) -> None:
    """Print the value of the node PATH of the store in FILE, as xenstore-read does."""
    from xsmig.store import sanitise

    store = _store(file, edition)
    node = store.find(_existing(store, file, path))
    value = (node and node.value) or b""
    with open_output("-") as sink:
        sink.write(value if raw else f"{sanitise(value)}\n".encode("ascii"))


@cli.command(epilog="\b\nExamples:\n  xsmig check state_dump && echo sound\n  xsmig check --json state_dump | jq .[].rule")
@file_argument
@edition_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, a list of findings.")
def check(file: str, edition: Optional[str], as_json: bool) -> None:
    """Check the stream in FILE against the document: one finding a line, nothing if there is none."""
    from xsmig.check import check as findings_in

    with open_input(file) as source:
        findings = list(findings_in(source, edition))
    _print(_json([finding.to_json() for finding in findings]) if as_json else (f"{file}: {f}" for f in findings))
    if findings:
        sys.exit(REFUSED)


for command in (convert, extract, embed, conform, vectors):
    cli.add_command(command)


def _print(lines: Any) -> None:
    with open_output("-") as sink:
        for line in lines:
            sink.write(line.encode("utf-8", "surrogateescape") + b"\n")


def _json(value: Any) -> Iterator[str]:
    import json

    yield json.dumps(value, indent=2)


def _tables(summary: Any) -> Iterator[str]:
    from tabulate import tabulate

    yield f"edition     {summary['edition']}"
    yield f"byte order  {summary['byte_order']}"
    yield f"size        {summary['size']} octets"
    yield ""
    records = [[name, *row.values()] for name, row in summary["records"].items()]
    yield tabulate(records, headers=["record", "count", "octets"])
    if summary["domains"]:
        yield ""
        headers = ["domain", "connections", "nodes", "value octets", "watches", "pending in", "pending out"]
        yield tabulate([[name, *row.values()] for name, row in summary["domains"].items()], headers=headers)
    if summary["pending_nodes"]:
        yield f"\n{summary['pending_nodes']} nodes pending in transactions"


def _store(file: str, edition: Optional[str]) -> Any:
    from xsmig.formats import open_stream
    from xsmig.store import Store

    with open_input(file) as source:
        return Store(open_stream(source, edition))


def _existing(store: Any, file: str, path: str) -> bytes:
    octets = os.fsencode(path)
    if store.find(octets) is None:
        from xsmig.text import show

        click.echo(f"{file}: no node {show(octets)} in the store", err=True)
        sys.exit(REFUSED)
    return octets


def _width() -> int:
    # what xenstore-ls does: two columns less than a terminal has, 80 where there is none
    try:
        return os.get_terminal_size(1).columns - 2
    except OSError:
        return _DEFAULT_WIDTH


def main() -> None:
    """Run the command, for the console script and `python -m xsmig`."""
    # an exception, so that what is written beside an output file is removed
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    cli(prog_name="xsmig")
