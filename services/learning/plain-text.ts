/** Typed text without what no screen shows, nor what turns the order of letters around. Lines end with \n. */
export function plainText(typed: string): string {
  return (
    typed
      .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
      .replaceAll('\t', ' ')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
      .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '')
      // Marks that turn the direction of writing, and those of no width; emoji need the joiner (200d), which stays.
      .replaceAll(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g, '')
      .toWellFormed()
      .trim()
  );
}

/** The same on one line, with single spaces. */
export function plainLine(typed: string): string {
  return plainText(typed).replaceAll(/\s+/g, ' ');
}
