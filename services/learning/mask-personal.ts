import { plainLine } from './plain-text.ts';

/** The longest text that is kept of a question or a remark, in characters (code points). */
export const longestKept = 500;

/**
 * A question or remark as it may be kept: e-mail addresses and numbers like those of phones replaced by words, on one
 * line, at most {@link longestKept} characters. Dates and Microsoft's error numbers stay. Names cannot be told from
 * other words and stay too, so the text must not be kept next to an account. Takes any text; never throws. Pure.
 */
export function maskPersonal(text: string): string {
  const masked = plainLine(text)
    .replaceAll(address, '(address)')
    .replaceAll(dateOrPhone, (run, date: string | undefined) => (date === undefined ? '(number)' : run));
  return [...masked].slice(0, longestKept).join('').trim();
}

/** A domain without a dot counts too. The bounds are those of mail itself, and keep long texts fast to read. */
const address = /[\p{L}\p{N}._%+'’-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*/gu;

/**
 * First a date (19/11/2018, 3.12.18, 2018-11-19), which stays; else six digits or more, as many as a code or a local number
 * has, with the signs that people put between them; not those of AADSTS7000112 or 0x8004010F.
 */
const dateOrPhone =
  /(?<!\p{Nd}|AADSTS|0x)(?:(\d{1,2}([/.-])\d{1,2}\2(?:20)?\d{2}(?!\p{Nd})|20\d{2}-\d{1,2}-\d{1,2}(?!\p{Nd}))|[+(]{0,2}\p{Nd}(?:[\s()./–-]{0,3}\p{Nd}){5,})/giu;
