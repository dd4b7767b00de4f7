import type { Switched } from '../tenant/tenant.ts';

/** Deliveries that the bot has settled, by kind and outcome: `reminder sent` → 4. */
export type Settled = ReadonlyMap<string, number>;

/**
 * Reads the bot's own counts from the text of its `/metrics`, as an operator would.
 * Format: prometheus.io/docs/instrumenting/exposition_formats
 */
export function settledIn(metricsText: string): Settled {
  const settled = new Map<string, number>();
  for (const [, labels = '', value = '0'] of metricsText.matchAll(/^deliveries_total\{([^}]*)\} (\S+)$/gm)) {
    const label = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1] ?? '';
    settled.set(`${label('kind')} ${label('outcome')}`, Number(value));
  }
  return settled;
}

/** What a move of the clock has brought about so far, in sentences for the bar. `day` is where it landed. */
export function describeMove(move: {
  day: string;
  switched: Switched;
  before: Settled;
  now: Settled;
}): string[] {
  const { day, switched, before, now } = move;
  const since = (key: string) => (now.get(key) ?? 0) - (before.get(key) ?? 0);
  return [`The clock moved to ${day}.`, ...describeSwitched(switched), ...describeSettled(since)];
}

function describeSwitched({ enabled, enforced }: Switched): string[] {
  const parts = [
    enabled > 0 ? `switched on for ${accounts(enabled)} without a second step` : '',
    enforced > 0 ? `enforced for ${accounts(enforced)}` : '',
  ].filter(Boolean);
  return parts.length === 0 ? [] : [`MFA is now ${parts.join(' and ')}.`];
}

function describeSettled(since: (key: string) => number): string[] {
  const sentences = [
    { kind: 'reminder', name: 'Reminders' },
    { kind: 'notice', name: 'Notices' },
  ].flatMap(({ kind, name }) => {
    const counts = ['sent', 'skipped', 'failed'].flatMap((outcome) => {
      const count = since(`${kind} ${outcome}`);
      return count > 0 ? [`${count} ${outcome}`] : [];
    });
    return counts.length === 0 ? [] : [`${name}: ${counts.join(', ')}.`];
  });
  return sentences.length === 0 ? ['Nothing to send.'] : sentences;
}

function accounts(count: number): string {
  return count === 1 ? 'one account' : `${count} accounts`;
}
