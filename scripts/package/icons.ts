import { Resvg } from '@resvg/resvg-js';

/** What Teams wants of an icon (learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package). */
export interface IconRule {
  file: string;
  /** Both sides, in pixels. */
  size: number;
  /** `outline`: white lines on transparent ground. `colour`: no hole through which Teams' own ground would show. */
  kind: 'outline' | 'colour';
}

export const iconRules: IconRule[] = [
  { file: 'color.png', size: 192, kind: 'colour' },
  { file: 'outline.png', size: 32, kind: 'outline' },
];

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** What is wrong with the picture, a sentence each; empty when Teams takes it. */
export function iconFaults(picture: Buffer, rule: IconRule): string[] {
  const { file, size, kind } = rule;
  if (!picture.subarray(0, 8).equals(pngSignature)) return [`${file} is not a PNG picture`];
  const width = picture.readUInt32BE(16);
  const height = picture.readUInt32BE(20);
  if (width !== size || height !== size)
    return [`${file} must be ${size} × ${size} pixels, it is ${width} × ${height}`];
  const pixels = pixelsOf(picture, size);
  if (kind === 'colour') {
    return pixels.every(({ alpha }) => alpha === 255) ? [] : [`${file} must fill its square: it has holes`];
  }
  const faults: string[] = [];
  const drawn = pixels.filter(({ alpha }) => alpha > 0);
  if (drawn.length === 0) faults.push(`${file} is empty`);
  if (drawn.length > pixels.length / 2) faults.push(`${file} must be lines on transparent ground`);
  if (drawn.some(({ isWhite }) => !isWhite)) faults.push(`${file} must be white only`);
  return faults;
}

/** The pixels row by row. The renderer is at hand for the pictures of the guides; it reads a PNG by drawing it. */
function pixelsOf(picture: Buffer, size: number): { alpha: number; isWhite: boolean }[] {
  const source = `data:image/png;base64,${picture.toString('base64')}`;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><image width="${size}" height="${size}" href="${source}"/></svg>`;
  const bytes = new Resvg(drawing).render().pixels;
  return Array.from({ length: size * size }, (_, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = bytes.subarray(index * 4, index * 4 + 4);
    // The colours come multiplied by the alpha, rounded: a half-transparent white is grey of the same value.
    return { alpha, isWhite: [red, green, blue].every((value) => Math.abs(value - alpha) <= 2) };
  });
}
