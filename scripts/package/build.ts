import { zipSync } from 'fflate';
import { fillTemplate } from './fill.ts';
import { iconFaults, iconRules } from './icons.ts';
import { schemaFaults } from './schema.ts';
import { readValues } from './values.ts';

/** What a package is made from; files by name, as they lie in appPackage/. */
export interface PackageParts {
  environment: Record<string, string | undefined>;
  /** Of package.json: Teams shows it, and the catalogue takes an update only with a new one. */
  version: string;
  /** The rollout plan's; Teams shows it as the app's maker. */
  organisation: string;
  /** The manifest's template as text. */
  template: string;
  icon(file: string): Buffer;
}

export type Package = { ok: true; zip: Uint8Array; manifest: unknown } | { ok: false; faults: string[] };

/** Every entry carries this day, so that the same input gives the same bytes. Local time: the library writes local fields. */
const anyDay = new Date(1980, 0, 1);

/** Makes the Teams app package, or names every fault of environment, template and icons at once. */
export function buildPackage(parts: PackageParts): Package {
  const icons = iconRules.map((rule) => ({ rule, picture: parts.icon(rule.file) }));
  const faults = icons.flatMap(({ rule, picture }) => iconFaults(picture, rule));
  const read = readValues(parts);
  if (!read.ok) return { ok: false, faults: [...read.faults, ...faults] };
  const template = parseJson(parts.template);
  if (template === undefined) return { ok: false, faults: ['manifest.json is not valid JSON', ...faults] };
  const filled = fillTemplate(template, read.values);
  if (!filled.ok) return { ok: false, faults: [...filled.faults, ...faults] };
  faults.unshift(...schemaFaults(filled.manifest));
  if (faults.length > 0) return { ok: false, faults };
  const files = {
    'manifest.json': Buffer.from(`${JSON.stringify(filled.manifest, null, 2)}\n`),
    ...Object.fromEntries(icons.map(({ rule, picture }) => [rule.file, picture])),
  };
  return { ok: true, manifest: filled.manifest, zip: zipSync(files, { mtime: anyDay, level: 9 }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
