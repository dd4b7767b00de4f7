import type { Graph } from '../graph/client.ts';
import { askExpiry, type OwnCredential, wordsOfExpiry } from '../graph/own-credentials.ts';
import type { Check, Finding } from './check.ts';

const name = 'Expiry';

/** How long the bot's own secret or certificate is good. Not knowing it is nothing to mend at once, but said. */
export function expiryCheck(options: {
  graph: Graph;
  credential: OwnCredential;
  said: Date | undefined;
  now: () => Date;
}): Check {
  const { graph, credential, said, now } = options;
  return {
    name,
    look: async () => {
      const patience = { tries: 2, totalMs: 8_000 };
      const expiry = await askExpiry({ graph, now }, { credential, said, patience });
      return [findingOf(wordsOfExpiry(expiry, credential, now()))];
    },
  };
}

function findingOf({ kind, words }: ReturnType<typeof wordsOfExpiry>): Finding {
  if (kind === 'fine') return { check: name, kind: 'ok', words };
  if (kind === 'unknown') return { check: name, kind: 'left-out', words };
  // The words end with what to do, which begins at the second sentence.
  const end = words.indexOf('. ') + 1;
  return { check: name, kind: 'wrong', words: words.slice(0, end), todo: words.slice(end).trim() };
}
