# SPDX-License-Identifier: GPL-2.0-only
#
# The sources of the modules in sound/ below the current directory, as the scripts beside this file
# read them: without comments, and without the KUnit tests. They print facts, one a line:
#
#   KIND [SUBJECT]: FIRST : SECOND...
package Source;

use strict;
use warnings;
use Exporter 'import';

our @EXPORT = qw(files text module fact literals constant enumerators);

sub files
{
	return grep { !/_(test|fake)\.[ch]$|\.mod\.c$/ } sort glob('sound/*/*.[ch] sound/*/*/*.[ch]');
}

my %texts;

# A comment becomes a space; what looks like one in a string stays.
sub text
{
	my ($file) = @_;

	return $texts{$file} if defined $texts{$file};
	open(my $handle, '<', $file) or die "$file: $!\n";
	local $/;
	my $text = <$handle>;
	$text =~ s{("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|//[^\n]*}{$1 // ' '}gse;
	return $texts{$file} = $text;
}

sub module
{
	my ($file) = @_;
	my ($directory) = $file =~ m{([^/]+)/[^/]+$};

	return $directory eq 'waveport' ? 'snd-waveport' : "snd-waveport-$directory";
}

sub fact
{
	my ($kind, @columns) = @_;

	print "$kind: ", join(' : ', @columns), "\n";
}

# The string literals of a piece of code; adjacent ones are one.
sub literals
{
	my ($code) = @_;

	$code =~ s/"\s+"//g;
	return $code =~ /"((?:\\.|[^"\\])*)"/g;
}

# The value of a constant expression: a number, a shift, or a macro for one of these.
sub constant
{
	my ($expression) = @_;

	return $1 << $2 if $expression =~ /^\(?(\d+)\s*<<\s*(\d+)\)?$/;
	return $expression if $expression =~ /^\d+$/;
	for my $file (files()) {
		return constant($1) if text($file) =~ /^#define[ \t]+\Q$expression\E[ \t]+([^\n]+?)[ \t]*$/m;
	}
	return $expression;
}

# The enumerators of an enum, with their values: ([name, value]...).
sub enumerators
{
	my ($name) = @_;
	my ($next, @found) = (0);

	for my $file (files()) {
		next unless text($file) =~ /\benum\s+$name\s*\{(.*?)\}/s;
		for my $enumerator (grep { /\S/ } split /,/, $1) {
			my ($symbol, $value) = $enumerator =~ /(\w+)(?:\s*=\s*(\S+))?/;
			$next = 1 << $1 if ($value // '') =~ /^BIT\((\d+)\)$/;
			push @found, [$symbol, $next++];
		}
	}
	return @found;
}

1;
