import type { Effect } from '../rollout/effect.ts';
import type { DatedPhase } from '../rollout/phases.ts';
import { describeDate } from '../rollout/phases.ts';
import type { IsoDate } from '../rollout/plan.ts';
import { isOver, plannedDate } from './words.ts';

/** What the sentences below depend on besides the effect: the day, and whether the tenant takes app passwords. */
export interface Circumstances {
  today: IsoDate;
  appPasswordsWork: boolean;
}

/** What happens to Outlook on the web, as sentences. */
export function describeOnline(effect: Effect, { today }: Circumstances): string {
  const phase = effect.onlinePhase;
  switch (effect.online) {
    case 'works': {
      const now = 'Outlook on the web works as it does now';
      if (phase === undefined) return `${now}.`;
      const then =
        effect.registered === true
          ? 'it asks for your second step'
          : 'you cannot sign in there until you have set MFA up';
      return `${now}. MFA ${planWords(phase, today)}. Once it is switched on, ${then}.`;
    }
    case 'stopped-until-registered':
      return 'Outlook on the web is stopped for your account until you have set MFA up.';
    case 'asks-second-step':
      return 'Outlook on the web works, and asks for your second step when you sign in.';
    case 'unknown':
      if (phase === undefined)
        return 'I do not know how Outlook on the web stands for your account right now.';
      return `Outlook on the web: MFA ${planWords(phase, today, 'unknown')}. Once it is switched on, you cannot sign in there until you have set MFA up.`;
  }
}

/** What happens to the installed Outlook, as sentences. */
export function describeClient(effect: Effect, { today, appPasswordsWork }: Circumstances): string {
  const name = 'Outlook installed on a computer';
  const needs = appPasswordsWork
    ? 'it needs an app password'
    : 'it asks you to sign in with your second step';
  const client = effect.client;
  switch (client.kind) {
    case 'works': {
      const until = client.until && !isOver(client.until, today) ? client.until : undefined;
      if (until === undefined) {
        return `${name} works as it does now. Once MFA is enforced for your account, ${needs}.`;
      }
      const because = effect.registered === true ? ', because MFA is already set up' : '';
      return `${name} works as it does now. MFA reaches it ${whenWords(until)}${because}. From then on ${needs}.`;
    }
    case 'works-until-enforced': {
      const planned = client.planned === undefined ? '' : `, which ${planWords(client.planned, today)}`;
      return `${name} still works until MFA is enforced${planned}. Setting MFA up enforces it at once; from then on ${needs}.`;
    }
    case 'needs-app-password':
      return appPasswordsWork
        ? `${name} needs an app password now, unless it already signs in with your second step.`
        : `${name} asks you to sign in with your second step.`;
    case 'stopped':
      return `${name} is stopped for your account until you have set MFA up.`;
    case 'unknown':
      if (effect.clientPhase === undefined)
        return `I do not know how ${name} stands for your account right now.`;
      return `${name}: MFA ${planWords(effect.clientPhase, today, 'unknown')}. Once it is enforced, ${needs}.`;
  }
}

/** The one thing to do next, as sentences. */
export function describeAdvice(effect: Effect, { today, appPasswordsWork }: Circumstances): string {
  const online = effect.onlinePhase;
  switch (effect.advice) {
    case 'set-up-before':
      return `What to do: set MFA up ${
        online === undefined || isOver(online, today) || online.date <= today
          ? 'now, before it is switched on'
          : `before ${describeDate(online).replace(/^from /, '')}`
      }. It takes about 10 minutes.`;
    case 'outlook-will-ask-on-online-date': {
      const when =
        online === undefined || isOver(online, today) ? 'once MFA is switched on for you' : whenWords(online);
      return `What to do: nothing for now, MFA is set up. Your Outlook will ask ${when}.${
        appPasswordsWork
          ? ` An app password can only be made ${online?.phase.precision === 'day' && !isOver(online, today) ? 'from that morning on' : 'once it is switched on'}.`
          : ''
      }`;
    }
    case 'set-up-now':
      return 'What to do: set MFA up now. It takes about 10 minutes.';
    case 'is-outlook-working':
      return `What to do: check that Outlook works on each of your computers. If it does not, ask me "${
        appPasswordsWork ? 'how do I make an app password?' : 'I cannot sign in'
      }".`;
    case 'help-now':
      return 'What to do: set MFA up now, or ask the Service Desk for help today.';
    case 'ask-again':
      return 'What to do: type "status" and I will ask Microsoft again.';
    case 'not-affected':
      return 'You do not need to do anything for this rollout.';
  }
}

/** 'is planned for Monday …'; once that is over, 'was planned for Monday … and is not switched on for you yet'. */
function planWords(dated: DatedPhase, today: IsoDate, state: 'off' | 'unknown' = 'off'): string {
  if (!isOver(dated, today)) return `is planned for ${plannedDate(dated)}`;
  const since =
    state === 'off'
      ? 'and is not switched on for you yet'
      : 'and I do not know whether it is switched on for you';
  return `was planned for ${plannedDate(dated)} ${since}`;
}

/** 'on Monday …', 'in the week of Monday …', 'from Thursday … on'. */
function whenWords(dated: DatedPhase): string {
  const words = describeDate(dated);
  if (words.startsWith('from ')) return `${words} on`;
  return words.startsWith('the week') ? `in ${words}` : `on ${words}`;
}
