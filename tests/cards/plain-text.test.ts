import fc from 'fast-check';
import { answerCard } from '../../cards/answer.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import { plainText } from '../../cards/elements.ts';
import { middle, place } from '../../cards/gallery/guide-samples.ts';
import { contact, effects, headPhases, source, statuses } from '../../cards/gallery/samples.ts';
import { guideForeignCard } from '../../cards/guide-foreign.ts';
import { guideLaterCard } from '../../cards/guide-later.ts';
import { type GuideResult, guideResultCard } from '../../cards/guide-result.ts';
import { guideStepCard } from '../../cards/guide-step.ts';
import { guideStuckCard } from '../../cards/guide-stuck.ts';
import { keepersCard } from '../../cards/keepers.ts';
import { type NoticeView, noticeCard } from '../../cards/notice.ts';
import { noticePreviewCard } from '../../cards/notice-preview.ts';
import { statusCard } from '../../cards/status.ts';
import { whereYouStandCard } from '../../cards/where-you-stand.ts';
import { whoAreYouCard } from '../../cards/who-are-you.ts';
import { textsOf, wordsOf } from './card-walk.ts';

const hostile = '[Sign in](http://evil.example) **now** <at>Everyone</at> {{DATE(2018-11-19, SHORT)}}';
const who = { address: `${hostile}@x.example`, school: hostile, cohort: hostile };

function notice(text: string): NoticeView {
  return { organisation: hostile, from: 'Service Desk', text, date: 'Monday 5 November 2018', contact };
}

const keeper = { id: 'k', firstName: hostile };
const subject = { who, keeper, guideTitle: 'Set up MFA', place };
const done: GuideResult = {
  kind: 'done',
  methods: ['a passkey'],
  at: '09:00 today',
  effect: effects.offSetUp,
  keepers: { done: [hostile], waiting: [hostile] },
};

const cardsWithHostileWords: Record<string, AdaptiveCard> = {
  notice: noticeCard(notice(hostile)),
  'notice preview': noticePreviewCard({
    noticeId: 'n',
    version: 1,
    audience: hostile,
    recipients: 2,
    names: [hostile, hostile],
    held: 0,
    leftOut: [{ why: hostile, count: 1 }],
    notice: notice(hostile),
    at: '09:00 today',
  }),
  status: statusCard({
    who,
    status: statuses.enforcedNotSetUp,
    effect: effects.enforcedNotSetUp,
    guide: 'g',
    contact: { ...contact, how: hostile },
  }),
  welcome: whereYouStandCard({
    who,
    organisation: hostile,
    firstTime: true,
    serviceDesk: false,
    standing: {
      kind: 'covered',
      phases: headPhases,
      status: statuses.offNotSetUp,
      effect: effects.offNotSetUp,
      next: { kind: 'none' },
    },
    comingChanges: [{ title: hostile, when: hostile }],
    contact,
    source: { ...source, name: hostile },
  }),
  'where an account stands, with a keeper missing': whereYouStandCard({
    who,
    organisation: hostile,
    firstTime: false,
    serviceDesk: false,
    standing: {
      kind: 'covered',
      phases: headPhases,
      status: statuses.offSetUp,
      effect: effects.offSetUp,
      missing: [hostile],
      next: { kind: 'keepers', guide: 'g' },
    },
    comingChanges: [],
    contact,
    source,
  }),
  'guide step': guideStepCard({ ...middle, who, keeper, note: hostile, text: [hostile], tip: hostile }),
  'guide step in plain mode': guideStepCard({ ...middle, who, keeper, plain: true, plainLines: [hostile] }),
  'guide stuck': guideStuckCard({
    ...subject,
    stepTitle: hostile,
    helps: [hostile],
    requestId: 'r',
    contact: { ...contact, serviceDesk: hostile },
  }),
  'guide later': guideLaterCard({ ...subject, command: hostile }),
  'guide of another account': guideForeignCard({ ...subject, guide: 'g' }),
  'guide result': guideResultCard({ ...subject, result: done, contact }),
  'guide result, mine works': guideResultCard({
    ...subject,
    result: { kind: 'works', keepers: { done: [hostile], waiting: [hostile] } },
    contact,
  }),
  'who are you': whoAreYouCard({
    who,
    guideTitle: 'Set up MFA',
    guide: 'g',
    keepers: Array.from({ length: 9 }, () => ({ ...keeper, place: { kind: 'new' } as const })),
    fault: hostile,
  }),
  'who uses this mailbox': keepersCard({
    who,
    guide: 'g',
    keepers: [{ ...keeper, isOwner: true, works: false }],
    contact,
  }),
  answer: answerCard({
    title: 'Title',
    blocks: [
      { kind: 'text', text: hostile },
      { kind: 'bullets', items: [hostile] },
    ],
    source,
    serviceDesk: contact.serviceDesk,
  }),
};

test.each(Object.entries(cardsWithHostileWords))(
  '%s shows typed words as text, never as Markdown',
  (_, card) => {
    const markdown = textsOf(card).filter(({ isMarkdown }) => isMarkdown);
    for (const { text } of markdown) expect(text).not.toContain('evil.example');
    expect(wordsOf(card)).toContain('[Sign in](http://evil.example) **now** <at>Everyone</at>');
    expect(wordsOf(card)).not.toContain('{{');
    expect(card.fallbackText).not.toMatch(/[[\]]/);
  },
);

test('keeps the lines of a typed text, and its gaps as space', () => {
  const [first, second, third, ...rest] = plainText('one\ntwo\r\n\r\n\r\nthree\n');
  expect(rest).toEqual([]);
  expect([first, second, third].map((block) => block?.spacing)).toEqual(['none', 'small', 'medium']);
});

test('loses no word of any text, and every notice fits into a message', () => {
  const text = fc
    .string({ unit: 'binary', maxLength: 2000, size: 'max' })
    .map((typed) => typed.slice(0, 2000));
  fc.assert(
    fc.property(text, (typed) => {
      const blocks = plainText(typed);
      const shown = blocks.flatMap((block) => (block.type === 'RichTextBlock' ? block.inlines : []));
      expect(squeezed(shown.map((run) => run.text).join(' '))).toBe(squeezed(typed));
      expect(Buffer.byteLength(JSON.stringify(noticeCard(notice(typed))), 'utf8')).toBeLessThan(28 * 1024);
    }),
    { numRuns: 200 },
  );
});

function squeezed(text: string): string {
  return text.replaceAll(/[\s\u200b]+/g, '');
}
