import fc from 'fast-check';
import {
  move,
  type Place,
  type Press,
  settled,
  startTrail,
  stepAt,
  stepNumber,
} from '../../../services/guides/engine.ts';
import type { Guide } from '../../../services/guides/guide.ts';
import { waysOut } from '../../../services/guides/guide-ways.ts';
import { shippedGuide } from './all-walks.ts';
import { example, facts, guide, soundGuide, step } from './example.ts';

const nobody = facts({ registered: 'no' });
const registered = facts({ registered: 'yes' });
const at = (...trail: string[]): Place => ({ walkId: 'w', guideId: 'example', trail, version: 5 });
const on = (place: Place) => ({ walkId: 'w', fromStep: place.trail.at(-1) ?? '', version: place.version });
const pressed = (kind: 'next' | 'back' | 'restart', place: Place): Press => ({ kind, ...on(place) });
const chosen = (choice: string, place: Place): Press => ({ kind: 'choose', choice, ...on(place) });

describe('startTrail', () => {
  it('starts where the decisions lead', () => {
    expect(startTrail(example, nobody)).toEqual(['question']);
    expect(startTrail(example, registered)).toEqual(['have-one']);
  });

  it('goes the shortest way to a step, so that Back works', () => {
    expect(startTrail(example, nobody, 'check')).toEqual(['question', 'text', 'check']);
    expect(startTrail(example, registered, 'app')).toEqual(['have-one', 'question', 'app']);
    expect(startTrail(example, nobody, 'known')).toEqual(['question']);
  });

  it('starts at the start for a step that is unknown or not meant for this person today', () => {
    expect(startTrail(example, nobody, 'gone')).toEqual(['question']);
    expect(startTrail(example, facts({ registered: 'no', today: '2027-02-01' }), 'text')).toEqual([
      'question',
    ]);
  });
});

describe('move', () => {
  it.each([
    ['Next', pressed('next', at('question', 'app')), ['question', 'app'], ['question', 'app', 'scan']],
    ['Back', pressed('back', at('question', 'app')), ['question', 'app'], ['question']],
    ['a choice', chosen('other', at('question')), ['question'], ['question', 'other']],
    [
      'a choice that leads round',
      chosen('again', at('question', 'other')),
      ['question', 'other'],
      ['question', 'other', 'question'],
    ],
    ['Start again', pressed('restart', at('question', 'app')), ['question', 'app'], ['question']],
  ])('%s moves, one version on', (_name, press, before, after) => {
    const { place, moved } = move(example, nobody, at(...before), press);
    expect({ place, moved }).toEqual({ place: { ...at(...after), version: 6 }, moved: true });
  });

  it('says which choice was pressed', () => {
    expect(move(example, nobody, at('question'), chosen('app', at('question'))).choice).toMatchObject({
      id: 'app',
      method: 'authenticator',
    });
  });

  it('asks the decisions on the way what is known today', () => {
    const asking = soundGuide(
      step('ask', { choices: [{ id: 'go', label: 'Go', to: 'known' }] }),
      {
        id: 'known',
        decide: [
          { when: { registered: ['yes'] }, to: 'yes', label: 'Yes' },
          { to: 'no', label: 'No' },
        ],
      },
      step('yes', { end: { kind: 'done' } }),
      step('no', { end: { kind: 'wait' } }),
    );
    const press = chosen('go', at('ask'));
    expect(move(asking, registered, at('ask'), press).place.trail).toEqual(['ask', 'yes']);
    expect(move(asking, nobody, at('ask'), press).place.trail).toEqual(['ask', 'no']);
  });

  it.each<[string, Press, Place]>([
    ['another walk', { ...pressed('next', at('question', 'app')), walkId: 'x' }, at('question', 'app')],
    ['another step', { ...pressed('next', at('question', 'app')), fromStep: 'scan' }, at('question', 'app')],
    ['another version', { ...pressed('next', at('question', 'app')), version: 4 }, at('question', 'app')],
    ['Next at a question', pressed('next', at('question')), at('question')],
    ['Next at an end', pressed('next', at('question', 'text', 'check')), at('question', 'text', 'check')],
    ['Back at the start', pressed('back', at('question')), at('question')],
    ['Start again at the start', pressed('restart', at('question')), at('question')],
    ['a choice that is not there', chosen('tea', at('question')), at('question')],
  ])('%s moves nothing', (_name, press, place) => {
    expect(move(example, nobody, place, press)).toEqual({ place, moved: false });
  });

  it('moves nothing for a choice that no longer holds', () => {
    const later = facts({ registered: 'no', today: '2027-02-01' });
    expect(move(example, later, at('question'), chosen('text', at('question'))).moved).toBe(false);
    const dayBefore = facts({ registered: 'no', today: '2027-01-31' });
    expect(move(example, dayBefore, at('question'), chosen('text', at('question'))).moved).toBe(true);
  });

  it('moves nothing where the answer leads to the very step that is shown', () => {
    const waiting = soundGuide(
      step('wait', {
        choices: [
          { id: 'look', label: 'Look again', to: 'known' },
          { id: 'stop', label: 'Stop', to: 'end' },
        ],
      }),
      {
        id: 'known',
        decide: [
          { when: { registered: ['yes'] }, to: 'end', label: 'Yes' },
          { to: 'wait', label: 'No' },
        ],
      },
      step('end', { end: { kind: 'done' } }),
    );
    const press = chosen('look', at('wait'));
    expect(move(waiting, nobody, at('wait'), press)).toEqual({ place: at('wait'), moved: false });
    expect(move(waiting, registered, at('wait'), press).moved).toBe(true);
  });
});

