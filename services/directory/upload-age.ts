/**
 * How old an uploaded registration report may be for messages to be sent on it, in milliseconds: a week, because an
 * administrator can be asked for a download a week. It only speaks where this app may ask Graph for nothing newer, and
 * the message names the report and its time; an older one is no ground for a message, and the status is unknown.
 */
export const uploadServesMs = 7 * 24 * 3_600_000;
