"""What the subcommands of `xsmig` share: how they fail, and the arguments that several take."""

from __future__ import annotations

import signal
from typing import Any

import click

from xsmig.errors import StreamError

REFUSED, UNREADABLE = 1, 3


class Command(click.Command):
    """A subcommand whose failures end in one line on standard error and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        file = ctx.params.get("file")
        try:
            return super().invoke(ctx)
        except StreamError as error:
            click.echo(f"{file}: {error}", err=True)
            ctx.exit(REFUSED)
        except BrokenPipeError:
            ctx.exit(UNREADABLE)
        except OSError as error:
            click.echo(f"{error.filename or 'xsmig'}: {error.strerror}", err=True)
            ctx.exit(UNREADABLE)
        except KeyboardInterrupt:
            ctx.exit(128 + signal.SIGINT)


class Group(click.Group):
    """A group whose subcommands fail in that way."""

    command_class = Command


file_argument = click.argument("file", type=click.Path(allow_dash=True))
output_option = click.option(
    "-o", "--output", metavar="OUT", type=click.Path(allow_dash=True), default="-", help="Write to OUT."
)


EDITIONS = ("v1", "v2", "draft", "draft-review")
edition_option = click.option("--edition", type=click.Choice(EDITIONS), help="Edition of the stream, whatever it looks like.")
profile_option = click.option(
    "--profile",
    type=click.Choice(["xenstored", "spec"]),
    default="xenstored",
    show_default=True,
    help="len of a record that does not say: rounded up to 8, as every daemon accepts, or exact.",
)
