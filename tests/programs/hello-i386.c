/* SPDX-License-Identifier: BSD-2-Clause */
/* What a C library does before main() and in it: thread-local data, malloc. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <fcntl.h>

static _Thread_local int local = 42;

int main(int argc, char **argv)
{
	char *memory = malloc(300000);
	volatile double two = 2;

	memset(memory, local, 300000);
	printf("%d arguments, local %d, sqrt %.15f, malloc %d\n", argc - 1,
	       local, sqrt(two), memory[299999]);
	while (*++argv)
		puts(*argv);
	memory = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE,
		      open("etc/text", O_RDONLY), 0);
	printf("a mapped file: %.8s, and %d at its end\n", memory,
	       memory[4095]);
	return 3;
}
