import { fitClassifier } from '../../../scripts/train/fit-classifier.ts';
import { bytesOfClassifier, classifierOf, likelihoods } from '../../../services/knowledge/classifier.ts';
import { readClassifier } from '../../../services/knowledge/classifier-file.ts';
import { phrasingsOf, readArticles } from '../../../services/knowledge/library.ts';
import { modelText } from '../../../services/knowledge/normalise.ts';

const examples = [
  ...['my phone is lost', 'lost my phone', 'where is my phone'].map((text) => ({ text, label: 'lost' })),
  ...['when is my turn', 'what day is my turn', 'when does it start'].map((text) => ({
    text,
    label: 'when',
  })),
];

test('a trained classifier knows what is like its examples, and the same examples give the same one', () => {
  const classifier = fitClassifier(examples);
  const [lost = 0, when = 0] = likelihoods(classifier, 'i lost the phone');
  expect(classifier.labels).toEqual(['lost', 'when']);
  expect(lost).toBeGreaterThan(when);
  expect(bytesOfClassifier(fitClassifier(examples))).toEqual(bytesOfClassifier(classifier));
});

test('bytes give the same classifier back, and those of half a file are refused', () => {
  const bytes = bytesOfClassifier(fitClassifier(examples));
  expect(bytesOfClassifier(classifierOf(bytes))).toEqual(bytes);
  expect(() => classifierOf(bytes.subarray(0, bytes.length / 2))).toThrow();
});

test('the one that ships has learnt today’s phrasings: if not, run npm run train', () => {
  const classifier = readClassifier();
  const phrasings = phrasingsOf(readArticles());
  if (!classifier) throw new Error('There is no classifier.bin: run npm run train');
  expect(classifier.labels).toEqual(
    [...new Set(phrasings.map(({ articleId = '' }) => articleId))].toSorted(),
  );
  const sample = phrasings.filter((_, at) => at % 20 === 0);
  const known = sample.filter(({ text, articleId = '' }) => {
    const likely = likelihoods(classifier, modelText(text));
    return likely.indexOf(Math.max(...likely)) === classifier.labels.indexOf(articleId);
  });
  expect(known.length / sample.length).toBeGreaterThan(0.95);
});
