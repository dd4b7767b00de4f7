import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { RolloutPlan } from '../rollout/plan.ts';
import type { Guide, GuideFault } from './guide.ts';
import { parseGuide } from './guide.ts';

/** The id of the guide that sets up MFA with the Microsoft Authenticator app. */
export const setUpMfaGuideId = 'set-up-mfa';

/** A guide file that cannot be used. The message names the file and every fault with its place. */
export class FaultyGuide extends Error {
  readonly file: string;
  readonly faults: GuideFault[];

  constructor(file: string, faults: GuideFault[]) {
    const list = faults.map((fault) => `${fault.path || 'file'}: ${fault.message}`).join('; ');
    super(`The guide ${file} cannot be used. ${list}`);
    this.name = 'FaultyGuide';
    this.file = file;
    this.faults = faults;
  }
}

/**
 * Loads the guides that ship with the product, each with the plan's own address of the security info page.
 * Throws FaultyGuide, so that a faulty guide stops the start and not a person in the middle of it.
 */
export function loadGuides(plan: RolloutPlan): ReadonlyMap<string, Guide> {
  const guides = [setUpMfaGuideId].map((id) =>
    readGuide(readFileSync(fileURLToPath(new URL(`./${id}.yaml`, import.meta.url)), 'utf8'), {
      file: `${id}.yaml`,
      plan,
    }),
  );
  return new Map(guides.map((guide) => [guide.id, guide]));
}

/** Reads one guide from YAML text. `{{securityInfoUrl}}` in it stands for the plan's address. Throws FaultyGuide. */
export function readGuide(
  yamlText: string,
  about: { file: string; plan: Pick<RolloutPlan, 'securityInfoUrl'> },
): Guide {
  const faulty = (path: string, message: string) => new FaultyGuide(about.file, [{ path, message }]);
  let value: unknown;
  try {
    value = parse(yamlText);
  } catch (error) {
    throw faulty('', error instanceof Error ? error.message : String(error));
  }
  const filled = filledIn(value, about.plan.securityInfoUrl);
  const parsed = parseGuide(filled);
  if (!parsed.ok) throw new FaultyGuide(about.file, parsed.faults);
  return parsed.guide;
}

function filledIn(value: unknown, securityInfoUrl: string): unknown {
  if (typeof value === 'string') return value.replaceAll('{{securityInfoUrl}}', securityInfoUrl);
  if (Array.isArray(value)) return value.map((one) => filledIn(one, securityInfoUrl));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, filledIn(one, securityInfoUrl)]),
    );
  }
  return value;
}
