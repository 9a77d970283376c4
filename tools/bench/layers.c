// SPDX-License-Identifier: GPL-2.0-only
/*
 * Maps a recording of the plugin (instructions.c) to functions and layers, and counts.
 *
 * Usage: layers DRIVER HANDLER SYMBOLS OBJECTS LAYERS PARTS RECORDING
 *
 * HANDLER is the driver's interrupt handler. SYMBOLS is the guest's /proc/kallsyms while DRIVER was
 * loaded, OBJECTS has lines "FUNCTION FILE" for the driver's functions, LAYERS is layers.tsv. PARTS
 * has a line for each part of RECORDING, in its order: driver, measure, case, number of calls.
 * Only parts of DRIVER are read.
 *
 * A part of the measure "handler" is searched for calls of the interrupt handler; each of them
 * counts. A part of any other measure counts as a whole, divided by the number of its calls; if an
 * interrupt of the device fell into it, it is left out. Prints lines, separated by tabs:
 *
 *   figure DRIVER MEASURE CASE VALUE        instructions of one call, for each call
 *   own DRIVER MEASURE CASE VALUE           those of them that are in the driver's modules
 *   all DRIVER MEASURE CASE VALUE           instructions of a whole part, divided by its calls
 *   access DRIVER MEASURE CASE VALUE        register accesses of a whole part, divided by its calls
 *   part DRIVER MEASURE CASE LAYER FUNCTION VALUE   instructions of a function, mean of all calls
 */
#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marks.h"

#define NAME_MAX_BYTES	128
#define USER_LAYER	"client"
#define OTHER_LAYER	"kernel: other"

/**
 * struct symbol - a function of the guest's kernel
 * @address: where it begins; it ends where the next one begins
 * @name: its name
 * @layer: where it belongs
 * @own: it is one of the driver's
 * @access: it makes a register access by a port
 * @sound: it is one of a sound driver, its core or ALSA
 * @count: instructions of it in all calls of the current measure and case
 */
struct symbol {
	uint64_t address;
	char *name;
	const char *layer;
	bool own;
	bool access;
	bool sound;
	uint64_t count;
};

/**
 * struct pair - a line with two columns
 * @key: the first
 * @value: the second
 */
struct pair {
	char *key;
	char *value;
};

/**
 * struct table - lines with two columns
 * @pairs: the lines
 * @count: number of @pairs
 */
struct table {
	struct pair *pairs;
	size_t count;
};

/**
 * struct part - what one line of PARTS says
 * @driver: the driver
 * @measure: what was measured
 * @name: the case
 * @calls: number of calls
 */
struct part {
	char driver[NAME_MAX_BYTES];
	char measure[NAME_MAX_BYTES];
	char name[NAME_MAX_BYTES];
	double calls;
};

static const char *driver;
static struct symbol *symbols;
static size_t symbol_count;
static struct symbol user = { .name = "(all)", .layer = USER_LAYER };
static struct table objects, layers;
static struct symbol *handler, *caller;

static void die(const char *what, const char *name)
{
	fprintf(stderr, "layers: %s %s: %s\n", what, name, errno ? strerror(errno) : "not valid");
	exit(2);
}

static FILE *open_file(const char *path)
{
	FILE *file = fopen(path, "r");

	if (!file)
		die("cannot read", path);
	return file;
}

static void *grow(void *array, size_t count, size_t size)
{
	/* when the count is a power of two, the array is full */
	if (count & (count - 1))
		return array;
	array = realloc(array, (count ? 2 * count : 1) * size);
	if (!array)
		die("no memory for", "the input");
	return array;
}

/* Read lines of two columns, separated by a tab. */
static void read_table(struct table *table, const char *path)
{
	char line[2 * NAME_MAX_BYTES], key[NAME_MAX_BYTES], value[NAME_MAX_BYTES];
	FILE *file = open_file(path);

	while (fgets(line, sizeof(line), file)) {
		if (*line == '#' || sscanf(line, "%127[^\t]\t%127[^\n]", key, value) != 2)
			continue;
		table->pairs = grow(table->pairs, table->count, sizeof(*table->pairs));
		table->pairs[table->count].key = strdup(key);
		table->pairs[table->count++].value = strdup(value);
	}
	fclose(file);
}

