import { withoutErrorDetails } from './error-details.ts';

/**
 * Whether somebody seems to have typed a password, a one-time code or an app password, so that the text is neither
 * kept nor repeated. Rather one too many than one too few, yet a question about passwords, a phone number, a date, a
 * year, the number of a sheet or what Microsoft writes on an error page is none. Takes any text; never throws.
 */
export function containsSecret(text: string): boolean {
  const plain = withoutErrorDetails(text.slice(0, longest).normalize('NFKC'));
  return (
    hasTypedPassword(plain) ||
    hasMadeWord(plain) ||
    hasCode(plain) ||
    hasAppPassword(plain) ||
    isBarePassword(plain.trim())
  );
}

/** Characters that are looked at: as many as a question may have. */
const longest = 4000;

/** "my password is fluffy", "pw: Summer2018!", "password Summer2018!". */
function hasTypedPassword(text: string): boolean {
  for (const match of text.matchAll(stated)) {
    const [, sign = '', value = ''] = match;
    const word = value.replace(/[.,;:!?'")]+$/u, '');
    const looksMade = /\d/.test(word) && /[^\d]/.test(word) && word.length >= 6 && !productName.test(word);
    if (looksMade || (sign !== '' && word.length >= 3 && !sayings.has(word.toLowerCase()))) return true;
  }
  return false;
}

/** "I changed my password to Summer2018!": beside talk of a password, a word made of letters, digits and capitals or signs. */
function hasMadeWord(text: string): boolean {
  if (!/\bpass[\s-]?words?\b|\bpasswrd\b|\bpasword\b|\bpwd\b/iu.test(text)) return false;
  return text.split(/\s+/u).some((typed) => {
    const word = typed.replace(/^["'“‘(]+|[.,;:?'")”’]+$/gu, '');
    if (word.length < 7 || word.length > 64 || /@|\/|^https?:/iu.test(word) || productName.test(word))
      return false;
    return (
      /\d/u.test(word) &&
      /[a-z]/u.test(word) &&
      /[A-Z]|[^\w.,:;?'-]/u.test(word) &&
      !/^o(ffice)?-?365/iu.test(word)
    );
  });
}

const stated =
  /\b(?:pass[\s-]?words?|pass[\s-]?phrase|passwrd|pasword|pwd?|access pass)\b\s*((?:\bis\b|\bwas\b|[:=])(?:\s+(?:just|now|still|currently))?)?\s*["'“‘]?(\S+)/giu;

/** Six digits alone or in company of a word for a code; four to eight right after "code is". Not part of more digits. */
function hasCode(text: string): boolean {
  if (
    /\b(?:code|otp|pin|passcode)\b(?:\s+(?:is|was)\b|\s*[:=])\s*["'“‘]?\d(?:[\s-]?\d){3,7}(?![\s-]?\d|[/.]\d)/iu.test(
      text,
    )
  ) {
    return true;
  }
  const runs = [...text.matchAll(/(?<![\w/.+-])\d(?:[\s-]?\d)*(?![\w/]|[.:]\d)/gu)].map(([run]) =>
    run.replace(/\D/g, ''),
  );
  if (!runs.some((run) => run.length === 6)) return false;
  const isAlone = /^\W*\d(?:[\s-]?\d){5}\W*$/u.test(text);
  return isAlone || /\b(?:codes?|otp|pin|passcode|token|authenticator|verification|texted)\b/iu.test(text);
}

/** Sixteen letters in a row or in groups of four, as Microsoft writes app passwords, that are no English. */
function hasAppPassword(text: string): boolean {
  for (const [run] of text.matchAll(/(?<![\p{L}\p{N}@./-])[A-Z]?[a-z]{15,16}(?![\p{L}\p{N}@/-]|\.\p{L})/gu)) {
    if (run.length === 16 && !looksEnglish(run.toLowerCase())) return true;
  }
  for (const [, ...groups] of text.matchAll(
    /(?=(?<!\S)([A-Za-z][a-z]{3})[ -]([a-z]{4})[ -]([a-z]{4})[ -]([a-z]{4})(?![\p{L}']))/gu,
  )) {
    if (groups.filter((group) => fourLetterWords.has(group.toLowerCase())).length <= 1) return true;
  }
  return false;
}

/** English words of 16 letters have vowels and no long run of consonants; random letters seldom have both. */
function looksEnglish(word: string): boolean {
  const vowels = word.replace(/[^aeiouy]/g, '').length;
  return vowels >= 5 && !/[^aeiouy]{5}|q[^u]|[jvxz][^aeiouy]/.test(word);
}

/** A message that is one word with small and capital letters and digits, such as Summer2018!, is a password. */
function isBarePassword(text: string): boolean {
  if (!/^\S{8,64}$/u.test(text) || /^https?:|@.+\.|^\/|\//iu.test(text) || productName.test(text))
    return false;
  return /[a-z]/u.test(text) && /\d/u.test(text) && /[A-Z]|[^\w?.,!-]/u.test(text);
}

const productName =
  /^(?:o|m|ms|office|outlook|windows|microsoft|exchange|teams|iphone|ios|android|galaxy|ipad)[\s-]?\d+\W*$/iu;

/** What people say about a password instead of telling it: "my password is wrong". */
const sayings = new Set(
  `a about accepted actually again all already also always an and any asked asking at available bad because been before being
  blocked broken by cached case causing changed changing code compromised correct corrupt create created different disabled doing due easy
  empty enough even expired expiring fine for forgotten from getting going gone good hard has hidden how i if in
  incorrect invalid it its just kept known leaked like locked long longer lost made me mine missing my needed never new no
  not now of ok okay old on only or out over people pin prompted quite really refused rejected remembered required reset
  right safe same saved secure sent set shared short so something stolen stored strong stuck supposed than that the
  their then there they this to too typed unknown unsafe up used useless valid very visible weak what when where which
  who why with without working written wrong you your`.split(/\s+/u),
);

const fourLetterWords = new Set(
  `able also away back been best book both call came case code come date desk does done down each easy else even ever
  find from gets gave give goes gone good half hand hard have head hear held help here high home hope hour http idea
  into just keep kind knew know last late left less life like link list live load lock lots login long look lose lost
  made mail make many mean menu mind mine more most move much must name near need next news nice none note okay once
  only open over page part past plan play post read real ring room same save scan seem seen sees send sent show side
  sign site some soon sort step stop such sure take talk task team tell text than that them then they this time told
  took town turn type upon used user uses very want ways week well went were what when whom will wish with word work
  year your dont cant wont isnt hers ours busy card data days deal easy fact fail fast feel fine five four full hold
  icon item jobs kept lead lets line main math miss none okay pass phon pick pins plus rest role rule said says self
  slow test thing three tick till twos unit view wait walk wall wear wifi wrong zero free form feed gmail edge apps
  bank blue body case cell copy cost days door drop duty ends exam exit face fill fits food game girl boys kids hall
  logs loop maps mark meet mins mode near nine norm nope odds oven paid pair park path paws pays plug pops pull push
  quit rang rely road rows runs safe seat sept sets ship shop shut size soft sold sums swap tabs tags teas term that
  tidy tiny tool tops trip true tube ugly vast vote ways whos wide wins wise yeah yes`.split(/\s+/u),
);
