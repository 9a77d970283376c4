// SPDX-License-Identifier: GPL-2.0-only
/*
 * A timeline as a picture: for each stream how far what is committed, acquired and published is
 * ahead of the position, rows of bars for the mappings, if there are any, and strips of marks for
 * what happens at one time.
 */

#include <inttypes.h>
#include <math.h>

#include "svg.h"
#include "timeline.h"

#define WIDTH		1280
#define LEFT		120
#define PLOT		(WIDTH - LEFT - 30)
#define HEADER		64
#define TITLE		24
#define DEPTH		120
#define GAP		8
#define ROWS		32
#define ROW		5
#define STRIP		14
#define STRIPS		3
#define AXIS		50
#define TICKS		12
#define NARROW		0.5	/* what is shorter could not be seen */
#define CAP		3

static const char style[] =
	"text { font: 12px sans-serif; fill: #222 }\n"
	".title { font-weight: bold; font-size: 14px }\n"
	".axis { stroke: #999; fill: none }\n"
	".grid { stroke: #e4e4e4; fill: none }\n"
	".committed { fill: #d6e6f4; stroke: #2b7bba }\n"
	".acquired-line { fill: none; stroke: #e6850d }\n"
	".published-line { fill: none; stroke: #238b45 }\n"
	".mapping { fill: #fdc986 }\n"
	".published { fill: #74c476; pointer-events: none }\n"
	".revoked { fill: #d7301f }\n"
	".dry { stroke: #d7301f; fill: none }\n"
	".starved { fill: #d7301f; fill-opacity: 0.25 }\n"
	".running { fill: #f4f4f4 }\n"
	".commit { stroke: #2b7bba; fill: none }\n"
	".wakeup { stroke: #6a51a3; fill: none }\n"
	".interrupt { stroke: #222; fill: none }\n";

/* A picture that is being drawn, and the lane in it. */
struct picture {
	const struct timeline *timeline;
	const struct lane *lane;
	FILE *out;
	double top;		/* of the lane */
	double ahead;		/* bytes at the top of its plot of depth */
};

/* The space for the rows of the mappings. */
static unsigned int lane_rows(const struct lane *lane)
{
	return lane->count ? ROWS * ROW + GAP : 0;
}

static unsigned int lane_height(const struct lane *lane)
{
	return TITLE + DEPTH + GAP + lane_rows(lane) + STRIPS * STRIP + AXIS;
}

static double picture_ms(const struct picture *picture, uint64_t ns)
{
	return (ns - picture->timeline->start_ns) / 1e6;
}

static double picture_x(const struct picture *picture, uint64_t ns)
{
	double all = picture->timeline->end_ns - picture->timeline->start_ns;

	return LEFT + (all > 0 ? PLOT * (double)(ns - picture->timeline->start_ns) / all : 0);
}

/* The largest of 1, 2, 5, 10, ... of which at most so many fit. */
static double svg_step(double range, unsigned int most)
{
	double step = range > 0 ? pow(10, floor(log10(range / most))) : 1;

	if (range / step > most)
		step *= 2;
	if (range / step > most)
		step *= 2.5;
	if (range / step > most)
		step *= 2;
	return step;
}

static void svg_text(const struct picture *picture, double x, double y, const char *anchor,
		     const char *text)
{
	fprintf(picture->out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y,
		anchor, text);
}

static void svg_rect(const struct picture *picture, const char *class, double x, double y,
		     double width, double height)
{
	fprintf(picture->out, "<rect class=\"%s\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" "
			      "height=\"%.2f\"/>\n",
		class, x, y, fmax(width, NARROW), height);
}

/* Pairs of begin and end, as bands behind or over all that the lane has. */
static void svg_bands(const struct picture *picture, const char *class,
		      const struct moments *pairs)
{
	size_t i;

	for (i = 0; i + 1 < pairs->count; i += 2) {
		double x = picture_x(picture, pairs->list[i].ns);

		svg_rect(picture, class, x, picture->top + TITLE,
			 picture_x(picture, pairs->list[i + 1].ns) - x,
			 lane_height(picture->lane) - TITLE - AXIS);
	}
}

