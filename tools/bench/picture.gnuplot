# SPDX-License-Identifier: GPL-2.0-only
#
# Two bars for each row of the table, in the scale of the larger one, with their figures.
#
# Given: bars (a file: place, "heading" or "row", text; of a row the two figures, the lengths of the
# two bars, and whether a goal was missed), rows (its lines), about (the machine), out.

theirs = "#b0651a"
ours = "#1f5f9f"
missed = "#c62828"

set datafile separator "\t"
set terminal pngcairo size 1100, 110 + 30 * rows font "DejaVu Sans,11" background "#ffffff"
set output out
set lmargin at screen 0.02
set rmargin at screen 0.97
set tmargin at screen 1 - 75.0 / (110 + 30 * rows)
set bmargin at screen 0.01
set xrange [-0.95:1.2]
set yrange [*:0.2]
set style fill solid 1.0 noborder
unset tics
unset border
unset key
set label 1 "waveport beside snd-".peer at screen 0.02, graph 1 offset 0,3.2 font "DejaVu Sans Bold,16"
set label 2 about at screen 0.02, graph 1 offset 0,1.4 textcolor rgb "#505050" noenhanced
set label 3 "snd-".peer at first 0, graph 1 offset 0,0 textcolor rgb theirs font "DejaVu Sans Bold,11"
set label 4 "waveport" at first 0.25, graph 1 offset 0,0 textcolor rgb ours font "DejaVu Sans Bold,11"
set label 5 "red: goal missed" at first 0.45, graph 1 offset 0,0 textcolor rgb missed

is_row(kind) = strcol(kind) eq "row"
place(offset) = is_row(2) ? column(1) + offset : NaN

plot bars using (0):(place(0.18)):(0):6:(place(0.03)):(place(0.36)) with boxxyerror linecolor rgb theirs, \
	bars using (0):(place(-0.18)):(0):7:(place(-0.36)):(place(-0.03)) with boxxyerror \
		linecolor rgb ours, \
	bars using ($6 + 0.01):(place(0.19)):4 with labels left font ",9" textcolor rgb theirs noenhanced, \
	bars using ($7 + 0.01):(place(-0.21)):5 with labels left font ",9" textcolor rgb ours noenhanced, \
	bars using (-0.02):(is_row(2) && $8 == 0 ? $1 : NaN):3 with labels right noenhanced, \
	bars using (-0.02):(is_row(2) && $8 == 1 ? $1 : NaN):3 with labels right textcolor rgb missed noenhanced, \
	bars using (-0.95):(is_row(2) ? NaN : $1):3 with labels left font "DejaVu Sans Bold,12" noenhanced
