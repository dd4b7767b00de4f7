import type { PackageValues } from './values.ts';

export type Filled = { ok: true; manifest: unknown } | { ok: false; faults: string[] };

/**
 * Puts the values into the template's placeholders (`${{NAME}}`). Works on the parsed JSON, so that no value can
 * break out of its string. Names every placeholder that has no value.
 */
export function fillTemplate(template: unknown, values: PackageValues): Filled {
  const unknown = new Set<string>();
  const known = new Map<string, string>(Object.entries(values));
  const filled = (node: unknown): unknown => {
    if (typeof node === 'string') {
      return node.replaceAll(/\$\{\{(.*?)\}\}/g, (whole, name: string) => {
        const value = known.get(name);
        if (value === undefined) unknown.add(name);
        return value ?? whole;
      });
    }
    if (Array.isArray(node)) return node.map(filled);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, filled(child)]));
  };
  const manifest = filled(template);
  if (unknown.size === 0) return { ok: true, manifest };
  return {
    ok: false,
    faults: [...unknown].map((name) => `manifest.json has a placeholder that nothing fills: ${name}`),
  };
}
