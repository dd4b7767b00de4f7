/** A vector of length 1 in the space where likeness is measured. */
export type Point = Float32Array;

/** A space fitted to the phrasings: where each of them lies, and where a question lies. */
export interface MeaningSpace {
  points: Point[];
  pointOf(vector: ArrayLike<number>): Point;
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
 * About half a second for 1,300 vectors of 512 numbers: for a worker, not for the main thread.
 */
export function fitMeaningSpace(vectors: Float32Array[], groups: (string | undefined)[]): MeaningSpace {
  const size = vectors[0]?.length ?? 0;
  const mean = meanOf(vectors, size);
  const root = cholesky(covarianceWithin(vectors, groups, size), size);
  const pointOf = (vector: ArrayLike<number>) => project(vector, mean, root);
  return { points: vectors.map(pointOf), pointOf };
}

/** How alike two points are: 1 for the same, 0 for unrelated, negative for opposite. */
export function likeness(a: Point, b: Point): number {
  let total = 0;
  for (let at = 0; at < a.length; at += 1) total += (a[at] as number) * (b[at] as number);
  return total;
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

/** Solves L x = vector - mean, which whitens the vector, and brings x to length 1. */
function project(vector: ArrayLike<number>, mean: Float64Array, root: Float64Array): Point {
  const size = mean.length;
  const solved = new Float64Array(size);
  let length = 0;
  for (let row = 0; row < size; row += 1) {
    let rest = (vector[row] ?? 0) - (mean[row] as number);
    for (let at = 0; at < row; at += 1) rest -= (root[row * size + at] as number) * (solved[at] as number);
    const value = rest / (root[row * size + row] as number);
    solved[row] = value;
    length += value * value;
  }
  const scale = length === 0 ? 0 : 1 / Math.sqrt(length);
  return Float32Array.from(solved, (value) => value * scale);
}
