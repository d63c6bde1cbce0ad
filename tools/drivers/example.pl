#!/usr/bin/perl
# A driver to begin with: it reads three record types of v1 and v2, refuses all others, and implements nothing else.
use strict;
use warnings;
use JSON::PP;

my %LAYOUTS = (
    0 => ["", "END"],
    1 => ["ll", "GLOBAL_DATA", qw(rw_socket_fd evtchn_fd)],
    4 => ["LL", "TRANSACTION_DATA", qw(conn_id tx_id)],
);

sub text { my ($octets) = @_; $octets =~ s{([^ -\[\]-~])}{$1 eq "\\" ? "\\\\" : sprintf "\\x%02x", ord $1}ge; $octets }

sub decode {
    my ($in) = @_;
    $in =~ /\Axenstore\0\0\0([\1\2])\0\0\0([\0\1])/ or die "header\n";
    my ($version, $order, $pos, $type, @records) = (ord $1, ord $2 ? ">" : "<", 16, -1);
    while ($type != 0) {
        ($type, my $len) = length $in >= $pos + 8 ? unpack "(LL)$order", substr $in, $pos, 8 : die "end of stream\n";
        my ($format, $name, @fields) = @{ $LAYOUTS{$type} // die "type $type is not known here\n" };
        my ($size, $pad) = (4 * @fields, -$len % 8);
        die "len\n" if $len < $size || $type == 0 && $len || length $in < $pos + 8 + $len + $pad;
        my %record = (type => $name);
        (@record{@fields}, my $rest, my $padding) = unpack "x$pos x8 ($format)$order a@{[$len - $size]} a$pad", $in;
        $record{rest} = text($rest) if $rest ne "\0" x (-$size % 8);
        $record{padding} = text($padding) if $padding =~ /[^\0]/;
        push @records, \%record;
        $pos += 8 + $len + $pad;
    }
    die "octets after END\n" if $pos < length $in;
    return encode_json({ edition => "v$version", byte_order => $order eq "<" ? "little" : "big", records => \@records });
}

sub answer {    # the status, and the JSON form or a message
    my ($operation, $edition, $in) = @_;
    return (2, "not implemented\n") if $operation ne "decode" || $edition !~ /\Av[12]\z/;
    my $form = eval { decode($in) };
    return defined $form ? (0, $form) : (1, $@);
}

binmode STDIN;
local ($/, $|) = (undef, 1);
while ($ARGV[0] eq "serve") {
    exit 0 unless read STDIN, my $length, 4;
    read STDIN, my $request, unpack "N", $length;
    print pack "N/a*", join "", answer($request =~ /\A(\S+) (\S+)\n(.*)\z/s);
}
my ($status, $output) = answer(@ARGV, <STDIN> // "");
print { $status ? *STDERR : *STDOUT } $output;
exit $status;
