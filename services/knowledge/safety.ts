import type { Found } from './retrieval.ts';

/**
 * The article for whoever asks whether a code or a password may be given to somebody. Such messages are recognised by
 * their words as well as by retrieval, since an answer to something like it ("can I have codes by text?") would be
 * dangerous here.
 */
const sharingArticleId = 'sharing-a-code';

/** The article for whoever is asked to approve a sign-in that is not theirs. */
const foreignPromptArticleId = 'unexpected-prompt';

/** Articles that say what is right when somebody asks for a code or has been given one. */
const safeArticleIds: ReadonlySet<string> = new Set([
  sharingArticleId,
  foreignPromptArticleId,
  'approved-by-mistake',
  'clicked-a-phishing-link',
  'is-this-genuine',
  'password-compromised',
  'report-a-suspicious-message',
]);

/** Whether what follows an article ("and to the office?") is still about giving something away. */
export function isSharingArticle(articleId: string): boolean {
  return articleId === sharingArticleId;
}

/**
 * What is answered to a message: what was found, unless the message asks about sharing a code or tells of a prompt that
 * nobody started. Then only articles that are safe there are answered with, or offered besides. `message` is read in
 * the spelling of `normalise`.
 */
export function safely(message: string, found: Found): Found {
  const articleId = asksToShare(message)
    ? sharingArticleId
    : tellsOfForeignPrompt(message)
      ? foreignPromptArticleId
      : undefined;
  if (articleId === undefined) return found;
  const safe = (ids: string[]) => ids.filter((id) => safeArticleIds.has(id));
  const theirs = found.kind === 'found' ? found : { articleIds: [], others: [], near: [] };
  const articleIds = safe(theirs.articleIds);
  return {
    kind: 'found',
    articleIds: articleIds.length > 0 ? articleIds : [articleId],
    others: safe(theirs.others),
    near: safe(theirs.near),
    ...(found.mark && { mark: found.mark }),
  };
}

/** Words of a message that are looked at: what comes later in a long one is asked about in its own sentence. */
const mostWords = 200;

function wordsOf(message: string): string[] {
  return message
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}']+/gu, ' ')
    .trim()
    .split(' ')
    .slice(0, mostWords);
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/u));

const secrets = setOf('code codes digits password passwords passcode passcodes pin pins');
const transfers = setOf(
  'give giving gave tell telling send sending share sharing forward forwarding pass passing hand handing lend lending text texting email emailing whatsapp dictate disclose read reading',
);
const recipients = setOf(
  "him her them someone somebody anyone anybody colleague colleagues deputy head headteacher boss manager secretary bursar assistant ta tas teacher teachers governor governors friend friends wife husband partner son daughter helpdesk desk support technician caller man woman lady office others people staff county council it's",
);
const askers = setOf(
  'someone somebody he she caller man woman lady bloke helpdesk desk support technician deputy colleague head headteacher boss manager secretary bursar assistant ta governor friend wife husband partner',
);
const wishes = setOf('ask asks asked asking want wants wanted wanting demand demands demanded');
const passive = setOf('be been being is are was were get gets keeps keep');
const programs = setOf(
  'app phone system microsoft outlook page screen it they you computer authenticator teams',
);
const own = setOf('my our');
const ownOrThe = setOf('my our the');
const aloud = setOf('out over to');
const means = setOf('with by');
const determiners = setOf('my our the your their his six 6 a');

/** Whether a message asks about giving a code or password to somebody, or tells of somebody who wants one. Pure. */
export function asksToShare(message: string): boolean {
  const words = wordsOf(message);
  const has = (set: ReadonlySet<string>, from: number, to: number) =>
    words.slice(Math.max(0, from), Math.max(0, to)).some((word) => set.has(word));
  return words.some((word, at) => {
    if (transfers.has(word)) return gives(words, at, has);
    if (askers.has(word)) return wants(words, at, has);
    return false;
  });
}

type Has = (set: ReadonlySet<string>, from: number, to: number) => boolean;

/** "can I text her the code", "is it ok to give my assistant the code", "sharing my password" */
function gives(words: string[], at: number, has: Has): boolean {
  const next = words[at + 1] ?? '';
  if (next === 'me' || next === 'us' || has(programs, at - 1, at)) return false;
  const isRead = words[at] === 'read' || words[at] === 'reading';
  if (isRead && !has(aloud, at + 1, at + 9)) return false;
  const secretAt = words.findIndex((word, index) => index > at && index <= at + 8 && secrets.has(word));
  if (secretAt === -1) return false;
  const isOwn = has(own, secretAt - 3, secretAt) && !has(means, at + 1, secretAt);
  const isNoun = words[at] === 'text' || words[at] === 'email';
  return has(recipients, at + 1, secretAt + 7) || (isOwn && !isNoun && !isRead);
}

/** "my deputy wants the code off my phone", "somebody rang and asked me to read out the six digits", "can he have the code" */
function wants(words: string[], at: number, has: Has): boolean {
  for (let index = at + 1; index <= at + 8 && index < words.length; index += 1) {
    const word = words[index] ?? '';
    const isWish = wishes.has(word) && !passive.has(words[index - 1] ?? '');
    const isTaking = /^(?:have|use|need|needs)$/u.test(word) && index <= at + 2;
    if (!isWish && !isTaking) continue;
    const secretAt = words.findIndex((one, other) => other > index && other <= index + 9 && secrets.has(one));
    if (secretAt !== -1 && has(isWish ? determiners : ownOrThe, secretAt - 4, secretAt)) return true;
  }
  return false;
}

/** Whether a message tells of sign-in prompts that the person did not start. Pure. */
export function tellsOfForeignPrompt(message: string): boolean {
  const text = wordsOf(message).join(' ');
  return prompt.test(text) && notMine.test(text);
}

const prompt =
  /\b(?:prompts?|notifications?|approve|approval|approvals|alerts?|pop ?ups?|box|sign in requests?|login requests?|authentication requests?|requests? to (?:approve|sign|log))\b/u;
const notMine =
  /\b(?:(?:i|we) never (?:asked|tried|started|requested|signed|logged)|(?:i|we) (?:did not|didn't|have not|haven't) (?:ask|asked|start|started|try|tried|sign|signed|log|logged|request|requested)|(?:not|wasn't|isn't|aren't|i'm not) (?:me|mine|signing|logging|trying|using|doing|expecting)|(?:(?:was|am|were) not|wasn't|weren't) sign in|(?:not|don't|doesn't) recogni[sz]e|not at my (?:computer|desk|pc)|out of the blue|middle of the night|at [0-5] ?am|nobody (?:was|is) (?:signing|logging))\b/u;