static void svg_time_axis(const struct picture *picture)
{
	double y = picture->top + lane_height(picture->lane) - AXIS;
	double start = picture->top + TITLE;
	double range = picture_ms(picture, picture->timeline->end_ns);
	double step = svg_step(range, TICKS), ms;
	char label[32];

	for (ms = 0; ms <= range; ms += step) {
		double x = LEFT + (range > 0 ? PLOT * ms / range : 0);

		fprintf(picture->out, "<path class=\"grid\" d=\"M%.1f "
				      "%.1fV%.1f\"/>\n", x, start, y);
		snprintf(label, sizeof(label), "%g ms", ms);
		svg_text(picture, x, y + 16, "middle", label);
	}
	fprintf(picture->out, "<path class=\"axis\" d=\"M%d %.1fH%d\"/>\n", LEFT, y, LEFT + PLOT);
}

static double lane_second(const struct lane *lane)
{
	return (double)lane->rate * lane->frame_bytes;
}

/* In milliseconds, or KiB if the format is not known. */
static double lane_unit(const struct lane *lane)
{
	return lane_second(lane) > 0 ? lane_second(lane) / 1000 : 1024;
}

static double picture_depth_y(const struct picture *picture, double ahead)
{
	double part = picture->ahead > 0 ? ahead / picture->ahead : 0;

	if (part < 0)
		part = 0;
	return picture->top + TITLE + DEPTH * (1 - (part > 1 ? 1 : part));
}

static void svg_depth_axis(const struct picture *picture)
{
	double unit = lane_unit(picture->lane), range = picture->ahead / unit;
	double step = svg_step(range, 4), value;
	char label[32];

	for (value = 0; value <= range; value += step) {
		double y = picture_depth_y(picture, value * unit);

		snprintf(label, sizeof(label), "%g %s", value,
			 lane_second(picture->lane) > 0 ? "ms" : "KiB");
		svg_text(picture, LEFT - 6, y + 4, "end", label);
		fprintf(picture->out, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>\n", LEFT, y,
			LEFT + PLOT);
	}
	svg_text(picture, 6, picture->top + TITLE + DEPTH / 2.0, "start", "ahead");
}

static bool moments_tell(const struct moments *moments)
{
	size_t i;

	for (i = 0; i < moments->count; i++) {
		if (!moments->list[i].start)
			return true;
	}
	return false;
}

static double lane_farthest(const struct lane *lane, const struct moments *moments)
{
	double farthest = 0, ahead;
	size_t i;

	for (i = 0; i < moments->count; i++) {
		ahead = moments->list[i].value - lane_position(lane, moments->list[i].ns);
		if (ahead > farthest)
			farthest = ahead;
	}
	return farthest;
}

static void svg_point(const struct picture *picture, uint64_t ns, double y, char kind)
{
	fprintf(picture->out, "%c%.2f %.2f", kind, picture_x(picture, ns), y);
}

static void svg_depth_point(const struct picture *picture, uint64_t ns, uint64_t value)
{
	svg_point(picture, ns,
		  picture_depth_y(picture, value - lane_position(picture->lane, ns)), 'L');
}

/* Until a time the value is as it was, and the position goes on. Returns the next position. */
static size_t svg_depth_hold(const struct picture *picture, uint64_t value, size_t position,
			     uint64_t until_ns)
{
	const struct moments *positions = &picture->lane->positions;

	for (; position < positions->count && positions->list[position].ns < until_ns; position++)
		svg_depth_point(picture, positions->list[position].ns, value);
	return position;
}

/*
 * One line of the plot of depth, or the area below it. It steps where the value changes, and falls
 * with the position in between. It begins and ends at the bottom, also where a stream begins anew.
 * What never happens, as publishing where the port copies into a ring, has no line.
 */
