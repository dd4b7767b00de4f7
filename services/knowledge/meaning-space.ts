/** A vector of length 1 in the space where likeness is measured. */
export type Point = Float32Array;

/**
 * A space fitted to the phrasings: what is subtracted from a vector of the model, and the axes that it is then read along.
 * `axes` holds one row of `size` numbers for each number of the vector.
 */
export interface MeaningSpace {
  size: number;
  mean: Float32Array;
  axes: Float32Array;
}

/** Many points in one piece, one after the other: a question is compared with tens of thousands of them. */
export interface Points {
  size: number;
  count: number;
  numbers: Float32Array;
}

/** Points in one piece, in their order. */
export function togetherOf(points: readonly Point[], size: number): Points {
  const numbers = new Float32Array(points.length * size);
  points.forEach((point, at) => {
    numbers.set(point, at * size);
  });
  return { size, count: points.length, numbers };
}

/**
 * How alike a point is to each of many: 1 for the same, 0 for unrelated, negative for opposite. Four sums at once are more
 * than twice as fast as one. The size of points is a multiple of four.
 */
export function likenesses({ size, count, numbers }: Points, point: Point): Float32Array {
  const found = new Float32Array(count);
  for (let at = 0; at < count; at += 1) {
    const start = at * size;
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let k = 0; k < size; k += 4) {
      first += (point[k] as number) * (numbers[start + k] as number);
      second += (point[k + 1] as number) * (numbers[start + k + 1] as number);
      third += (point[k + 2] as number) * (numbers[start + k + 2] as number);
      fourth += (point[k + 3] as number) * (numbers[start + k + 3] as number);
    }
    found[at] = first + second + third + fourth;
  }
  return found;
}

/** Where a vector of the model lies in the space. */
export function pointIn({ size, mean, axes }: MeaningSpace, vector: ArrayLike<number>): Point {
  const point = new Float32Array(size);
  for (let row = 0; row < mean.length; row += 1) {
    const rest = (vector[row] ?? 0) - (mean[row] as number);
    const start = row * size;
    for (let at = 0; at < size; at += 1)
      point[at] = (point[at] as number) + rest * (axes[start + at] as number);
  }
  let length = 0;
  for (const value of point) length += value * value;
  const scale = length === 0 ? 0 : 1 / Math.sqrt(length);
  return point.map((value) => value * scale);
}
