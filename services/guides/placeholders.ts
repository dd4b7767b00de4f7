/** What guide texts may name between double braces, filled in for the person who reads. */
export const placeholders = [
  'securityInfoUrl',
  'address',
  'serviceDesk',
  'serviceDeskContact',
  'organisation',
  'onlineDate',
  'clientDate',
  'appPasswordFrom',
] as const;

export type Placeholder = (typeof placeholders)[number];

/** A text with every known placeholder replaced. Filled-in words are not looked at again. */
export function fillIn(text: string, words: Readonly<Record<Placeholder, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => (isPlaceholder(name) ? words[name] : whole));
}

/** What stands between braces in a text and is no placeholder: `{{adress}}`, or braces that do not pair. */
export function unknownPlaceholders(text: string): string[] {
  const known = text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => (isPlaceholder(name) ? '' : whole));
  return known.match(/\{\{[^{}]*\}\}|\{\{|\}\}/g) ?? [];
}

function isPlaceholder(name: string): name is Placeholder {
  return (placeholders as readonly string[]).includes(name);
}
