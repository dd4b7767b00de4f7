/** An address pattern taken apart. `local` is undefined where any local part matches. */
interface AddressPattern {
  local?: string;
  /** In lower case, without the leading '*.'. */
  domain: string;
  /** Whether `domain` stands for the domains under it, and not for itself. */
  under: boolean;
}

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const patternForm = new RegExp(`^(\\*|[a-z0-9._'+-]+)@(\\*\\.)?(${label}(?:\\.${label})+)$`, 'i');
const labelForm = new RegExp(`^${label}$`);

/**
 * Reads `head@*.norfolk.sch.uk`: a local part or `*` for any, then a domain or `*.` for one or more labels under it.
 * Undefined where the text is no such pattern.
 */
export function parsePattern(text: string): AddressPattern | undefined {
  const [, local, under, domain] = patternForm.exec(text) ?? [];
  if (local === undefined || domain === undefined) return undefined;
  return {
    ...(local !== '*' && { local: local.toLowerCase() }),
    domain: domain.toLowerCase(),
    under: under !== undefined,
  };
}

/** Whether an address is one of the pattern's. Upper and lower case are alike; a faulty pattern matches nothing. */
export function matchesPattern(pattern: string, address: string): boolean {
  const wanted = parsePattern(pattern);
  const found = splitAddress(address);
  if (wanted === undefined || found === undefined) return false;
  if (wanted.local !== undefined && wanted.local !== found.local) return false;
  if (!wanted.under) return found.domain === wanted.domain;
  return labelsUnder(found.domain, wanted.domain) !== undefined;
}

/** Whether every address of `narrow` is also one of `wide`: a cohort of `narrow` after `wide` would stay empty. */
export function coversPattern(wide: string, narrow: string): boolean {
  const outer = parsePattern(wide);
  const inner = parsePattern(narrow);
  if (outer === undefined || inner === undefined) return false;
  if (outer.local !== undefined && outer.local !== inner.local) return false;
  if (!outer.under) return !inner.under && inner.domain === outer.domain;
  if (inner.under && inner.domain === outer.domain) return true;
  return labelsUnder(inner.domain, outer.domain) !== undefined;
}

/** The labels of an address that the pattern's star stands for: ['hillside']. Empty for a pattern without one. */
export function schoolLabels(pattern: string, address: string): string[] {
  const wanted = parsePattern(pattern);
  const found = splitAddress(address);
  if (wanted === undefined || found === undefined || !wanted.under) return [];
  return labelsUnder(found.domain, wanted.domain) ?? [];
}

/** An address in lower case, taken apart at its only '@'; undefined where it is no address. */
export function splitAddress(address: string): { local: string; domain: string } | undefined {
  const [local, domain, ...more] = address.trim().toLowerCase().split('@');
  if (!local || !domain || more.length > 0) return undefined;
  return { local, domain };
}

function labelsUnder(domain: string, parent: string): string[] | undefined {
  if (!domain.endsWith(`.${parent}`)) return undefined;
  const labels = domain.slice(0, -parent.length - 1).split('.');
  return labels.every((each) => labelForm.test(each)) ? labels : undefined;
}
