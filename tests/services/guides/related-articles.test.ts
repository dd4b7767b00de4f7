import { readdirSync, readFileSync } from 'node:fs';
import { loadGuides } from '../../../services/guides/load-guide.ts';
import { readArticle } from '../../../services/knowledge/article.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const folder = new URL('../../../services/knowledge/articles/', import.meta.url);
const guides = loadGuides(norfolkPlan());
const led = readdirSync(folder)
  .map((file) => readArticle(file, readFileSync(new URL(file, folder), 'utf8')))
  .flatMap(({ id, related }) => (related?.kind === 'guide' ? [{ id, ...related }] : []));

it.each(led)('the button of the article $id leads to a guide that there is', ({ guide, step }) => {
  const steps = guides.get(guide)?.steps.map(({ id }) => id);
  expect(steps).toBeDefined();
  if (step !== undefined) expect(steps).toContain(step);
});

it('every guide is led to by an article', () => {
  const targets = new Set(led.map(({ guide }) => guide));
  expect([...guides.keys()].filter((id) => !targets.has(id))).toEqual([]);
});
