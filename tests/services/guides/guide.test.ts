import fc from 'fast-check';
import { parseGuide } from '../../../services/guides/guide.ts';
import { FaultyGuide, loadGuides, readGuide, setUpMfaGuideId } from '../../../services/guides/load-guide.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const step = (id: string, more: object = {}) => ({ id, title: id, text: ['Do this.'], ...more });
const guide = (...steps: object[]) => ({ id: 'example', title: 'Example', steps });

function faultsOf(value: unknown) {
  const parsed = parseGuide(value);
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
}

describe('parseGuide', () => {
  it('takes a chain of steps that ends in a check', () => {
    expect(faultsOf(guide(step('a', { next: 'b' }), step('b', { check: 'registration' })))).toEqual([]);
  });

  it.each([
    ['an unknown target', guide(step('a', { next: 'z' })), 'steps[0].next: no step is called z'],
    ['a dead end', guide(step('a')), 'steps[0]: dead end: neither a next step nor a check'],
    [
      'a loop',
      guide(step('a', { next: 'b' }), step('b', { next: 'a' })),
      'steps[1].next: loop without an exit: back to a',
    ],
    [
      'a step that nothing leads to',
      guide(step('a', { check: 'registration' }), step('b', { check: 'registration' })),
      'steps[1]: nothing leads to b',
    ],
    [
      'two steps of one name',
      guide(step('a', { next: 'a' }), step('a', { check: 'registration' })),
      'steps[1].id: a second step is called a',
    ],
    [
      'too many words',
      guide(step('a', { check: 'registration', tip: 'word '.repeat(59) })),
      'steps[0]: 61 words, at most 60',
    ],
    [
      'a check with a next step',
      guide(step('a', { check: 'registration', next: 'a' })),
      'steps[0]: a step with a check ends the guide and has no next step',
    ],
    ['a missing title', guide({ id: 'a', text: ['x'], check: 'registration' }), 'steps[0].title: Required'],
  ])('refuses %s and names its place', (_name, value, fault) => {
    expect(faultsOf(value)).toContain(fault);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseGuide(value).ok).toBe(false);
      }),
    );
  });
});

describe('the guide that sets up MFA', () => {
  const shipped = loadGuides(plan).get(setUpMfaGuideId);

  it('has six to eight steps, opens the security info page of the plan, and ends in a check', () => {
    expect(shipped?.steps.length).toBeGreaterThanOrEqual(6);
    expect(shipped?.steps.length).toBeLessThanOrEqual(8);
    expect(shipped?.steps.flatMap(({ link }) => link?.url ?? [])).toContain(plan.securityInfoUrl);
    expect(shipped?.steps.at(-1)?.check).toBe('registration');
  });

  it('says that nobody needs a password or a code', () => {
    expect(JSON.stringify(shipped)).toContain('Nobody ever needs your password or a code');
  });
});

describe('readGuide', () => {
  it('names the file and the place of a fault', () => {
    const read = () => readGuide('id: x\ntitle: X\nsteps: []', { file: 'x.yaml', plan });
    expect(read).toThrow(FaultyGuide);
    expect(read).toThrow(/x\.yaml.*steps/);
  });

  it('refuses what is not YAML', () => {
    expect(() => readGuide('id: [', { file: 'x.yaml', plan })).toThrow(FaultyGuide);
  });
});
