import { joined, number, sentence } from './words-dates.ts';

/** Something that Microsoft does not give the bot. */
export interface Gap {
  what: 'report' | 'last-sign-in' | 'sign-in-log';
  why: 'no-licence' | 'no-permission' | 'refused';
}

/** What Microsoft does not give, and what the bot does instead. */
export interface GapsView {
  gaps: Gap[];
  /** How many accounts can be asked about singly in an hour; absent where the app may not ask. */
  checksAnHour?: number;
  /** When Microsoft was last asked for it, in words. */
  lookedAt: string;
}

/** One line a reason, plain enough for somebody who has never heard of licences; empty where nothing is missing. */
export function gapLines({ gaps, checksAnHour }: Omit<GapsView, 'lookedAt'>): string[] {
  const lines = reasons.flatMap((why) => {
    const missing = gaps.filter((gap) => gap.why === why);
    if (missing.length === 0) return [];
    return [`${sentence(joined(missing.map(({ what }) => things[what])))}: ${becauseOf[why]}.`];
  });
  if (lines.length === 0) return [];
  const instead =
    checksAnHour !== undefined && gaps.some(({ what }) => what === 'report')
      ? [`Instead, each account is asked singly, up to ${number(checksAnHour)} an hour.`]
      : [];
  return [...lines, ...instead];
}

const things: Record<Gap['what'], string> = {
  report: 'no registration report',
  'last-sign-in': 'no last sign-in of accounts',
  'sign-in-log': 'no list of who connects by POP3 or IMAP',
};

const becauseOf: Record<Gap['why'], string> = {
  'no-licence': 'the organisation has no Microsoft Entra ID P1 licence',
  'no-permission': 'the app lacks the permission AuditLog.Read.All',
  refused: 'Microsoft does not answer the question',
};

const reasons: Gap['why'][] = ['no-licence', 'no-permission', 'refused'];
