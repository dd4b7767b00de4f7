import type { RolloutPlan } from '../rollout/plan.ts';
import type { Tx } from '../store/database.ts';
import { type Audience, cohortOfAudience, isMeant, readCandidates } from './audience.ts';

/** Whom a notice would reach if it were sent now: shown before anything is sent. */
export interface AudiencePreview {
  /** Accounts that get it at once, or as soon as the app is in their Teams. */
  reachable: number;
  /** Those among them for whom the app is installed first. */
  toInstall: number;
  /** Accounts that are meant but where the app is not installed: left out, and counted as skipped. */
  withoutApp: number;
  /** Accounts whose status is unknown: held until it is known, never treated as not ready. */
  unknownStatus: number;
  /** Accounts of the cohort that are ready and so get nothing. */
  ready: number;
  /** The first addresses of those who get it, in the order of their schools. */
  firstNames: string[];
  /** When the registration report was last read completely, if it ever was. */
  reportAgeMs?: number;
}

/** So many addresses fit a preview without hiding its button. */
const namesShown = 10;

/**
 * Counts an audience page by page; nothing is written. `installsApp`: whether the app is brought to accounts that were
 * never met.
 */
export async function previewAudience(
  tx: Tx,
  plan: RolloutPlan,
  { audience, installsApp = false }: { audience: Audience; installsApp?: boolean },
): Promise<AudiencePreview> {
  const preview: AudiencePreview = {
    reachable: 0,
    toInstall: 0,
    withoutApp: 0,
    unknownStatus: 0,
    ready: 0,
    firstNames: [],
  };
  const cohort = cohortOfAudience(plan, audience);
  if (cohort === undefined) return preview;
  const names: string[] = [];
  for (let after = ''; ; ) {
    const page = await readCandidates(tx, cohort, after);
    for (const candidate of page) {
      if (!isMeant(plan, audience, candidate)) preview.ready += 1;
      else if (!candidate.hasApp && (candidate.wasMet || !installsApp)) preview.withoutApp += 1;
      else if (audience.kind === 'not-ready' && candidate.registered === 'unknown')
        preview.unknownStatus += 1;
      else {
        preview.reachable += 1;
        if (!candidate.hasApp) preview.toInstall += 1;
        names.push(candidate.upn);
      }
    }
    const last = page.at(-1);
    if (!last) break;
    after = last.accountId;
  }
  preview.firstNames = names.sort(bySchool).slice(0, namesShown);
  return preview;
}

function bySchool(one: string, other: string): number {
  const key = (upn: string) => upn.split('@').reverse().join('@');
  return key(one).localeCompare(key(other));
}
