import { appPasswordGuideId, setUpMfaGuideId } from '../../../services/guides/guide-ids.ts';
import { FaultyGuides, loadGuides, readGuides } from '../../../services/guides/load-guide.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';
import { surroundings } from './example.ts';

const text = (id: string, end: string) => `
id: ${id}
title: A guide
command: ${id}
summary: One sentence.
perKeeper: false
steps:
  - id: only
    title: The only step
    text: [Do this.]
    end: ${end}
`;
const done = '{ kind: done }';
const leadingTo = (guide: string) => `{ kind: other-guide, guide: ${guide} }`;

function faultsIn(...files: { file: string; text: string }[]): string {
  try {
    readGuides(files, surroundings);
  } catch (error) {
    if (error instanceof FaultyGuides) return error.message;
    throw error;
  }
  return '';
}

describe('the guides that ship with the product', () => {
  const plan = norfolkPlan();
  const shipped = loadGuides(plan);

  it('all load, the two that others lead to among them', () => {
    expect([...shipped.keys()]).toEqual(expect.arrayContaining([setUpMfaGuideId, appPasswordGuideId]));
    for (const [id, guide] of shipped) expect(guide.id).toBe(id);
  });

  it('say, before anything else, that nobody needs a password or a code', () => {
    expect(JSON.stringify(shipped.get(setUpMfaGuideId))).toMatch(
      /nobody ever needs your password or a code/i,
    );
  });

  it('each have a command of their own', () => {
    const commands = [...shipped.values()].map(({ command }) => command.toLowerCase());
    expect(new Set(commands).size).toBe(commands.length);
  });
});

describe('readGuides', () => {
  it('reads guides that lead to one another', () => {
    const one = { file: 'one.yaml', text: text('one', leadingTo('{ id: two, step: only, label: Go }')) };
    const two = { file: 'two.yaml', text: text('two', done) };
    expect([...readGuides([one, two], surroundings).keys()]).toEqual(['one', 'two']);
  });

  it('names every file and every fault', () => {
    const message = faultsIn(
      { file: 'one.yaml', text: text('one', '{ kind: party }') },
      { file: 'two.yaml', text: 'id: [' },
      { file: 'three.yaml', text: text('other', done) },
    );
    expect(message).toMatch(/one\.yaml: steps\[0\]\.end\.kind/);
    expect(message).toMatch(/two\.yaml: file:/);
    expect(message).toMatch(/three\.yaml: id: the file is called three\.yaml, not other\.yaml/);
  });

  it('refuses an end that leads to a guide or a step that does not exist', () => {
    const two = { file: 'two.yaml', text: text('two', done) };
    expect(
      faultsIn({ file: 'one.yaml', text: text('one', leadingTo('{ id: gone, label: Go }')) }, two),
    ).toMatch(/one\.yaml: steps\[0\]\.end\.guide\.id: no guide is called gone/);
    expect(
      faultsIn({ file: 'one.yaml', text: text('one', leadingTo('{ id: two, step: gone, label: Go }')) }, two),
    ).toMatch(/one\.yaml: steps\[0\]\.end\.guide\.step: two has no step called gone/);
  });

  it('blames a faulty guide alone, not those that lead to it', () => {
    const message = faultsIn(
      { file: 'one.yaml', text: text('one', leadingTo('{ id: two, step: only, label: Go }')) },
      { file: 'two.yaml', text: text('two', '{ kind: party }') },
    );
    expect(message).toContain('two.yaml');
    expect(message).not.toContain('one.yaml');
  });
});
