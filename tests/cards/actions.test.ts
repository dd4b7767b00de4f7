import { execute, submit } from '../../cards/actions/action.ts';
import { guideNext, guideStart } from '../../cards/actions/guide.ts';
import { noticePreview } from '../../cards/actions/notice.ts';
import { statusCheck } from '../../cards/actions/status.ts';
import { primary } from '../../cards/elements.ts';

test('a payload loses what Teams adds to it', () => {
  const pressed = {
    walk: 'w',
    guide: 'g',
    step: 's',
    version: 3,
    action: 'guide.next',
    msteams: { type: 'invoke' },
    text: 'typed',
  };
  expect(guideNext.payload.parse(pressed)).toEqual({ walk: 'w', guide: 'g', step: 's', version: 3 });
});

test.each([
  ['no guide', {}],
  ['a guide that is no text', { guide: 7 }],
  ['an empty guide', { guide: '' }],
  ['an endless guide', { guide: 'g'.repeat(101) }],
])('a press with %s is refused', (_, data) => {
  expect(guideStart.payload.safeParse(data).success).toBe(false);
});

test.each([['3'], [-1], [1.5], [1e12], [null]])('a press with version %p is refused', (version) => {
  expect(guideNext.payload.safeParse({ walk: 'w', guide: 'g', step: 's', version }).success).toBe(false);
});

test('inputs that a client leaves out, or that are no text, come as empty text', () => {
  expect(noticePreview.inputs.parse({ version: 1, text: 5 })).toEqual({ text: '', audience: '' });
});

test('a text over the limit of a notice is still read, so that its writer can shorten it', () => {
  expect(noticePreview.inputs.parse({ text: 'x'.repeat(2500), audience: 'a' }).text).toHaveLength(2500);
});

test('a button that updates its card sends the same data where a client does not know it', () => {
  const action = primary(execute(statusCheck, 'Check again', {}));
  expect(action).toMatchObject({ verb: 'status.check', data: { action: 'status.check' }, style: 'positive' });
  expect(action.fallback).toEqual({
    type: 'Action.Submit',
    title: 'Check again',
    data: { action: 'status.check' },
    style: 'positive',
  });
});

test('a payload cannot take the place of the verb', () => {
  const payload = { guide: 'g', action: 'notice.send' };
  expect(submit(guideStart, 'Set up MFA', payload).data.action).toBe('guide.start');
  expect(execute(guideStart, 'Set up MFA', payload).data.action).toBe('guide.start');
});
