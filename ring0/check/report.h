/* SPDX-License-Identifier: BSD-2-Clause */
/* What the log says of a check. KTAP nests it, by two blanks. */
#ifndef RING0_CHECK_REPORT_H
#define RING0_CHECK_REPORT_H

#include "check/experiment.h"

/* A line, or a part of one. */
__attribute__((format(printf, 1, 2))) void report(const char *format, ...);

/* The length of the check's id, which its name starts with. */
int check_id_length(const struct check *check);

/* The section of the APM that agrees with the check's source, or NULL. */
const char *source_apm(const struct check *check);

/* "# F-042 done: ...": the code, the mode, all that was not the default. */
void report_done(const struct check *check, const struct experiment *x);
/* "# F-042 want: ...": what must be seen. */
void report_want(const struct check *check, const struct experiment *x);
/* "# F-042 saw: ...": the landing, in the form that tools compare. */
void report_saw(const struct check *check, const struct experiment *x);

#endif
