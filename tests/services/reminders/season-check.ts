import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { dayAfter, expectedFor, instantOf, isSchoolDay } from './oracle.ts';
import type { SeasonAccount, SeasonOptions, Sent } from './season.ts';

/**
 * Everything wrong with what was sent in a season, by the list of the oracle, which knows nothing of the product:
 * - each account that stays unregistered has a message between each due moment and the end of the next school day;
 * - every message is one that was due on its day or the school day before, so none comes after a later one was due;
 * - nobody has one who was registered by the newest answer, at most 15 minutes old while Microsoft answers;
 * - none comes twice, nor two on a day, but what was under way when the process died;
 * - all within working hours; and none claims anything while Microsoft does not answer.
 */
export function faultsOfSeason(options: SeasonOptions, sent: Sent[]): string[] {
  const { plan, accounts, days, outages } = options;
  const byAccount = new Map<string, Sent[]>();
  for (const message of sent) {
    const before = byAccount.get(message.accountId);
    if (before) before.push(message);
    else byAccount.set(message.accountId, [message]);
  }
  const duesOf = duesByGroup(plan, days);
  return accounts.flatMap((account) => {
    const messages = byAccount.get(account.id) ?? [];
    const dues = duesOf(account);
    return [
      ...missed(account, { plan, dues, messages, end: days.to }),
      ...messages.flatMap((message) => faultsOfMessage(account, message, { plan, dues, outages })),
      ...repeated(messages),
    ].map((fault) => `${account.id}: ${fault}`);
  });
}

interface DueOn {
  day: string;
  /** The end of the key but for the account. */
  key: string;
}

/** Accounts of one cohort and one school are due alike, and all schools without a date of their own as well. */
function duesByGroup(plan: RolloutPlan, { from, to }: SeasonOptions['days']) {
  const known = new Map<string, DueOn[]>();
  const named = new Set(plan.phases.flatMap(({ waves }) => waves.flatMap(({ schools }) => schools)));
  return ({ cohort, school }: SeasonAccount): DueOn[] => {
    const key = `${cohort} ${named.has(school) ? school : ''}`;
    const found = known.get(key);
    if (found) return found;
    const dues: DueOn[] = [];
    for (let day = from; day <= to; day = dayAfter(day)) {
      const due = expectedFor(plan, { cohort, school }, [day]);
      if (due) dues.push({ day, key: `reminder:${due.replaceAll(' ', ':')}:` });
    }
    known.set(key, dues);
    return dues;
  };
}

const nextSchoolDay = (plan: RolloutPlan, day: string): string => {
  let next = dayAfter(day);
  while (!isSchoolDay(plan, next)) next = dayAfter(next);
  return next;
};

function missed(
  { registeredAt }: SeasonAccount,
  season: { plan: RolloutPlan; dues: DueOn[]; messages: Sent[]; end: string },
): string[] {
  return season.dues.flatMap(({ day }) => {
    const lastDay = nextSchoolDay(season.plan, day);
    const until = instantOf(lastDay, '17:00');
    if (registeredAt <= until || lastDay > season.end) return [];
    const isTold = season.messages.some(({ at }) => at >= instantOf(day, '08:30') && at < until);
    return isTold ? [] : [`was due on ${day} and heard nothing until the end of ${lastDay}`];
  });
}

function faultsOfMessage(
  { id, registeredAt }: SeasonAccount,
  { key, at, claims }: Sent,
  { plan, dues, outages }: { plan: RolloutPlan; dues: DueOn[]; outages: SeasonOptions['outages'] },
): string[] {
  const faults: string[] = [];
  const say = (fault: string) => faults.push(`${fault} (${key} at ${at.toISOString()})`);
  const due = dues.find((each) => `${each.key}${id}` === key);
  const day = [0, 1, 2]
    .map((offset) => dayAfter(at.toISOString().slice(0, 10), offset - 1))
    .find((each) => at >= instantOf(each, '08:30') && at < instantOf(each, '17:00'));
  if (day === undefined || !isSchoolDay(plan, day)) say('outside working hours');
  if (due === undefined) say('never due');
  else if (day !== due.day && day !== nextSchoolDay(plan, due.day))
    say(`on the wrong day: due on ${due.day}`);
  const outage = outages.find(({ from, to }) => at >= from && at < to);
  const newestAnswer = (outage?.from ?? at).getTime() - 15 * 60_000;
  // The report before an outage may be as old as the last wave that needed it, so then only the evening before counts.
  const known = outage ? newestAnswer - 4 * 24 * 3_600_000 : newestAnswer;
  if (registeredAt.getTime() <= known) say(`registered since ${registeredAt.toISOString()}`);
  if (outage && claims) say('claims something while Microsoft does not answer');
  if (!outage && !claims) say('claims nothing though Microsoft answers');
  return faults;
}

function repeated(messages: Sent[]): string[] {
  const settled = messages.filter(({ wasInFlight }) => !wasInFlight);
  const twice = (words: string, of: (message: Sent) => string) =>
    settled
      .filter((message, index) => settled.findIndex((other) => of(other) === of(message)) !== index)
      .map((message) => `${words}: ${of(message)}`);
  return [
    ...twice('twice', ({ key }) => key),
    ...twice('two on a day', ({ at }) => at.toISOString().slice(0, 10)),
  ];
}
