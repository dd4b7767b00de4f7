/** A vector of length 1 in the space where likeness is measured. */
export type Point = Float32Array;

/** A space fitted to the phrasings: their mean, and the lower triangle of a root, row by row, that whitens them. */
export interface MeaningSpace {
  mean: Float32Array;
  root: Float32Array;
}

/**
 * Added to each variance. Small beside the spread of the phrasings, large enough that directions in which they hardly
 * vary do not drown the rest; 0.0005 to 0.002 measure alike (docs/decisions/0003-retrieval.md).
 */
const ridge = 0.001;

/**
 * Fits the space: directions in which phrasings of one and the same article differ (greetings, word order, "how do
 * I") count for less, so that what tells articles apart counts for more. That is the whitening of linear discriminant
 * analysis: subtract the mean, multiply by the inverse square root of the covariance within articles. `groups` names
 * each vector's article; vectors without one (undefined) take part in the space and not in the fit.
 * Seconds for thousands of vectors of 512 numbers: scripts/meaning-space.ts does it once.
 */
export function fitMeaningSpace(vectors: Float32Array[], groups: (string | undefined)[]): MeaningSpace {
  const size = vectors[0]?.length ?? 0;
  const root = cholesky(covarianceWithin(vectors, groups, size), size);
  const packed = Float32Array.from({ length: size }, (_, row) => row).reduce<number[]>((all, row) => {
    for (let at = 0; at <= row; at += 1) all.push(root[row * size + at] as number);
    return all;
  }, []);
  return { mean: Float32Array.from(meanOf(vectors, size)), root: Float32Array.from(packed) };
}

/**
 * How alike two points are: 1 for the same, 0 for unrelated, negative for opposite. Four sums at once are more than twice
 * as fast as one, and every question is compared with thousands of phrasings. Their size is a multiple of four.
 */
export function likeness(a: Point, b: Point): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let at = 0; at < a.length; at += 4) {
    first += (a[at] as number) * (b[at] as number);
    second += (a[at + 1] as number) * (b[at + 1] as number);
    third += (a[at + 2] as number) * (b[at + 2] as number);
    fourth += (a[at + 3] as number) * (b[at + 3] as number);
  }
  return first + second + third + fourth;
}

function meanOf(vectors: Float32Array[], size: number): Float64Array {
  const mean = new Float64Array(size);
  for (const vector of vectors)
    for (let at = 0; at < size; at += 1) mean[at] = (mean[at] ?? 0) + (vector[at] ?? 0);
  return mean.map((total) => total / Math.max(1, vectors.length));
}

/** The lower triangle, row by row, of the covariance of the vectors around the mean of their own group. */
function covarianceWithin(
  vectors: Float32Array[],
  groups: (string | undefined)[],
  size: number,
): Float64Array {
  const members = new Map<string, Float32Array[]>();
  vectors.forEach((vector, at) => {
    const group = groups[at];
    if (group !== undefined) members.set(group, [...(members.get(group) ?? []), vector]);
  });
  const covariance = new Float64Array(size * size);
  let count = 0;
  for (const own of members.values()) {
    const mean = meanOf(own, size);
    for (const vector of own) {
      const rest = mean.map((value, at) => (vector[at] ?? 0) - value);
      for (let row = 0; row < size; row += 1) {
        const factor = rest[row] as number;
        const start = row * size;
        // Indices stay below size: the casts spare a check in a loop that runs 160 million times.
        for (let at = 0; at <= row; at += 1) {
          covariance[start + at] = (covariance[start + at] as number) + factor * (rest[at] as number);
        }
      }
      count += 1;
    }
  }
  for (let at = 0; at < covariance.length; at += 1)
    covariance[at] = (covariance[at] as number) / Math.max(1, count);
  for (let row = 0; row < size; row += 1)
    covariance[row * size + row] = (covariance[row * size + row] as number) + ridge;
  return covariance;
}

/** The lower triangular root L of a positive definite matrix, L times its transpose being the matrix. */
function cholesky(matrix: Float64Array, size: number): Float64Array {
  const root = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let rest = matrix[row * size + column] as number;
      for (let at = 0; at < column; at += 1) {
        rest -= (root[row * size + at] as number) * (root[column * size + at] as number);
      }
      root[row * size + column] =
        row === column ? Math.sqrt(rest) : rest / (root[column * size + column] as number);
    }
  }
  return root;
}

/** Where a vector of the model lies in the space: solves L x = vector - mean, and brings x to length 1. */
export function pointIn({ mean, root }: MeaningSpace, vector: ArrayLike<number>): Point {
  const solved = new Float64Array(mean.length);
  let length = 0;
  let start = 0;
  for (let row = 0; row < solved.length; row += 1) {
    let rest = (vector[row] ?? 0) - (mean[row] as number);
    for (let at = 0; at < row; at += 1) rest -= (root[start + at] as number) * (solved[at] as number);
    const value = rest / (root[start + row] as number);
    solved[row] = value;
    length += value * value;
    start += row + 1;
  }
  const scale = length === 0 ? 0 : 1 / Math.sqrt(length);
  return Float32Array.from(solved, (value) => value * scale);
}
