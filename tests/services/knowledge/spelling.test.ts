import { phrasingsOf, readArticles } from '../../../services/knowledge/library.ts';
import { createSpelling } from '../../../services/knowledge/spelling.ts';

const spelling = createSpelling(
  phrasingsOf(readArticles()).flatMap(({ articleId, normal }) => (articleId === undefined ? [] : normal)),
);

test.each([
  ['can i still use oulook clinet after 26 novmber', 'can i still use outlook client after 26 november'],
  ['the autenticater app', 'the authenticator app'],
  ['whens the teechers turn', 'when is the teachers turn'],
])('%j is read as %j', (typed, meant) => {
  expect(spelling.correct(typed)).toBe(meant);
});

test.each(['who won the cricket', 'the barclays card reader', 'a recipe for lasagne', 'app', ''])(
  '%j is left as it is',
  (typed) => {
    expect(spelling.correct(typed)).toBe(typed);
  },
);
