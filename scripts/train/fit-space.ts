import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { MeaningSpace } from '../../services/knowledge/meaning-space.ts';

/** Axes of the space: as many as tell the articles apart (one less than there are), in a multiple of four. */
const size = 128;

/**
 * Added to each variance. Small beside the spread of the phrasings, large enough that directions in which they hardly
 * vary do not drown the rest; 0.0005 to 0.002 measure alike (docs/decisions/0003-retrieval.md).
 */
const ridge = 0.001;

/** What the spread of what is not answered here counts for beside that of the articles: without it refusing gets worse. */
const spreadOfTheRest = 0.05;

/**
 * Fits the space by linear discriminant analysis (Hastie, Tibshirani, Friedman, The Elements of Statistical Learning,
 * section 4.3): directions in which phrasings of one and the same article differ (greetings, word order, "how do I")
 * count for less, and of those that are left the ones that tell articles apart are kept. `groups` names each vector's
 * article, undefined for what is not answered here. Some ten seconds.
 */
export function fitMeaningSpace(vectors: Float32Array[], groups: (string | undefined)[]): MeaningSpace {
  const all = new Matrix(vectors.map((vector) => Array.from(vector)));
  const mean = all.mean('column');
  all.subRowVector(mean);
  const members = Map.groupBy(groups.keys(), (at) => groups[at]);
  const rest = members.get(undefined) ?? [];
  members.delete(undefined);

  const within = Matrix.zeros(all.columns, all.columns);
  const centres: number[][] = [];
  let count = 0;
  for (const rows of members.values()) {
    const own = all.selection(rows, allColumns(all));
    const centre = own.mean('column');
    centres.push(centre);
    within.add(ofSquares(own.subRowVector(centre)));
    count += rows.length;
  }
  within.div(count).add(Matrix.eye(all.columns, all.columns).mul(ridge));
  const spread = new EigenvalueDecomposition(within, { assumeSymmetric: true });
  const whitening = spread.eigenvectorMatrix.mulRowVector(
    spread.realEigenvalues.map((value) => 1 / Math.sqrt(value)),
  );

  const between = ofSquares(centred(new Matrix(centres)).mmul(whitening)).div(centres.length);
  if (rest.length > 0) {
    const others = centred(all.selection(rest, allColumns(all))).mmul(whitening);
    between.add(ofSquares(others).mul(spreadOfTheRest / rest.length));
  }
  const apart = new EigenvalueDecomposition(between, { assumeSymmetric: true });
  // Eigenvalues come from the smallest to the largest.
  const kept = Array.from({ length: size }, (_, at) => all.columns - 1 - at);
  const axes = whitening.mmul(apart.eigenvectorMatrix.selection(allColumns(all), kept));
  return { size, mean: Float32Array.from(mean), axes: Float32Array.from(axes.to1DArray()) };
}

function centred(matrix: Matrix): Matrix {
  return matrix.subRowVector(matrix.mean('column'));
}

/** The transpose of a matrix, times itself. */
function ofSquares(matrix: Matrix): Matrix {
  return matrix.transpose().mmul(matrix);
}

function allColumns(matrix: Matrix): number[] {
  return Array.from({ length: matrix.columns }, (_, at) => at);
}
