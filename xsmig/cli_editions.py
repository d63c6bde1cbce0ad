"""The subcommands that take a store from one edition, or one carrier, to another."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

import click

from xsmig.cli_base import EDITIONS, REFUSED, Command, edition_option, file_argument, output_option, profile_option
from xsmig.files import open_input, open_output

_DOMAIN_VALUES = {"evtchn": 32, "tdomid": 16, "unique_id": 64, "remote_port": 32, "mfn": 64}
_ACCESS = {"read": 1, "written": 2, "both": 3}


class _DomainValues(click.ParamType):  # type: ignore[type-arg]
    """`DOMID:NAME=VALUE[,NAME=VALUE...]`."""

    name = "domain"

    def convert(self, value: Any, param: Any, ctx: Any) -> Tuple[int, Dict[str, int]]:
        domid, _, rest = value.partition(":")
        values = {}
        for item in rest.split(","):
            name, _, number = item.partition("=")
            if name not in _DOMAIN_VALUES:
                self.fail(f"{item!r} is none of {', '.join(f'{known}=N' for known in _DOMAIN_VALUES)}", param, ctx)
            values[name] = self._number(number, _DOMAIN_VALUES[name], param, ctx)
        return self._number(domid, 16, param, ctx), values

    def _number(self, text: str, bits: int, param: Any, ctx: Any) -> int:
        try:
            number = int(text, 0)
        except ValueError:
            number = -1
        if not 0 <= number < 1 << bits:
            self.fail(f"{text!r} is no number of {bits} bits", param, ctx)
        return number


@click.command(
    cls=Command,
    epilog="\b\nExamples:\n  xsmig convert old -o new --to v1\n"
    "  xsmig convert draft -o state --to v2 --domain 1:evtchn=4 --access written",
)
@file_argument
@output_option
@edition_option
@click.option("--to", required=True, type=click.Choice(EDITIONS), help="Edition to write.")
@click.option("--byte-order", type=click.Choice(["little", "big"]), help="Byte order to write; default: that of FILE.")
@profile_option
@click.option("--strict", is_flag=True, help="Refuse to lose anything.")
@click.option(
    "--domain",
    "domains",
    type=_DomainValues(),
    multiple=True,
    metavar="DOMID:NAME=N,...",
    help="Values of a domain that FILE lacks: evtchn, tdomid, unique_id (to v1, v2), remote_port, mfn (to draft-review).",
)
@click.option("--access", type=click.Choice([*_ACCESS]), help="What transactions did to nodes that they did not delete.")
@click.option("--op-count", type=click.IntRange(0, 0xFFFFFFFF), help="Operations that each transaction has performed.")
@click.option(
    "--global-data",
    type=int,
    nargs=2,
    metavar="RW_SOCKET_FD EVTCHN_FD",
    help="File descriptors of a daemon that takes the stream over, for a GLOBAL_DATA.",
)
def convert(
    file: str,
    output: str,
    edition: Optional[str],
    to: str,
    byte_order: Optional[str],
    profile: str,
    strict: bool,
    domains: Tuple[Tuple[int, Dict[str, int]], ...],
    access: Optional[str],
    op_count: Optional[int],
    global_data: Optional[Tuple[int, int]],
) -> None:
    """Write the stream in FILE in another edition or byte order.

    What has no place there is listed on standard error. What is missing comes from an option, or is an error.
    """
    from xsmig import writer
    from xsmig.convert import Conversion, Values
    from xsmig.formats import open_stream

    values = Values(dict(domains), global_data, _ACCESS[access] if access else None, op_count)
    with open_input(file) as source, open_output(output) as sink:
        conversion = Conversion(open_stream(source, edition), to, byte_order, values)
        writer.write(conversion.header, conversion.records, sink, profile=profile)
        for note in conversion.notes:
            click.echo(f"{file}: {note}", err=True)
        for item, count in conversion.lost.items():
            click.echo(f"{file}: {'would lose' if strict else 'lost'} {item}: {count}", err=True)
        if strict and conversion.lost:
            raise click.exceptions.Exit(REFUSED)


_image_edition = click.option(
    "--edition", type=click.Choice(["draft", "draft-review"]), default="draft", help="Edition of the records in the image."
)


@click.command(
    cls=Command,
    epilog="\b\nExamples:\n  xsmig extract guest.save | jq '.records[].pairs'\n"
    "  xsmig extract guest.save --stream --domid 1 | xsmig ls -",
)
@file_argument
@output_option
@_image_edition
@click.option("--stream", is_flag=True, help="Write the records of the store as a live-update stream.")
@click.option("--domid", type=click.IntRange(0, 0xFFFF), help="The domain whose records they are, which no image says.")
def extract(file: str, output: str, edition: str, stream: bool, domid: Optional[int]) -> None:
    """Print what a saved domain in FILE holds of the Xenstore, as JSON.

    Guest memory is stepped over. FILE may begin with the header that xl save writes.
    """
    from xsmig.image import ImageReader, dump, live_update
    from xsmig.writer import write

    with open_input(file) as source, open_output(output) as sink:
        reader = ImageReader(source, edition)
        if stream:
            write(*live_update(reader, domid), sink)
        else:
            dump(reader, lambda form: sink.write(form.encode("ascii")))


@click.command(cls=Command, epilog="\b\nExample:\n  xsmig embed guest.save state.draft -o new.save --replace")
@file_argument
@click.argument("stream", type=click.Path(allow_dash=True))
@output_option
@edition_option
@click.option("--replace", is_flag=True, help="Leave out the records that the image has; default: add to them.")
def embed(file: str, stream: str, output: str, edition: Optional[str], replace: bool) -> None:
    """Put the records of STREAM, a live-update stream of the draft for one domain, into the saved domain in FILE."""
    from xsmig.formats import open_stream
    from xsmig.image import embed as embed_records

    with open_input(file) as source, open_input(stream) as records, open_output(output) as sink:
        domid = embed_records(source, open_stream(records, edition), sink.write, replace=replace)
    if domid is not None:
        click.echo(f"{file}: lost DOMAIN_START.domid ({domid}): 1", err=True)
