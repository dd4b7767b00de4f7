/**
 * The text without what Microsoft's sign-in pages and programs write about an error (its code, ids and time), each
 * replaced by a dot. People are asked to send these lines, and they look like passwords and one-time codes. Source of
 * the forms: learn.microsoft.com/entra/identity-platform/reference-error-codes and the error pages themselves.
 */
export function withoutErrorDetails(text: string): string {
  return details.reduce((left, form) => left.replaceAll(form, ' · '), text);
}

const details = [
  // Correlation, request, trace, app and device ids, with or without their dashes.
  /\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/giu,
  /\b(?:correlation|request|trace|session|activity|device|app)[\s_-]?id\b["':=\s]*[\da-f]{16,40}\b/giu,
  // Timestamp: 2018-11-19T09:12:33Z
  /\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?Z\b|\s?UTC\b|[+-]\d{2}:?\d{2}\b)?/gu,
  // AADSTS50076, CAA20002, 0x8004010F with what Outlook adds to it: 0x800CCC0E-0-0-322
  /\bAADSTS[\s:-]?\d{4,8}\b/giu,
  /\bCAA[\da-f]{5,8}\b/giu,
  /\b0x[\da-f]{4,16}(?:-\d+)*\b/giu,
  // Error Code: 500121, ErrorCode=50097, "error_codes":[50076], error code is 80180014
  /\berror[\s_-]?(?:codes?|numbers?|no\.?|id)\b(?:\s+(?:is|was)\b)?["':=#([\s-]{0,6}(?:\d{4,10}|[\da-f]{8})\b/giu,
  // Bare, only numbers of the six-digit ranges that Microsoft uses: "error 500121"
  /\berror\b[:\s#(-]{1,4}(?:5[03]|65|70|90)\d{4}\b/giu,
];