describe('a place in a guide that was edited', () => {
  it('keeps the longest beginning that is still there, one version on', () => {
    const edited = { ...at('question', 'gone', 'check') };
    const kept = { ...at('question'), version: 6 };
    expect(settled(example, nobody, edited)).toEqual(kept);
    expect(move(example, nobody, edited, pressed('next', edited))).toEqual({ place: kept, moved: false });
    expect(stepAt(example, edited).id).toBe('question');
  });

  it('goes to the start where nothing is left, and where a step no longer shows anything', () => {
    expect(settled(example, registered, at('gone'))).toEqual({ ...at('have-one'), version: 6 });
    expect(settled(example, registered, at('known'))).toEqual({ ...at('have-one'), version: 6 });
    expect(stepAt(example, at('gone')).id).toBe('have-one');
  });

  it('is the very same place where nothing changed', () => {
    const place = at('question', 'app');
    expect(settled(example, nobody, place)).toBe(place);
  });
});

describe('a place that today does not lead to any more', () => {
  const dayAfter = facts({ registered: 'no', today: '2027-02-02' });

  it('is cut before the step whose answer has ended, also on Back', () => {
    const kept = { ...at('question'), version: 6 };
    expect(settled(example, dayAfter, at('question', 'text'))).toEqual(kept);
    expect(settled(example, dayAfter, at('question', 'text', 'check'))).toEqual(kept);
    const old = at('question', 'text', 'check');
    expect(move(example, dayAfter, old, pressed('back', old))).toEqual({ place: kept, moved: false });
    const dayBefore = facts({ registered: 'no', today: '2027-01-31' });
    expect(move(example, dayBefore, old, pressed('back', old)).place.trail).toEqual(['question', 'text']);
  });

  it('stays where another answer leads to the same step', () => {
    const place = at('question', 'app', 'scan', 'check');
    expect(settled(example, dayAfter, place)).toBe(place);
  });

  it('stays as it was walked where only the person has changed', () => {
    const place = at('question', 'app');
    expect(settled(example, registered, place)).toBe(place);
    const shipped = shippedGuide('set-up-mfa');
    const shared = { ...at('what-do-you-have', 'codes-page'), guideId: 'set-up-mfa' };
    expect(settled(shipped, facts({ shared: false }), shared)).toBe(shared);
  });

  it('keeps a step that was carried over alone while somebody is still led to it', () => {
    const alone = at('scan');
    expect(settled(example, dayAfter, alone)).toBe(alone);
    expect(settled(example, dayAfter, at('text')).trail).toEqual(['question']);
  });

  it.each([
    ['set-up-mfa', ['what-do-you-have', 'phone-page', 'phone-code'], ['what-do-you-have']],
    ['set-up-mfa', ['codes-will-end', 'get-the-app-iphone'], ['codes-have-ended']],
    [
      'app-password',
      ['where', 'windows-version', 'choose-app-password', 'name-app-password', 'copy-app-password'],
      ['where', 'windows-version'],
    ],
    ['new-phone', ['old-phone', 'same-number', 'change-the-number'], ['old-phone']],
  ])('cuts the shipped %s: %j', (guideId, trail, expected) => {
    const shipped = shippedGuide(guideId);
    const known = { registered: 'yes', state: 'enforced', methods: ['phone'] } as const;
    const before = facts({ ...known, methods: ['phone'], today: '2026-12-01' });
    const after = facts({ ...before, today: '2027-02-01', appPasswords: 'not-accepted' });
    const place = { ...at(...trail), guideId };
    expect(settled(shipped, before, place)).toBe(place);
    expect(settled(shipped, after, place)).toEqual({ ...place, trail: expected, version: 6 });
  });

  it('goes back to the making of app passwords where they are accepted again', () => {
    const place = at('where', 'windows-version', 'too-old');
    expect(settled(shippedGuide('app-password'), facts({ appPasswords: 'accepted' }), place).trail).toEqual([
      'where',
      'windows-version',
    ]);
  });
});

