export type ParsedName = { ok: true; firstName: string } | { ok: false; fault: string };

/** So much of a name fits a button together with the step that its keeper is at. */
const longestName = 30;

/**
 * A first name as somebody typed it: 1 to 30 letters, with spaces, apostrophes and hyphens between them. Trimmed, with
 * single spaces and plain apostrophes. The fault is a sentence for the person.
 */
export function parseFirstName(text: string): ParsedName {
  const firstName = text.normalize('NFC').replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();
  if (firstName === '') return { ok: false, fault: 'Type your first name.' };
  if ([...firstName].length > longestName) {
    return { ok: false, fault: `Use at most ${longestName} letters. A first name is enough.` };
  }
  if (!/^\p{L}[\p{L}\p{M}' -]*$/u.test(firstName)) {
    return { ok: false, fault: 'Use letters only. A first name is enough.' };
  }
  return { ok: true, firstName };
}

/** How names are compared: Sam and SAM are one keeper. */
export function nameKey(firstName: string): string {
  return firstName.normalize('NFC').toLocaleLowerCase('en-GB');
}
