import { type CardFacts, formOf, oldestFollowed } from '../../../services/reminders/card-forms.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';

const plan = norfolkPlan();
const facts: CardFacts = {
  upn: 'head@hillside.norfolk.sch.uk',
  phaseId: 'head-online',
  phaseDate: '2018-11-19',
  form: 'open',
  hasNewer: false,
  registered: false,
  keepersWaiting: 0,
  outlook: undefined,
};
const client = { ...facts, phaseId: 'head-client', phaseDate: '2018-11-26' };

function changed(change: Partial<RolloutPlan['phases'][number]>): RolloutPlan {
  return {
    ...plan,
    phases: plan.phases.map((phase) => (phase.id === 'head-online' ? { ...phase, ...change } : phase)),
  };
}

describe('the form of a reminder that was sent', () => {
  it.each<[string, Partial<CardFacts>, string]>([
    ['nothing happened', {}, 'open'],
    ['nobody knows the methods', { registered: undefined }, 'open'],
    ['the account has registered', { registered: true }, 'done'],
    ['keepers are missing', { registered: true, keepersWaiting: 1 }, 'open'],
    ['a newer reminder came', { hasNewer: true }, 'superseded'],
    ['a newer one came and the account has registered', { hasNewer: true, registered: true }, 'superseded'],
    ['it is done, and a newer one came', { form: 'done', hasNewer: true }, 'done'],
    [
      'it is superseded and the account has registered',
      { form: 'superseded', registered: true },
      'superseded',
    ],
    ['the directory no longer has the account', { upn: undefined, registered: true }, 'open'],
    ['its date has not moved', { form: 'open' }, 'open'],
  ])('where %s', (_what, change, form) => {
    expect(formOf(plan, { ...facts, ...change })).toEqual({ form, shown: '' });
  });

  it('is done for the web however Outlook does, and not for installed Outlook that does not work', () => {
    const broken = { registered: true, outlook: 'not-working' } as const;
    expect(formOf(plan, { ...facts, ...broken }).form).toBe('done');
    expect(formOf(plan, { ...client, ...broken }).form).toBe('open');
    expect(formOf(plan, { ...client, registered: true }).form).toBe('done');
  });

  it('names the new date, that of its own school, a pause, or that the phase is gone', () => {
    expect(formOf(changed({ date: '2018-11-26' }), facts)).toEqual({ form: 'moved', shown: '2018-11-26' });
    const waves = [{ date: '2018-11-22', schools: ['hillside.norfolk.sch.uk'] }];
    expect(formOf(changed({ waves }), facts)).toEqual({ form: 'moved', shown: '2018-11-22' });
    expect(formOf(changed({ paused: true }), facts)).toEqual({ form: 'moved', shown: 'paused' });
    expect(formOf(changed({ id: 'other' }), facts)).toEqual({ form: 'moved', shown: 'removed' });
  });

  it('goes on naming the date once it has moved, also when it moves back', () => {
    const told = { ...facts, form: 'moved' } as const;
    expect(formOf(plan, told)).toEqual({ form: 'moved', shown: '2018-11-19' });
    expect(formOf(plan, { ...told, registered: true }).form).toBe('done');
    expect(formOf(plan, { ...told, hasNewer: true }).form).toBe('superseded');
  });

  it('is looked at for 60 days', () => {
    expect(oldestFollowed(plan, new Date('2018-12-31T12:00:00Z'))).toEqual(new Date('2018-11-01T00:00:00Z'));
  });
});
