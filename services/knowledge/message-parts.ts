import { longest } from './normalise.ts';

/**
 * The parts of a message that may each hold what is asked: the whole, and where it is several sentences, its questions,
 * or where there are none, the first and last ones. At most five, because each costs a look at the model.
 */
export function partsOf(message: string): string[] {
  const text = message.slice(0, longest).toWellFormed();
  const sentences = sentencesOf(text).filter((part) => part.split(/\s+/u).length >= 3);
  if (sentences.length < 2) return [clip(text)];
  const asked = sentences.filter((sentence) => isQuestion(sentence) && !isEmptyQuestion(sentence));
  const chosen = asked.length > 0 ? asked.slice(-4) : [...sentences.slice(0, 2), ...sentences.slice(-2)];
  return [...new Set([text, ...chosen].map(clip))].slice(0, 5);
}

/**
 * The questions of a message that asks several, in their order, at most three: "When is my turn and do I need an app
 * password?" Empty where at most one is asked.
 */
export function questionsIn(message: string): string[] {
  const text = message.slice(0, longest).toWellFormed();
  const questions = sentencesOf(text)
    .flatMap((sentence) => sentence.split(betweenQuestions))
    .map((part) => clip(part.trim()))
    .filter((part) => part.split(/\s+/u).length >= 2 && isQuestion(part));
  return questions.length < 2 ? [] : questions.slice(0, 3);
}

/**
 * What a message adds to the question before it: "the office" of "and for the office?". Undefined for a message that
 * stands by itself.
 */
export function followUpIn(message: string): string | undefined {
  const text = clip(message.slice(0, longest).toWellFormed()).trim();
  const rest = followUp.exec(text)?.groups?.rest?.replace(/[\s?.!]+$/u, '');
  return rest !== undefined && rest !== '' && rest.split(/\s+/u).length <= 9 ? rest : undefined;
}

/** Whether a short message points back at what was said before it: "can they be brought back?", "who do I tell?" */
export function pointsBack(message: string): boolean {
  const words = message.trim().split(/\s+/u).length;
  return words <= 9 && pointing.test(message);
}

/** "When?", "and why?", "which day was that again": without what was said before it, it asks nothing. */
export function isBareQuestion(message: string): boolean {
  return bare.test(message.trim());
}

const bare =
  /^(?:(?:and|but|so|ok(?:ay)?|sorry)[\s,]+)*(?:when|why|how|where|who)(?:\s+(?:exactly|though|then|so))?[\s?.!]*$|^(?:(?:and|but|so|sorry)[\s,]+)*(?:what|which|when|where|who)\b(?:\s+(?:day|date|week|one|number|address|was|is|were|are|did|you|say|said|it|that|those|again))+[\s?.!]*$/iu;

const pointing =
  /\b(?:it|its|that|those|they|them|their|theirs|he|him|his|she|her|hers|one|ones|both|either|afterwards|then|instead|there)\b|^(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*(?:who|where|how|why|when)\b(?:\s+\S+){0,4}[\s?.!]*$/iu;

const followUp =
  /^(?:(?:ok(?:ay)?|right|thanks|great|sorry|oh|ah|hmm+)[\s,.!-]+)*(?:(?:and|but|so|or)[\s,]+)*(?:(?:what|how) (?:about|abt|if it(?:'s|s| is))|wh?at about|same (?:question )?for|(?<=\b(?:and|but|so|or)[\s,]+))\s*(?<rest>\S.*)$/isu;

const askingWords =
  'when|what|whats|where|who|whose|why|which|how|do|does|did|don.?t|can|can.?t|could|will|won.?t|would|should|shall|must|may|is|isn.?t|are|am|has|have|had';

/** How a second question in the same sentence begins: "have two of them" is none, "have I to …" is. */
const secondQuestion =
  '(?:when|what|whats|where|who|whose|why|which|how|(?:do|does|did|don.?t|can|can.?t|could|will|won.?t|would|should|shall|must|may|is|isn.?t|are|am|has|have|had)\\s+(?:i|we|you|it|they|he|she|there|this|that|my|our|your|the|a|all|anyone|everyone|somebody|supply|staff|teachers?|governors?)\\b)';

/** Between two questions in one sentence: "… and when …", "…, also do I …". */
const betweenQuestions = new RegExp(
  `(?:[,;]\\s*|\\s+)(?:and|also|plus|then|&)(?:\\s+(?:also|then|please))?\\s+(?=${secondQuestion})|[,;]\\s+(?=${secondQuestion})`,
  'iu',
);

const startsAsQuestion = new RegExp(
  `^(?:(?:hi|hello|hey|ok|so|and|also|but|please|sorry)[\\s,]+)*(?:${askingWords})\\b`,
  'iu',
);

function isQuestion(part: string): boolean {
  return part.endsWith('?') || startsAsQuestion.test(part);
}

/** "What should I do?", "Is that right?": what it is about stands in the sentences before it. */
function isEmptyQuestion(sentence: string): boolean {
  return sentence.replaceAll(emptyWords, ' ').replaceAll(/[^\p{L}\p{N}]/gu, '') === '';
}

const emptyWords =
  /\b(?:so|and|but|please|ok|okay|now|then|next|first|instead|what|whats|how|who|which|where|why|is|are|am|was|be|do|does|did|doing|done|should|shall|must|can|could|may|will|would|have|has|need|got|to|i|we|you|they|he|she|it|its|it['’]s|that|that['’]s|this|the|a|any|anything|something|some|thing|ideas?|help|tell|say|use|try|go|going|get|mean|means|happen|happens|right|alright|true|normal|okay|possible|allowed|safe|about|for|on|in|with|us|me|them|her|him|at|all|if|here|there|wrong|suggest|advise|advice)\b/giu;

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?\n])\s+|\n+/u)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Characters of one part that reach the model: the time it takes grows with the length. */
const longestPart = 240;

function clip(text: string): string {
  return text.slice(0, longestPart).toWellFormed();
}
