import type { Found } from './retrieval.ts';

/**
 * The article for whoever asks whether a code or a password may be given to somebody. It is recognised by a pattern as
 * well, since an answer to something like it ("can I have codes by text?") would be dangerous here.
 */
const sharingArticleId = 'sharing-a-code';

/** The article for whoever is asked to approve a sign-in that is not theirs. */
const foreignPromptArticleId = 'unexpected-prompt';

/** Articles that say what is right when somebody asks for a code or has been given one. */
const safeArticleIds: ReadonlySet<string> = new Set([
  sharingArticleId,
  'approved-by-mistake',
  'clicked-a-phishing-link',
  'is-this-genuine',
  'password-compromised',
  'report-a-suspicious-message',
  'unexpected-prompt',
]);

/**
 * What is answered to a message: what was found, unless the message asks about sharing a code or tells of a prompt that
 * nobody started, and what was found is not about that. Then it is answered that nobody may, or that it must be denied.
 */
export function safely(message: string, found: Found): Found {
  const articleId = asksToShare(message)
    ? sharingArticleId
    : tellsOfForeignPrompt(message)
      ? foreignPromptArticleId
      : undefined;
  if (articleId === undefined) return found;
  if (found.kind === 'found' && found.articleIds.some((id) => safeArticleIds.has(id))) return found;
  return {
    kind: 'found',
    articleIds: [articleId],
    others: [],
    near: [],
    ...(found.mark && { mark: found.mark }),
  };
}

/** Whether a message asks about giving a code or password to somebody, or tells of somebody who wants one. Pure. */
export function asksToShare(message: string): boolean {
  const text = message
    .slice(0, 4000)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}']+/gu, ' ');
  return gives.test(text) || wants.test(text);
}

/** Whether a message tells of sign-in prompts that the person did not start. Pure. */
export function tellsOfForeignPrompt(message: string): boolean {
  const text = message.slice(0, 4000).toLowerCase().replaceAll('\u2019', "'");
  return prompt.test(text) && notMine.test(text);
}

const prompt =
  /\b(?:prompts?|requests?|notifications?|alerts?|approve|approval|pop ?-?ups?|(?:box|message)(?: has| have|'s)?(?: just)? (?:came|come|comes|popped|appeared))\b/u;
const notMine =
  /\b(?:never (?:asked|tried|started|signed|requested)|(?:did ?n[o']?t|did not|have ?n[o']?t|haven't|wasn'?t|was not|am not|'m not|isn'?t|is not|not) (?:ask\w*|do|done|start\w*|try\w*|tried|sign\w*|log\w*|me|mine|request\w*)|out of the blue|for no reason|(?:in the )?middle of the night|at \d{1,2} ?am|nobody (?:was|is) (?:signing|logging))\b/u;

const secret = '(?:codes?|digits|passwords?|passcodes?|pins?|app passwords?)';
const person =
  '(?:someone|somebody|anyone|anybody|people|man|woman|lady|bloke|caller|helpdesk|help desk|service desk|it desk|it support|support|technician|deputy|colleagues?|head|headteacher|boss|manager|secretary|bursar|assistant|tas?|teachers?|governors?|friend|wife|husband|partner|son|daughter|staff|office)';

/** "can I text her the code", "is it ok to give my teaching assistant the code", "should staff read out the digits" */
const gives = new RegExp(
  `\\b(?:(?:can|could|may|should|shall|must|do|does|am|are) (?:i|we|he|she|staff|teachers?|people|anyone|(?:my|our|the) \\w+)|(?:ok|okay|alright|fine|safe|allowed|wrong|bad))\\b.{0,30}\\b(?:give|tell|send|text|read|share|forward|pass|hand|email|lend|dictate|disclose)(?:ing)?(?: (?:it|out|on|over|him|her|them|to|a|an|the|my|our|your|their|another|other|new|six|6|one|time|digit|teaching|${person}))* ${secret}\\b`,
  'u',
);

/** "my deputy wants the code off my phone", "somebody rang and asked me to read out the six digits" */
const wants = new RegExp(
  `\\b(?:${person}|he|she|they)\\b.{0,60}\\b(?:(?:ask|asks|asked|asking|want|wants|wanted|wanting|demands?|demanded)\\b.{0,40}\\b(?:my|our|the|your|their|six|6|a)|(?:needs?|needed|have|use|uses|using) (?:my|our))\\b.{0,20}\\b${secret}\\b`,
  'u',
);
