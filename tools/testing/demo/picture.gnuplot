# SPDX-License-Identifier: GPL-2.0-only
#
# The source above the result: waveforms on the left, spectrograms on the right, at the same scale.
#
# "picture" gives: folder, out, headline, verdict, about_source, about_result; seconds, khz and scale
# (where the axes end); dx and dy (what a pixel of the spectrograms is); differs (the second of the
# first difference, negative if there is none).

good = "#2e7d32"
bad = "#c62828"
bad_on_dark = "#00e5ff"
left_colour = "#1f5f9f"
right_colour = "#b0651a"

# Positions of the two columns and the two rows on the screen.
array column_left[2] = [0.062, 0.557]
array column_right[2] = [0.500, 0.985]
array row_bottom[2] = [0.525, 0.075]
array row_top[2] = [0.860, 0.410]

set terminal pngcairo size 1500,900 font "DejaVu Sans,11" background "#ffffff"
set output out
set multiplot
set label 1 headline at screen 0.02,0.962 font "DejaVu Sans Bold,16" noenhanced
set label 2 verdict at screen 0.02,0.925 font "DejaVu Sans,13" textcolor rgb (differs < 0 ? good : bad) noenhanced
unset key
set border linecolor "#808080" front
set tics out nomirror textcolor "#303030"
set xrange [0:seconds]
set xlabel "time (s)" offset 0,0.4
set style fill solid 1.0 noborder

do for [row = 1:2] {
	name = row == 1 ? "source" : "result"
	about = row == 1 ? about_source : about_result
	set tmargin at screen row_top[row]
	set bmargin at screen row_bottom[row]

	if (differs >= 0) {
		set arrow 1 from differs, graph 0 to differs, graph 1 nohead front \
			linecolor rgb bad linewidth 2
	}
	# Both channels in one panel, each with a full scale of its own.
	set lmargin at screen column_left[1]
	set rmargin at screen column_right[1]
	set title about font "DejaVu Sans Bold,12" offset 0,-0.4 noenhanced
	set yrange [-2.3:2.3]
	set ylabel "right               left" offset 1,0
	top = sprintf("%g", scale)
	set ytics (top 2.15, "0" 1.15, "-".top 0.15, top -0.15, "0" -1.15, "-".top -2.15)
	set grid y linecolor "#d0d0d0"
	plot folder."/".name.".envelope" \
		using 1:($2 / scale + 1.15):($3 / scale + 1.15) with filledcurves linecolor rgb left_colour, \
		"" using 1:($4 / scale - 1.15):($5 / scale - 1.15) with filledcurves linecolor rgb right_colour, \
		"" using 1:($3 / scale + 1.15) with lines linecolor rgb left_colour, \
		"" using 1:($5 / scale - 1.15) with lines linecolor rgb right_colour

	if (differs >= 0) {
		set arrow 1 linecolor rgb bad_on_dark
	}
	set lmargin at screen column_left[2]
	set rmargin at screen column_right[2]
	set title "spectrogram of the ".name.", left + right" font "DejaVu Sans Bold,12" offset 0,-0.4 noenhanced
	set yrange [0:khz]
	set ylabel "frequency (kHz)" offset 1,0
	set ytics autofreq
	unset grid
	plot folder."/".name.".png" binary filetype=png \
		origin=(0, 0) dx=dx dy=dy with rgbimage
	unset label 1
	unset label 2
}
unset multiplot