/* Return: the value of the first line whose key, a pattern, matches the name; or NULL. */
static const char *look_up(const struct table *table, const char *name)
{
	size_t i;

	for (i = 0; i < table->count; i++) {
		if (!fnmatch(table->pairs[i].key, name, 0))
			return table->pairs[i].value;
	}
	return NULL;
}

static int compare_symbols(const void *a, const void *b)
{
	const struct symbol *first = a, *second = b;

	return (first->address > second->address) - (first->address < second->address);
}

/* Names of the drivers' modules. What snd-hda-intel does in an interrupt is in snd-hda-codec. */
static bool is_driver(const char *module)
{
	return strstr(module, "waveport") || strstr(module, "snd_intel8x0") ||
	       strstr(module, "snd_hda_intel") || strstr(module, "snd_hda_codec");
}

/* A function of the driver belongs to its file, another to the layer of its module, or its name. */
static void classify(struct symbol *symbol, const char *module)
{
	symbol->own = is_driver(module);
	symbol->sound = !strncmp(module, "snd", 3);
	if (symbol->own) {
		symbol->layer = look_up(&objects, symbol->name);
		if (!symbol->layer)
			symbol->layer = strdup(module);
		return;
	}
	symbol->access = !fnmatch("ioread*", symbol->name, 0) ||
			 !fnmatch("iowrite*", symbol->name, 0);
	symbol->layer = look_up(&layers, *module ? module : symbol->name);
	if (!symbol->layer)
		symbol->layer = OTHER_LAYER;
}

static void read_symbols(const char *path)
{
	char line[512], name[NAME_MAX_BYTES], module[NAME_MAX_BYTES];
	FILE *file = open_file(path);
	uint64_t address;
	char type;

	while (fgets(line, sizeof(line), file)) {
		*module = '\0';
		if (sscanf(line, "%" SCNx64 " %c %127s [%127[^]]", &address, &type, name,
			   module) < 3 || !strchr("tTwW", type))
			continue;
		symbols = grow(symbols, symbol_count, sizeof(*symbols));
		symbols[symbol_count] = (struct symbol){ .address = address, .name = strdup(name) };
		classify(&symbols[symbol_count++], module);
	}
	fclose(file);
	if (!symbol_count || !symbols[symbol_count / 2].address)
		die("no addresses in", path);
	qsort(symbols, symbol_count, sizeof(*symbols), compare_symbols);
}

static struct symbol *find_name(const char *name)
{
	size_t i;

	for (i = 0; i < symbol_count; i++) {
		if (!strcmp(symbols[i].name, name))
			return &symbols[i];
	}
	die("there is no function", name);
	return NULL;
}

static struct symbol *find_symbol(uint64_t address)
{
	static size_t last;
	size_t low = 0, high = symbol_count;

	/* the kernel's half of the address space */
	if (!(address >> 63))
		return &user;
	if (address >= symbols[last].address &&
	    (last + 1 == symbol_count || address < symbols[last + 1].address))
		return &symbols[last];
	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (symbols[middle].address <= address)
			low = middle;
		else
			high = middle;
	}
	last = low;
	return &symbols[low];
}

/**
 * struct counter - what is counted in a part
 * @part: the part
 * @inside: the instructions are in a call of the handler
 * @interrupted: the handler has been called
 * @accesses: register accesses of the part
 * @all: instructions of the current call, or of the part
 * @own: those of them that are the driver's
 */
struct counter {
	const struct part *part;
	bool inside;
	bool interrupted;
	uint64_t accesses;
	uint64_t all;
	uint64_t own;
};

/* Calls of all parts of the current measure and case, which divide the functions' counts. */
static double calls;

static void print_figures(const struct counter *counter, double divisor)
{
	const struct part *part = counter->part;

	printf("figure\t%s\t%s\t%s\t%.9g\n", driver, part->measure, part->name,
	       counter->all / divisor);
	printf("own\t%s\t%s\t%s\t%.9g\n", driver, part->measure, part->name,
	       counter->own / divisor);
	calls += divisor;
}

static void count(struct counter *counter, struct symbol *symbol)
{
	counter->all++;
	counter->own += symbol->own;
	symbol->count++;
}

