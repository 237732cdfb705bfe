/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads a conversion into a struct spec: flags, width, precision, size and
 * conversion, in the order in which a format has them.
 */
#include "lib/printf_spec.h"

static const char *read_flags(const char *format, struct spec *spec)
{
	for (;; format++) {
		switch (*format) {
		case '-':
			spec->left = true;
			break;
		case '0':
			spec->zero = true;
			break;
		case '#':
			spec->alternate = true;
			break;
		case '+':
			spec->sign = '+';
			break;
		case ' ':
			if (!spec->sign)
				spec->sign = ' ';
			break;
		default:
			return format;
		}
	}
}

/* Reads a width or precision: digits (none are 0), or '*' for an argument. */
static const char *read_number(const char *format, s64 *number,
			       struct arguments *args)
{
	*number = 0;
	if (*format == '*') {
		*number = va_arg(args->list, int);
		return format + 1;
	}
	for (; *format >= '0' && *format <= '9'; format++) {
		if (*number <= INT32_MAX)
			*number = *number * 10 + (*format - '0');
	}
	return format;
}

static const char *read_size(const char *format, struct spec *spec)
{
	char modifier = *format;
	bool twice = modifier && format[1] == modifier;

	switch (modifier) {
	case 'h':
		spec->bytes = twice ? sizeof(char) : sizeof(short);
		return format + 1 + twice;
	case 'l':
		spec->bytes = twice ? sizeof(long long) : sizeof(long);
		return format + 1 + twice;
	case 'z':
		spec->bytes = sizeof(size_t);
		return format + 1;
	case 't':
		spec->bytes = sizeof(ptrdiff_t);
		return format + 1;
	case 'j':
		spec->bytes = sizeof(intmax_t);
		return format + 1;
	default:
		spec->bytes = sizeof(int);
		return format;
	}
}

const char *read_spec(const char *format, struct spec *spec,
		      struct arguments *args)
{
	*spec = (struct spec){.precision = -1};
	format = read_flags(format, spec);
	format = read_number(format, &spec->width, args);
	if (spec->width < 0) {
		spec->left = true;
		spec->width = -spec->width;
	}
	if (*format == '.')
		format = read_number(format + 1, &spec->precision, args);
	format = read_size(format, spec);
	spec->conversion = *format;
	return format;
}
