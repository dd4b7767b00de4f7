import { type Condition, holds, isPersonal } from '../../../services/guides/conditions.ts';
import type { GuideFacts } from '../../../services/guides/facts.ts';
import { facts } from './example.ts';

describe('holds', () => {
  it('is true where nothing is asked', () => {
    expect(holds(undefined, facts())).toBe(true);
  });

  it.each<[Condition, Partial<GuideFacts>, boolean]>([
    [{ cohort: ['head', 'office'] }, { cohort: 'office' }, true],
    [{ cohort: ['head'] }, { cohort: 'office' }, false],
    [{ cohort: ['head'] }, { cohort: undefined }, false],
    [{ shared: true }, { shared: true }, true],
    [{ shared: false }, { shared: true }, false],
    [{ registered: ['no', 'unknown'] }, { registered: 'unknown' }, true],
    [{ registered: ['no'] }, { registered: 'unknown' }, false],
    [{ state: ['enforced'] }, { state: 'enabled' }, false],
    [{ state: ['enabled', 'enforced'] }, { state: 'enabled' }, true],
    [{ methods: 'only-phone' }, { methods: ['phone'] }, true],
    [{ methods: 'only-phone' }, { methods: ['phone', 'phone'] }, true],
    [{ methods: 'only-phone' }, { methods: ['phone', 'fido2'] }, false],
    [{ methods: 'only-phone' }, { methods: [] }, false],
    [{ appPasswords: 'accepted' }, { appPasswords: 'not-accepted' }, false],
    [{ from: '2027-02-01' }, { today: '2027-02-01' }, true],
    [{ from: '2027-02-01' }, { today: '2027-01-31' }, false],
    [{ before: '2027-02-01' }, { today: '2027-01-31' }, true],
    [{ before: '2027-02-01' }, { today: '2027-02-01' }, false],
    [{ onlineDate: ['ahead'] }, { onlineDate: 'none' }, false],
    [{ clientDate: ['come', 'none'] }, { clientDate: 'come' }, true],
    [{ shared: true, state: ['enforced'] }, { shared: true, state: 'enforced' }, true],
    [{ shared: true, state: ['enforced'] }, { shared: false, state: 'enforced' }, false],
  ])('%j where %j is %s', (condition, known, expected) => {
    expect(holds(condition, facts(known))).toBe(expected);
  });
});

it('knows what is about the person', () => {
  const personal: Condition[] = [
    { cohort: ['head'] },
    { shared: false },
    { registered: ['no'] },
    { state: ['enabled'] },
    { methods: 'only-phone' },
    { onlineDate: ['ahead'] },
    { clientDate: ['come'] },
    { from: '2027-02-01', shared: true },
  ];
  expect(personal.map(isPersonal)).not.toContain(false);
  const others: Condition[] = [{ appPasswords: 'accepted' }, { from: '2026-09-01', before: '2027-02-01' }];
  expect(others.map(isPersonal)).toEqual([false, false]);
});