describe('stepNumber', () => {
  it.each([
    [['question'], { n: 1, of: 4 }],
    [['question', 'app'], { n: 2, of: 4 }],
    [['question', 'text'], { n: 2, of: 3 }],
    [['question', 'app', 'scan', 'check'], { n: 4, of: 4 }],
    [['question', 'other'], { n: 2, of: 3 }],
    [['question', 'other', 'question'], { n: 3, of: 6 }],
  ])('counts %j', (trail, expected) => {
    expect(stepNumber(example, nobody, { trail })).toEqual(expected);
  });

  it('counts the decision of this person only', () => {
    expect(stepNumber(example, registered, { trail: ['have-one'] })).toEqual({ n: 1, of: 5 });
  });
});

const smallInt = fc.integer({ min: 0, max: 8 });

/** Sound guides of every shape: each step leads to the one after it for everybody, and anywhere else for some. */
const anyGuide: fc.Arbitrary<Guide> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('next', 'choices', 'decide'),
      to: fc.array(smallInt, { maxLength: 3 }),
    }),
    {
      minLength: 1,
      maxLength: 7,
    },
  )
  .map((shapes) => {
    const last = shapes.length;
    const name = (index: number) => `s${Math.min(index, last)}`;
    const steps = shapes.map(({ kind, to }, index): Guide['steps'][number] => {
      const onward = name(index + 1);
      if (kind === 'next') return step(name(index), { next: onward });
      if (kind === 'choices') {
        const others = to.map((target, at) => ({
          id: `c${at}`,
          label: `To ${target}`,
          to: name(target),
          ...(at === 0 && { when: { registered: ['yes' as const] } }),
        }));
        return step(name(index), { choices: [...others, { id: 'on', label: 'On', to: onward }] });
      }
      const branches = to
        .filter((target) => target > index)
        .map((target) => ({ when: { state: ['enforced' as const] }, to: name(target), label: 'Some' }));
      return { id: name(index), decide: [...branches, { to: onward, label: 'Others' }] };
    });
    return guide(...steps, step(name(last), { end: { kind: 'done' } }));
  });

const anyPress = fc.record({
  kind: fc.constantFrom<Press['kind']>('next', 'back', 'restart', 'choose'),
  choice: fc.constantFrom('on', 'c0', 'c1', 'c2', 'gone'),
  isOld: fc.boolean(),
  facts: fc.record({
    registered: fc.constantFrom<'yes' | 'no'>('yes', 'no'),
    state: fc.constantFrom<'enforced' | 'disabled'>('enforced', 'disabled'),
  }),
});

describe('whatever is pressed, in whatever guide', () => {
  /** Whether a step can lead to another for anybody, through decisions alone. */
  const leads = (of: Guide, from: string, to: string): boolean => {
    const start = of.steps.find(({ id }) => id === from);
    const found = new Set((start ? waysOut(start) : []).map((way) => way.to));
    for (const id of found) {
      const passed = of.steps.find((each) => each.id === id);
      if (passed && 'decide' in passed) for (const way of waysOut(passed)) found.add(way.to);
    }
    return found.has(to);
  };

  it('the version grows by one a move, the trail is a way from the start, and Back undoes a step on', () => {
    fc.assert(
      fc.property(anyGuide, fc.array(anyPress, { maxLength: 20 }), (any, presses) => {
        const sound = soundGuide(...any.steps);
        const opened = facts(presses[0]?.facts);
        let place: Place = { walkId: 'w', guideId: 'example', trail: startTrail(sound, opened), version: 1 };
        for (const { kind, choice, isOld, facts: known } of presses) {
          const now = facts(known);
          const version = isOld ? place.version - 1 : place.version;
          const card = { ...on(place), version };
          const press: Press = kind === 'choose' ? { kind, choice, ...card } : { kind, ...card };
          const after = move(sound, now, place, press);
          expect(after.place.version).toBe(place.version + (after.moved ? 1 : 0));
          if (isOld) expect(after.moved).toBe(false);
          if (after.moved) expect(move(sound, now, after.place, press).moved).toBe(false);
          if (after.moved && (kind === 'next' || kind === 'choose')) {
            const back = move(sound, now, after.place, pressed('back', after.place));
            expect(back.place.trail).toEqual(place.trail);
          }
          after.place.trail.forEach((id, index, trail) => {
            if (index > 0) expect(leads(sound, trail[index - 1] ?? '', id)).toBe(true);
          });
          const { n, of } = stepNumber(sound, now, after.place);
          expect(n).toBe(after.place.trail.length);
          expect(of).toBeGreaterThanOrEqual(n);
          expect(stepAt(sound, after.place).id).toBe(after.place.trail.at(-1));
          place = after.place;
        }
      }),
    );
  });

  it('a trail to a step is a way that could be walked', () => {
    fc.assert(
      fc.property(anyGuide, anyPress, smallInt, (any, { facts: known }, target) => {
        const sound = soundGuide(...any.steps);
        const trail = startTrail(sound, facts(known), `s${target}`);
        expect(trail[0]).toBe(startTrail(sound, facts(known))[0]);
        expect(new Set(trail).size).toBe(trail.length);
        trail.forEach((id, index) => {
          if (index > 0) expect(leads(sound, trail[index - 1] ?? '', id)).toBe(true);
        });
      }),
    );
  });
});
