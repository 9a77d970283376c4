# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154 # shared variables
#
# Presents the figures: as a table, as a picture, and in the document.

picture_limit=60

# Prints the kernel, emulator and host that the figures were measured with.
facts()
{
	local kernel emulator processor

	kernel=$(sed -n 's/.*Linux version \([^ ]*\).*/\1/p' "$out/${stages[0]}/dmesg.txt" | head -n 1)
	emulator=$(qemu-system-x86_64 --version | sed -n 's/^QEMU emulator version //p')
	processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)
	echo "Linux $kernel in QEMU $emulator, tcg; host: $(nproc) x $processor; $(date -u +%F)"
}

goals_reached()
{
	awk -F '\t' '$6 != "-" { n++; bad += $7 != "ok" } END { exit !n || bad }' "$out/summary.tsv"
}

# Each row is drawn to the scale of the larger of its two figures.
draw_picture()
{
	awk -F '\t' -v OFS='\t' '
		$1 != panel { panel = $1; y -= 1.4; print y, "heading", panel; y -= 1 }
		{
			largest = $3 + 0 > $4 + 0 ? $3 + 0 : $4 + 0
			scale = largest > 0 ? 1 / largest : 0
			print y, "row", $2, $3 == "-" ? "none" : $3, $4 == "-" ? "none" : $4,
				$3 * scale, $4 * scale, $7 == "NOT OK"
			y--
		}' "$out/summary.tsv" >"$work/bars"
	timeout "$picture_limit" gnuplot -e "bars = '$work/bars'; out = '$out/bench.png'" \
		-e "peer = '$peer'" -e "rows = $(wc -l <"$work/bars")" -e "about = '$(facts | tr -d \')'" \
		"$bench/picture.gnuplot"
}

report()
{
	[ -s "$out/raw.tsv" ] || { say "nothing was measured" && return 1; }
	"$bench/summary" -v "peer=$peer" "$rows" stages=" ${stages[*]} " "$out/raw.tsv" >"$out/summary.tsv"
	{
		"$bench/table" -v "peer=$peer" "$out/summary.tsv"
		echo
		facts
	} >"$out/table.txt"
	cat "$out/table.txt"
	draw_picture || say "could not draw the picture"
	[ "$write_document" = no ] || put_into_document
	say "$out: table.txt, bench.png, summary.tsv, raw.tsv"
	goals_reached
}

# The table stands between two comments.
put_into_document()
{
	local new=$work/document

	awk -v table="$out/table.txt" -v comment=".. $table" '
		/^\.\. end of the table/ { copying = 0 }
		!copying { print }
		$0 == comment {
			copying = found = 1
			print "\n::\n"
			while ((getline line < table) > 0)
				print line == "" ? "" : "  " line
			print ""
		}
		END { exit !found }' "$document" >"$new" || die "$document has no place for the table"
	cat "$new" >"$document"
}
