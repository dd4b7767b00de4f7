/** What a message is that asks nothing: how to answer it politely and briefly. */
export type Courtesy = 'greeting' | 'thanks' | 'goodbye' | 'good-wishes' | 'upset';

/** The longest message that is looked at, in words: what is longer says something. */
const mostWords = 12;

/** The same in characters. */
const mostCharacters = 100;

/**
 * The courtesy that a whole message is: "hi there", "thanks a lot", "this is bloody useless". Undefined for everything
 * that may ask or tell something, however rudely it begins. Pure.
 */
export function courtesyOf(message: string): Courtesy | undefined {
  const text = message
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\u2018\u2019`\u00b4]/gu, "'")
    .replace(/[^\p{L}\p{N}'*\s]+/gu, ' ')
    .trim();
  if (text === '') return /^\s*(?:👍|👌|🙏|😊|🙂|😀|😃|❤|🎉)/u.test(message) ? 'thanks' : undefined;
  if (text.length > mostCharacters) return undefined;
  const words = text.split(/\s+/u);
  if (words.length > mostWords) return undefined;
  const said = words.join(' ');
  return kinds.find(([, pattern]) => pattern.test(said))?.[0];
}

/** Words of anger without a question; what stands beside them in such messages. */
const anger =
  '(?:fuck(?:ing|in|ed|s)?|f\\*+k?(?:ing)?|shit(?:e|ty)?|sh\\*t|bullshit|bollocks|bloody|damn|dam|crap(?:py)?|arse(?:hole)?|a\\*+e|wank(?:er|ers)?|twat|bastards?|bugger|sod|piss(?:ed)?|idiots?|stupid|useless|rubbish|pathetic|hopeless|ridiculous|terrible|awful|nonsense|joke|pants|garbage|hell|wtf|ffs|omg|dumb|annoying|hate)';
const around =
  "(?:you|your|you're|youre|ur|u|are|is|this|that|it|it's|its|the|a|an|what|such|so|of|off|on|i|i'm|im|am|me|my|just|really|very|absolutely|completely|totally|utterly|load|waste|time|bot|robot|thing|system|mfa|computer|for|sake|oh|and|all|to|go|get|lost|up|fed|sick|with|too)";

const name = '(?: (?:there|bot|robot|mate|all|team|everyone|you|again|mfa helper|helper))?';

/** One of these after the other, each apart from the next by a space. */
function run(one: string, ahead = ''): RegExp {
  return new RegExp(`^${ahead}(?:${one})(?: (?:${one}))*$`, 'u');
}

const kinds: [Courtesy, RegExp][] = [
  [
    'greeting',
    run(
      `(?:hi+|hiya|hello+|hey+|hullo|yo|alright|howdy|greetings|good (?:morning|afternoon|evening|day)|morning|afternoon|evening)${name}`,
    ),
  ],
  [
    'good-wishes',
    /^(?:(?:hi|hello|hey)(?: there)? )?(?:how are (?:you|things)(?: (?:today|doing))?|how's it going|how do you do|you (?:ok|okay|alright)|nice to meet you|(?:merry|happy) (?:christmas|xmas|new year|easter)|have a (?:nice|good|lovely) (?:day|weekend|evening|one|holiday))$/u,
  ],
  [
    'thanks',
    run(
      "ok|okay|great|brilliant|perfect|lovely|super|cool|fab|right|good|wonderful|excellent|amazing|awesome|ah|oh|yes|yep|cheers|thank you|thankyou|thanks|thank|ta|thx|tx|tysm|many thanks|much appreciated|appreciated|appreciate it|got it|that helped|that's (?:great|helpful|perfect|brilliant|all|clear)|that helps|very helpful|helpful|well done|nice one|understood|will do|no problem|so much|very much|a lot|for that|for your help|for the help|for helping|you|again|mate|then|all",
      '(?!(?:you|all|then|again|mate|right|yes|yep|so much|a lot|very much)$)',
    ),
  ],
  [
    'goodbye',
    /^(?:(?:ok|okay|thanks|thank you|cheers|well) )*(?:bye(?: bye)?|goodbye|good bye|see (?:you|ya)(?: later| soon| tomorrow)?|cya|ta ta|tara|cheerio|good night|night night|that's all(?: thanks| for now)?|have a good one)(?: (?:then|for now|thanks|bot))?$/u,
  ],
  ['upset', run(`${anger}|${around}`, `(?=.*\\b${anger}(?![\\p{L}]))`)],
];
