// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engines of an ICH controller and their descriptor lists, from /proc/asound/cardN/ich.
 */

#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "fields.h"
#include "memory.h"
#include "tree.h"

static void engine_parse(struct engine *engine, const char *section)
{
	char *indices = fields_text(section, "CIV LVI PIV");
	unsigned int current = 0, last = 0;

	engine->name = memory_text("%.*s", (int)strcspn(section, "\n"), section);
	engine->running = fields_number(section, "running");
	if (indices)
		sscanf(indices, "%u %u", &current, &last);
	engine->current = current % ENGINE_LIST;
	engine->last = last % ENGINE_LIST;
	engine->left = fields_number(section, "PICB");
	engine->first = fields_number(section, "first") % ENGINE_LIST;
	engine->published = fields_number(section, "published");
	if (engine->published > ENGINE_LIST)
		engine->published = ENGINE_LIST;
	engine->interrupting = fields_number(section, "interrupting");
	engine->fifo_errors = fields_number(section, "FIFO errors");
	engine->bad_indices = fields_number(section, "bad indices");
	free(indices);
}

/* A blank line is in front of each engine. */
void engines_parse(struct engines *engines, const char *text)
{
	const char *section = strstr(text, "\n\n");

	engines->list = NULL;
	engines->count = 0;
	while (section) {
		const char *next = strstr(section + 2, "\n\n");
		char *one = memory_text("%.*s", next ? (int)(next - section - 2) :
					(int)strlen(section + 2), section + 2);

		engines->list = memory_grow(engines->list,
					    (engines->count + 1) * sizeof(*engines->list));
		engine_parse(&engines->list[engines->count++], one);
		free(one);
		section = next;
	}
}

void engines_read(struct engines *engines, unsigned int card)
{
	char *text = tree_read("proc/asound/card%u/ich", card);

	engines_parse(engines, text ? text : "");
	free(text);
}

void engines_free(struct engines *engines)
{
	size_t i;

	for (i = 0; i < engines->count; i++)
		free(engines->list[i].name);
	free(engines->list);
}

static char engine_mark(const struct engine *engine, unsigned int mappings, unsigned int index)
{
	unsigned int n = (index - engine->first) % ENGINE_LIST;
	unsigned int played = (engine->current - engine->first) % ENGINE_LIST;

	if (n < engine->published) {
		if (!engine->running)
			return '#';
		return n < played ? 'o' : n == played ? '>' : '#';
	}
	return n < mappings ? '+' : '.';
}

void engine_draw(const struct engine *engine, unsigned int mappings, const char *indent, FILE *out)
{
	char list[ENGINE_LIST + 1], interrupts[ENGINE_LIST + 1];
	unsigned int i, end = 0;

	for (i = 0; i < ENGINE_LIST; i++) {
		list[i] = engine_mark(engine, mappings, i);
		interrupts[i] = list[i] != '.' && engine->interrupting & 1U << i ? '!' : ' ';
		if (interrupts[i] == '!')
			end = i + 1;
	}
	list[ENGINE_LIST] = '\0';
	interrupts[end] = '\0';
	fprintf(out, "%s[%s]  plays %u, %u samples left; last %u\n", indent, list, engine->current,
		engine->left, engine->last);
	fprintf(out, "%s %s\n", indent, interrupts);
}
