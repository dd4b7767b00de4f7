/** Characters of a question that are looked at. What follows in a longer text adds nothing to its meaning. */
export const longest = 4000;

/**
 * A question or phrasing as retrieval reads it: lower case, plain quotes, one word for each of the many spellings of
 * the same thing (2FA, two-factor, multi-factor … are all `mfa`), and the common slips of a fast typist undone.
 * Takes any text at all; never throws.
 */
export function normalise(text: string): string {
  let plain = text.slice(0, longest).toWellFormed().normalize('NFKC').toLowerCase();
  plain = plain.replace(/[\u2018\u2019\u02bc`\u00b4]/g, "'").replace(/\p{Cf}/gu, '');
  for (const [pattern, word] of spellings) plain = plain.replace(pattern, word);
  plain = plain.replace(/[^\p{L}\p{N}'@]+/gu, ' ').trim();
  return plain
    .split(' ')
    .map((word) => slips.get(word) ?? word)
    .join(' ');
}

/** The words of a normalised text, each cut to its stem. */
export function stemsOf(normalised: string): string[] {
  return normalised
    .split(' ')
    .map((word) => stem(word.replace(/'s$|'/g, '')))
    .filter(Boolean);
}

/** Whether a text names MFA or its app, in whichever spelling. */
export function speaksOfMfa(text: string): boolean {
  return /\b(mfa|authenticator)\b/.test(normalise(text));
}

/** A text as the model reads it: it was taught on ordinary English and knows no "mfa". Never empty. */
export function modelText(text: string): string {
  return normalise(text).replace(/\bmfa\b/g, 'two factor authentication') || '?';
}

/** Order matters: the longer spelling first. */
const spellings: [RegExp, string][] = [
  [
    /\b(multi|2|two|dual)[\s-]*(factor|step|stage)s?(\s+(auth\w*|verif\w*|log\s?[io]n|sign\s?in))?\b|\b[2m]\.?f\.?a\b\.?/g,
    'mfa',
  ],
  [/\bmulti\s?fac\w*(\s+aut\w*)?/g, 'mfa'],
  [/\b(office|microsoft|ms|m|o)[\s-]*365\b/g, 'office365'],
  [/\bpass[\s-]keys?\b/g, 'passkey'],
  [/\bgoogle[\s-]auth\b/g, 'google authenticator'],
  [/\bapp(lication)?[\s-]*(passw\w*|pasw\w*|pass\s?words?|pw|pwd)s?\b/g, 'app password'],
  [/\b(pass\s?word|pasword|passwrd|passward|pwd|pw)(s?)\b/g, 'password$2'],
  [/\be[\s-]?mail/g, 'email'],
  [/\b(log|sign)(ging|ing)?[\s-]*(in|on|into|onto)\b|\blogins?\b|\blogons?\b/g, 'sign in'],
  [/\b(logged|signed)[\s-]*(in|on|into|onto)\b/g, 'signed in'],
  [/\b(smart|mobile|cell)[\s-]*(phone|fone)s?\b/g, 'smartphone'],
  [/\bmobiles?\b|\bfone\b|\bhandset\b/g, 'phone'],
  [/\bhead[\s-]*(teacher|master|mistress)(s?)\b/g, 'headteacher$2'],
  [/\b(aut|auth)[a-z]*nt?icat[eo]rs?\b/g, 'authenticator'],
  [/\bwi[\s-]fi\b/g, 'wifi'],
  [/\bset[\s-]*up\b/g, 'set up'],
  [/\b(can't|can not|cant|carnt)\b/g, 'cannot'],
  [/\b(don't|dont)\b/g, 'do not'],
  [/\b(doesn't|doesnt)\b/g, 'does not'],
  [/\b(won't|wont)\b/g, 'will not'],
  [/\b(haven't|havent)\b/g, 'have not'],
  [/\b(isn't|isnt)\b/g, 'is not'],
  [/\b(what|when|where|who|how)('s| s|s)\b/g, '$1 is'],
  [/\bi('m| m)\b|\bim\b/g, 'i am'],
  [/\b(i've|ive)\b/g, 'i have'],
];

const slips = new Map([
  ['wen', 'when'],
  ['wot', 'what'],
  ['wat', 'what'],
  ['wht', 'what'],
  ['y', 'why'],
  ['u', 'you'],
  ['ur', 'your'],
  ['r', 'are'],
  ['pls', 'please'],
  ['plz', 'please'],
  ['hv', 'have'],
  ['tmrw', 'tomorrow'],
  ['acct', 'account'],
  ['accs', 'accounts'],
  ['msg', 'message'],
  ['info', 'information'],
  ['wk', 'week'],
  ['teh', 'the'],
  ['hte', 'the'],
  ['taht', 'that'],
  ['dose', 'does'],
  ['hwo', 'how'],
  ['waht', 'what'],
  ['whne', 'when'],
  ['til', 'until'],
  ['till', 'until'],
  ['menny', 'many'],
  ['meny', 'many'],
  ['loosing', 'losing'],
  ['loose', 'lose'],
  ['ligit', 'legit'],
  ['anythink', 'anything'],
  ['nothink', 'nothing'],
  ['somethink', 'something'],
  ['acces', 'access'],
  ['mulit', 'multi'],
  ['agian', 'again'],
  ['sitll', 'still'],
  ['thier', 'their'],
  ['becuase', 'because'],
  ['abt', 'about'],
  ['bout', 'about'],
  ['thru', 'through'],
]);

/** A light British stemmer: plurals, -ing, -ed. Enough for short questions, and it never empties a word. */
function stem(word: string): string {
  if (word.length <= 3) return word;
  let root = word;
  if (root.endsWith('ies') && root.length > 4) root = `${root.slice(0, -3)}y`;
  else if (/(ss|sh|ch|x)es$/.test(root)) root = root.slice(0, -2);
  else if (root.endsWith('s') && !/(ss|us|is)$/.test(root)) root = root.slice(0, -1);
  if (root.length > 5 && root.endsWith('ing')) root = undouble(root.slice(0, -3));
  else if (root.length > 4 && root.endsWith('ed')) root = undouble(root.slice(0, -2));
  return root.length > 4 && root.endsWith('e') ? root.slice(0, -1) : root;
}

function undouble(word: string): string {
  return /([bdgmnprt])\1$/.test(word) ? word.slice(0, -1) : word;
}
