/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * snprintf. printf_spec.c reads a conversion, and this file prints it. All
 * output goes through put(), which alone knows where the buffer ends.
 */
#include "lib/printf.h"

#include "lib/printf_spec.h"
#include "lib/string.h"

/* The longest number: 64 bits in octal. */
#define MAX_DIGITS 22

struct sink {
	char *buffer;
	size_t size;
	size_t length; /* of all output, even what did not fit */
};

static void put(struct sink *sink, char c)
{
	if (sink->length < sink->size)
		sink->buffer[sink->length] = c;
	sink->length++;
}

static void put_many(struct sink *sink, char c, s64 count)
{
	while (count-- > 0)
		put(sink, c);
}

static void put_bytes(struct sink *sink, const char *bytes, size_t length)
{
	while (length--)
		put(sink, *bytes++);
}

/* Puts bytes, padded with blanks to the width. */
static void put_field(struct sink *sink, const struct spec *spec,
		      const char *bytes, size_t length)
{
	s64 blanks = spec->width - (s64)length;

	if (!spec->left)
		put_many(sink, ' ', blanks);
	put_bytes(sink, bytes, length);
	if (spec->left)
		put_many(sink, ' ', blanks);
}

static void put_string(struct sink *sink, const struct spec *spec,
		       const char *s)
{
	size_t max = spec->precision < 0 ? SIZE_MAX : (size_t)spec->precision;

	if (!s)
		s = "(null)";
	put_field(sink, spec, s, strnlen(s, max));
}

static u32 base_of(char conversion)
{
	switch (conversion) {
	case 'o':
		return 8;
	case 'x':
	case 'X':
	case 'p':
		return 16;
	default:
		return 10;
	}
}

/* Writes value's digits in front of end; none for 0. Returns the first. */
static char *make_digits(char *end, u64 value, char conversion)
{
	const char *digits =
		conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
	u32 base = base_of(conversion);

	for (; value; value /= base)
		*--end = digits[value % base];
	return end;
}

static const char *make_prefix(const struct spec *spec, u64 value,
			       bool negative)
{
	bool is_signed = spec->conversion == 'd' || spec->conversion == 'i';

	if (negative)
		return "-";
	if (is_signed && spec->sign)
		return spec->sign == '+' ? "+" : " ";
	if (spec->conversion == 'p')
		return "0x";
	if (!spec->alternate || !value || base_of(spec->conversion) != 16)
		return "";
	return spec->conversion == 'X' ? "0X" : "0x";
}

/* Puts sign or 0x, zeros, digits, and on one side blanks to the width. */
static void put_number(struct sink *sink, const struct spec *spec, u64 value,
		       bool negative)
{
	char buffer[MAX_DIGITS];
	char *end = buffer + sizeof(buffer);
	char *digits = make_digits(end, value, spec->conversion);
	const char *prefix = make_prefix(spec, value, negative);
	s64 count = end - digits;
	s64 least = spec->precision < 0 ? 1 : spec->precision;
	s64 zeros = least > count ? least - count : 0;
	s64 blanks;

	if (spec->conversion == 'o' && spec->alternate && !zeros)
		zeros = 1;
	blanks = spec->width - (s64)strlen(prefix) - zeros - count;
	if (spec->zero && !spec->left && spec->precision < 0 && blanks > 0) {
		zeros += blanks;
		blanks = 0;
	}
	if (!spec->left)
		put_many(sink, ' ', blanks);
	put_bytes(sink, prefix, strlen(prefix));
	put_many(sink, '0', zeros);
	put_bytes(sink, digits, (size_t)count);
	if (spec->left)
		put_many(sink, ' ', blanks);
}

/* The next argument, sign-extended from the size that the format names. */
static s64 next_integer(const struct spec *spec, struct arguments *args)
{
	if (spec->bytes > sizeof(int))
		return va_arg(args->list, long long);
	if (spec->bytes == sizeof(char))
		return (signed char)va_arg(args->list, int);
	if (spec->bytes == sizeof(short))
		return (short)va_arg(args->list, int);
	return va_arg(args->list, int);
}

static void put_signed(struct sink *sink, const struct spec *spec,
		       struct arguments *args)
{
	s64 value = next_integer(spec, args);

	put_number(sink, spec, value < 0 ? 0 - (u64)value : (u64)value,
		   value < 0);
}

static void put_unsigned(struct sink *sink, const struct spec *spec,
			 struct arguments *args)
{
	u64 value = (u64)next_integer(spec, args);
	u64 mask = ~0ull >> (64 - 8 * spec->bytes);

	put_number(sink, spec, value & mask, false);
}

/* false: the conversion is unknown, and nothing was printed. */
static bool put_conversion(struct sink *sink, const struct spec *spec,
			   struct arguments *args)
{
	char c;

	switch (spec->conversion) {
	case 'd':
	case 'i':
		put_signed(sink, spec, args);
		return true;
	case 'u':
	case 'o':
	case 'x':
	case 'X':
		put_unsigned(sink, spec, args);
		return true;
	case 'p':
		put_number(sink, spec, (uintptr_t)va_arg(args->list, void *),
			   false);
		return true;
	case 's':
		put_string(sink, spec, va_arg(args->list, const char *));
		return true;
	case 'c':
		c = (char)va_arg(args->list, int);
		put_field(sink, spec, &c, 1);
		return true;
	case '%':
		put(sink, '%');
		return true;
	default:
		return false;
	}
}

int vsnprintf(char *buffer, size_t size, const char *format, va_list list)
{
	struct sink sink = {buffer, size, 0};
	struct arguments args;
	struct spec spec;

	va_copy(args.list, list);
	while (*format) {
		const char *start = format++;

		if (*start != '%') {
			put(&sink, *start);
			continue;
		}
		format = read_spec(format, &spec, &args);
		if (*format)
			format++;
		if (!put_conversion(&sink, &spec, &args))
			put_bytes(&sink, start, (size_t)(format - start));
	}
	va_end(args.list);
	if (size)
		buffer[sink.length < size ? sink.length : size - 1] = '\0';
	return (int)sink.length;
}

int snprintf(char *buffer, size_t size, const char *format, ...)
{
	va_list list;
	int length;

	va_start(list, format);
	length = vsnprintf(buffer, size, format, list);
	va_end(list);
	return length;
}