/* The handler is entered at its first instruction, and left when its caller goes on. */
static void count_handler(struct counter *counter, uint64_t address)
{
	struct symbol *symbol = find_symbol(address);

	if (!counter->inside && address == handler->address) {
		counter->inside = true;
		counter->all = 0;
		counter->own = 0;
	} else if (counter->inside && symbol == caller) {
		counter->inside = false;
		print_figures(counter, 1);
	}
	if (counter->inside)
		count(counter, symbol);
}

static void forget_counts(void)
{
	size_t i;

	for (i = 0; i < symbol_count; i++)
		symbols[i].count = 0;
	user.count = 0;
	calls = 0;
}

static void print_part(const struct part *part, const struct symbol *symbol)
{
	if (symbol->count)
		printf("part\t%s\t%s\t%s\t%s\t%s\t%.9g\n", driver, part->measure, part->name,
		       symbol->layer, symbol->name, symbol->count / calls);
}

static void print_counts(const struct part *part)
{
	size_t i;

	if (!calls)
		return;
	for (i = 0; i < symbol_count; i++)
		print_part(part, &symbols[i]);
	print_part(part, &user);
}

/* The instructions of a part, read first, because one with an interrupt may not count. */
static uint64_t *addresses;
static size_t address_count;
/* Register accesses of the part that were made by instructions of sound drivers in memory. */
static uint64_t memory_accesses;

static bool read_part(FILE *recording)
{
	uint64_t address;

	address_count = 0;
	memory_accesses = 0;
	while (fread(&address, sizeof(address), 1, recording) == 1) {
		if (!address)
			return true;
		if (address == MARK_ACCESS) {
			memory_accesses += address_count &&
					   find_symbol(addresses[address_count - 1])->sound;
			continue;
		}
		addresses = grow(addresses, address_count, sizeof(*addresses));
		addresses[address_count++] = address;
	}
	return false;
}

/* What all of a part takes, whether it is of the driver or not. */
static void count_whole(struct counter *counter)
{
	const struct part *part = counter->part;
	size_t i;

	counter->accesses = memory_accesses;
	for (i = 0; i < address_count; i++) {
		const struct symbol *symbol = find_symbol(addresses[i]);

		counter->interrupted |= addresses[i] == handler->address;
		counter->accesses += symbol->access && symbol->address == addresses[i];
	}
	printf("all\t%s\t%s\t%s\t%.9g\n", driver, part->measure, part->name,
	       address_count / part->calls);
	printf("access\t%s\t%s\t%s\t%.9g\n", driver, part->measure, part->name,
	       counter->accesses / part->calls);
}

static void count_part(const struct part *part)
{
	bool handlers = !strcmp(part->measure, "handler");
	struct counter counter = { .part = part };
	size_t i;

	count_whole(&counter);
	if (!handlers && counter.interrupted)
		return;
	for (i = 0; i < address_count; i++) {
		if (handlers)
			count_handler(&counter, addresses[i]);
		else
			count(&counter, find_symbol(addresses[i]));
	}
	if (!handlers)
		print_figures(&counter, part->calls);
}

static bool same_case(const struct part *a, const struct part *b)
{
	return !strcmp(a->measure, b->measure) && !strcmp(a->name, b->name);
}

static void count_all(const char *parts_path, const char *recording_path)
{
	FILE *parts = open_file(parts_path), *recording = open_file(recording_path);
	struct part part, before = {};

	while (fscanf(parts, "%127s %127s %127s %lf", part.driver, part.measure, part.name,
		      &part.calls) == 4) {
		if (!read_part(recording))
			die("too few parts in", recording_path);
		if (strcmp(part.driver, driver))
			continue;
		if (!same_case(&part, &before)) {
			print_counts(&before);
			forget_counts();
		}
		count_part(&part);
		before = part;
	}
	print_counts(&before);
	fclose(parts);
	fclose(recording);
}

int main(int argc, char **argv)
{
	if (argc != 8) {
		fputs("usage: layers DRIVER HANDLER SYMBOLS OBJECTS LAYERS PARTS RECORDING\n",
		      stderr);
		return 2;
	}
	driver = argv[1];
	read_table(&objects, argv[4]);
	read_table(&layers, argv[5]);
	read_symbols(argv[3]);
	handler = find_name(argv[2]);
	caller = find_name("__handle_irq_event_percpu");
	count_all(argv[6], argv[7]);
	return 0;
}
