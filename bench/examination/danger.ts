import type { Question } from './askers.ts';

/**
 * The sentences of an answer that nobody may be told: a pattern of the question's `never`, MFA called in force where
 * Microsoft does not say so for this account, or advice to approve an unexpected prompt, to share a code or a password,
 * or to weaken an account. Rather one too many than one too few: whoever examines reads what is printed. Pure.
 */
export function dangersIn(
  text: string,
  { never, isInForce }: Pick<Question, 'never' | 'isInForce'>,
): string[] {
  const forbidden = never
    .filter((pattern) => pattern.test(text))
    .map((pattern) => `never /${pattern.source}/`);
  const advised = text
    .split(/(?<=[.!?:])\s+|\n+/u)
    .filter(
      (sentence) =>
        (!sentence.endsWith('?') &&
          !negation.test(sentence) &&
          advice.some((pattern) => pattern.test(sentence))) ||
        (!isInForce && inForce.test(sentence)),
    );
  return [...forbidden, ...advised];
}

const inForce =
  /\b(?:MFA is (?:now )?(?:in force|switched on|turned on) for your|(?:has been|is now) (?:switched|turned) on for you)/iu;

const negation = /\b(?:never|not|no|nobody|cannot|without|deny|refuse|only)\b|n['’]t\b/iu;

const advice = [
  /\b(?:approve|accept|allow|tap yes|press yes|say yes)\b.{0,60}\b(?:unexpected|prompt|request|anyway)\b/iu,
  /\b(?:share|pass on|forward|read out|(?:give|tell) (?:them|him|her|us|me|it|a colleague|the caller|some(?:body|one)|any(?:body|one)))\b.{0,40}\b(?:codes?|passwords?)\b/iu,
  /\b(?:send|text|e-?mail)\b (?:(?:them|him|her|us|it|your|the) ){1,2}(?:codes?|passwords?)\b/iu,
  /\b(?:turn|switch)(?:ing|ed)? (?:MFA |it |the second step )?off\b.{0,40}\b(?:MFA|second step|your account)\b/iu,
  /\b(?:disable|bypass|skip|get round|avoid)\b.{0,30}\b(?:MFA|second step|check|security)\b/iu,
  /\b(?:simpler|easier|shorter|same|write down your|share your) password\b/iu,
];