static void svg_depth_line(const struct picture *picture, const char *class,
			   const struct moments *values)
{
	const struct moments *positions = &picture->lane->positions;
	double bottom = picture_depth_y(picture, 0);
	uint64_t value = 0, end_ns = picture->timeline->end_ns;
	size_t i, position = 0;

	if (!moments_tell(values))
		return;
	fprintf(picture->out, "<path class=\"%s\" d=\"", class);
	for (i = 0; i < values->count; i++) {
		const struct moment *moment = &values->list[i];
		bool first = !i || moment->start;

		if (i)
			position = svg_depth_hold(picture, value, position, moment->ns);
		while (position < positions->count && positions->list[position].ns <= moment->ns)
			position++;
		if (i && first)
			svg_point(picture, moment->ns, bottom, 'L');
		if (first)
			svg_point(picture, moment->ns, bottom, 'M');
		else
			svg_depth_point(picture, moment->ns, value);
		value = moment->value;
		svg_depth_point(picture, moment->ns, value);
	}
	svg_depth_hold(picture, value, position, end_ns);
	svg_depth_point(picture, end_ns, value);
	svg_point(picture, end_ns, bottom, 'L');
	fputs("\"/>\n", picture->out);
}

/* A loop is acquired as often as there are descriptors, far beyond the buffer. */
static void svg_depth(struct picture *picture)
{
	const struct lane *lane = picture->lane;

	picture->ahead = lane_farthest(lane, moments_tell(&lane->commits) ? &lane->commits :
				       &lane->acquired);
	svg_depth_axis(picture);
	svg_depth_line(picture, "committed", &lane->commits);
	svg_depth_line(picture, "acquired-line", &lane->acquired);
	svg_depth_line(picture, "published-line", &lane->published);
}

static void svg_mapping_title(const struct picture *picture, const struct mapping *mapping)
{
	static const char *const ends[] = {
		[MAPPING_OPEN] = "open at",
		[MAPPING_RELEASED] = "released at",
		[MAPPING_REVOKED] = "revoked at",
	};

	fprintf(picture->out, "<title>mapping %" PRIu64 ": %" PRIu32 " bytes from %" PRIu64
		", acquired at %.3f ms", mapping->tag, mapping->bytes, mapping->position,
		picture_ms(picture, mapping->acquired_ns));
	if (mapping->published_ns)
		fprintf(picture->out, ", published at %.3f ms",
			picture_ms(picture, mapping->published_ns));
	fprintf(picture->out, ", %s %.3f ms</title>", ends[mapping->end],
		picture_ms(picture, mapping->ended_ns));
}

static void svg_mapping(const struct picture *picture, const struct mapping *mapping)
{
	double y = picture->top + TITLE + DEPTH + GAP + mapping->tag % ROWS * ROW;
	double x = picture_x(picture, mapping->acquired_ns);
	double end = picture_x(picture, mapping->ended_ns);

	fprintf(picture->out, "<rect class=\"mapping\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" "
		"height=\"%d\">", x, y, fmax(end - x, NARROW), ROW - 1);
	svg_mapping_title(picture, mapping);
	fputs("</rect>\n", picture->out);
	if (mapping->published_ns) {
		x = picture_x(picture, mapping->published_ns);
		svg_rect(picture, "published", x, y, end - x, ROW - 1);
	}
	if (mapping->end == MAPPING_REVOKED)
		svg_rect(picture, "revoked", end - CAP, y, CAP, ROW - 1);
}

static void svg_mappings(const struct picture *picture)
{
	size_t i;

	if (!picture->lane->count)
		return;
	svg_text(picture, 6, picture->top + TITLE + DEPTH + GAP + ROWS * ROW / 2.0, "start",
		 "mappings");
	for (i = 0; i < picture->lane->count; i++)
		svg_mapping(picture, &picture->lane->mappings[i]);
}

