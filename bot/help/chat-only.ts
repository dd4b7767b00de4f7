import type { AnswerBlock } from '../../services/knowledge/answer.ts';

/**
 * An answer without the sentences that only help in the chat: what to type there, what to ask there, which button
 * to press. A question that such a sentence answers goes with it, and so does a line that leads up to bullets of
 * which none is left. Empty when nothing but that was said.
 */
export function withoutChat(blocks: AnswerBlock[]): AnswerBlock[] {
  return blocks.flatMap((block, at): AnswerBlock[] => {
    if (block.kind === 'bullets') {
      const items = block.items.map(readable).filter((item) => item !== '');
      return items.length > 0 ? [{ ...block, items }] : [];
    }
    const text = readable(block.text);
    if (text === '' || (text.endsWith(':') && isEmptied(blocks[at + 1]))) return [];
    return [{ ...block, text }];
  });
}

/**
 * A line of a guide without the sentences that offer what only the bot can do; empty where that was all. What
 * is to be typed in the chat stays, since whole steps are about it: {@link speaksOfChat} finds it.
 */
export function withoutOffers(line: string): string {
  return sentencesOf(line)
    .filter((sentence) => !onlyTheBotCan.test(sentence))
    .join(' ');
}

/** True where a guide's line speaks of what is typed in the chat. */
export function speaksOfChat(line: string): boolean {
  return /\btype "|\bthis chat\b/i.test(line);
}

/** A text without the sentences that only help in the chat; empty where nothing else is left. */
export function readable(text: string): string {
  const sentences = sentencesOf(text);
  const kept = sentences.filter((sentence, at) => {
    const next = sentences[at + 1];
    const isAnswered = sentence.endsWith('?') && next !== undefined && chatOnly.test(next);
    return !chatOnly.test(sentence) && !isAnswered;
  });
  return kept.join(' ');
}

/** True where an answer speaks as the bot: a page must then say who "I" is. */
export function speaksAsBot(blocks: AnswerBlock[]): boolean {
  return blocks.some((block) =>
    (block.kind === 'text' ? [block.text] : block.items).some((text) =>
      /\bI\b|\bthrough me\b|\bmy (guide|link)\b/.test(text),
    ),
  );
}

/** Ways in which articles send people into the chat. */
const chatOnly = /\b(type "|ask me\b|tell me that\b|to me\b|press the button|my guide\b)/i;

/** What a guide offers that a page cannot do: write to the service desk, and ask Microsoft how the account stands. */
const onlyTheBotCan = /\bwrite to the [\w ]+ here\b|\bMicrosoft is asked\b/i;

function isEmptied(block: AnswerBlock | undefined): boolean {
  return block?.kind === 'bullets' && block.items.every((item) => readable(item) === '');
}

/** A sentence ends where a capital follows; a quoted question in the middle of one does not end it. */
function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?]["”]?)\s+(?=["“]?[A-Z0-9])/u);
}
