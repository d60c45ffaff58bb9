/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Digits and month names, for the parsers of dates. */
#include "lib/date/date_scan.h"

#include <string.h>

#define MANY 999999999

static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December",
};

size_t date_scan_digits(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length && date_scan_is_digit(text[count]))
        count++;
    return count;
}

int date_scan_number(const char *digits, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (value > MANY / 10)
            return MANY;
        value = value * 10 + (digits[i] - '0');
    }
    return value;
}

bool date_scan_is(const char *text, size_t length, const char *word)
{
    if (length != strlen(word))
        return false;
    for (size_t i = 0; i < length; i++) {
        if (date_scan_lower(text[i]) != date_scan_lower(word[i]))
            return false;
    }
    return true;
}

int date_scan_name(const char *text, size_t length, const char *const names[], int count)
{
    for (int i = 0; i < count; i++) {
        const char first_three[4] = {names[i][0], names[i][1], names[i][2], '\0'};
        if (date_scan_is(text, length, names[i]) || date_scan_is(text, length, first_three))
            return i + 1;
    }
    return 0;
}

int date_scan_month(const char *text, size_t length)
{
    return date_scan_is(text, length, "sept") ? 9 : date_scan_name(text, length, months, 12);
}

const char *date_scan_month_name(int month)
{
    return months[month - 1];
}

bool date_scan_parts(const int *part, int count, struct date *date)
{
    int number[3] = {0, 0, 0};
    *date = (struct date){0, 0, 0};
    for (int i = 0; i < count; i++) {
        if (part[i] < 1 || part[i] > (i ? 99 : 9999))
            return false;
        number[i] = part[i];
    }
    *date = date_from_number((uint32_t)(number[0] * 10000 + number[1] * 100 + number[2]));
    return !date_is_none(*date);
}