/* A mark for each moment that is no start, and has the value if that is not 0. */
static void svg_marks(const struct picture *picture, const char *class,
		      const struct moments *moments, uint64_t value, double y, double height)
{
	size_t i;

	fprintf(picture->out, "<path class=\"%s\" d=\"", class);
	for (i = 0; i < moments->count; i++) {
		const struct moment *moment = &moments->list[i];

		if (!moment->start && (!value || moment->value == value))
			fprintf(picture->out, "M%.2f %.1fv%.1f", picture_x(picture, moment->ns), y,
				height);
	}
	fputs("\"/>\n", picture->out);
}

static void svg_strip(const struct picture *picture, unsigned int strip, const char *class,
		      const char *label, const struct moments *moments, uint64_t value)
{
	double y = picture->top + TITLE + DEPTH + GAP + lane_rows(picture->lane) + strip * STRIP;

	svg_text(picture, 6, y + STRIP - 3, "start", label);
	svg_marks(picture, class, moments, value, y + 1, STRIP - 3);
}

static void svg_lane_title(const struct picture *picture)
{
	const struct lane *lane = picture->lane;

	fprintf(picture->out, "<text class=\"title\" x=\"6\" y=\"%.1f\">%s: ",
		picture->top + TITLE - 8, lane->name);
	lane_count(lane, picture->out);
	fputs("</text>\n", picture->out);
}

static void svg_lane(struct picture *picture)
{
	const struct lane *lane = picture->lane;

	svg_lane_title(picture);
	svg_bands(picture, "running", &lane->running);
	svg_time_axis(picture);
	svg_depth(picture);
	svg_mappings(picture);
	svg_strip(picture, 0, "commit", "commits", &lane->commits, 0);
	svg_strip(picture, 1, "wakeup", "period wakeups", &lane->wakeups, 0);
	svg_strip(picture, 2, "interrupt", "interrupts", &picture->timeline->interrupts, lane->irq);
	svg_bands(picture, "starved", &lane->starved);
	svg_marks(picture, "dry", &lane->dry, 0, picture->top + TITLE,
		  lane_height(lane) - TITLE - AXIS);
}

static void svg_legend(const struct picture *picture)
{
	static const struct {
		const char *class;
		const char *text;
	} legend[] = {
		{ "committed", "committed" }, { "mapping", "acquired" },
		{ "published", "published" }, { "revoked", "revoked" },
		{ "starved", "starved" }, { "dry", "ran out" }, { "running", "running" },
	};
	unsigned int i;

	/* a legend is no mapping, so that the number of those is right */
	for (i = 0; i < sizeof(legend) / sizeof(legend[0]); i++) {
		fprintf(picture->out, "<rect x=\"%u\" y=\"36\" width=\"18\" height=\"12\" "
				      "class='%s'/>\n",
			LEFT + i * 130, legend[i].class);
		svg_text(picture, LEFT + i * 130 + 24, 46, "start", legend[i].text);
	}
}

static void svg_header(const struct picture *picture)
{
	const struct timeline *timeline = picture->timeline;
	unsigned int height = HEADER;
	size_t i;

	for (i = 0; i < timeline->count; i++)
		height += lane_height(&timeline->lanes[i]);
	fprintf(picture->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
			      "height=\"%u\" viewBox=\"0 0 %d %u\">\n<style>\n%s</style>\n<rect "
			      "width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
		WIDTH, height, WIDTH, height, style);
	fprintf(picture->out, "<text class=\"title\" x=\"6\" y=\"22\">waveport: %.1f ms, %zu "
			      "interrupts%s",
		picture_ms(picture, timeline->end_ns), timeline->interrupts.count,
		timeline->count ? "" : ", and no stream was used");
	if (timeline->lost)
		fprintf(picture->out, ", %" PRIu64 " events lost", timeline->lost);
	fputs("</text>\n", picture->out);
	svg_legend(picture);
}

void svg_write(const struct timeline *timeline, FILE *out)
{
	struct picture picture = { .timeline = timeline, .out = out };
	size_t i;

	svg_header(&picture);
	picture.top = HEADER;
	for (i = 0; i < timeline->count; i++) {
		picture.lane = &timeline->lanes[i];
		svg_lane(&picture);
		picture.top += lane_height(picture.lane);
	}
	fputs("</svg>\n", out);
}
