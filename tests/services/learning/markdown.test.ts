import fc from 'fast-check';
import { blocksOf, readArticle } from '../../../services/knowledge/article.ts';
import { checkAnswer } from '../../../services/learning/check-answer.ts';
import { toMarkdown } from '../../../services/learning/markdown.ts';
import type { PublishedAnswer } from '../../../services/learning/published.ts';
import { norfolk } from '../rollout/norfolk.ts';

const about = { serviceDesk: 'ICT Service Desk', publishedOnWords: 'Monday 12 November 2018' };
const answer: PublishedAnswer = {
  articleId: 'desk-7',
  title: 'Scanners that send e-mail',
  phrasings: ['does the scanner still work'],
  text: 'Yes. It does.\n\n- Ask us first.',
  cohorts: ['head'],
  validFrom: '2018-11-19',
  publishedOn: new Date('2018-11-12T10:00:00Z'),
};
const readBack = (one: PublishedAnswer, what = about) =>
  readArticle(`${one.articleId}.md`, toMarkdown(one, what));

describe('an answer as Markdown', () => {
  it('looks like an article that somebody wrote', () => {
    expect(toMarkdown(answer, about)).toBe(`---
id: desk-7
title: Scanners that send e-mail
source:
  name: ICT Service Desk
  date: Monday 12 November 2018
cohorts:
  - head
valid:
  from: 2018-11-19
phrasings:
  - does the scanner still work
---
Yes. It does.

- Ask us first.
`);
  });

  it('is read back with its reach and its source', () => {
    const article = readBack({ ...answer, validUntil: '2018-12-01' });
    expect(article.reach).toEqual({ cohorts: ['head'], from: '2018-11-19', until: '2018-12-01' });
    expect(article.render({}).source).toEqual({
      name: 'ICT Service Desk',
      date: 'Monday 12 November 2018',
    });
    expect(readBack({ ...answer, cohorts: [], validFrom: undefined }).reach).toEqual({ cohorts: [] });
  });

  it('gives the name of a desk with signs in it as it is', () => {
    const name = 'Desk {{ title }} {% x %} # * [a](b)';
    expect(readBack(answer, { ...about, serviceDesk: name }).render({}).source.name).toBe(name);
  });

  it.each([
    '{{ asker.upn }}',
    '{{{ triple }}}',
    'a { { b {% raw %} c {% endraw %} {%- comment -%}',
    '# heading',
    '### ##. heading',
    '1. Open Outlook.\n2. Press **Send**.',
    '#1. both\n*2. and\n1*. x',
    '> quoted\n>> twice',
    '`code` and ```\nfence\n```',
    '[link](https://example.org) ]*(x)',
    '<b>bold</b> < a <!-- x --> </p',
    '---\n---\nfields: no\n---',
    '--- 1 ---',
    '- one\n-two\n- - three\n-\n- ',
    'say "it\'s" \\ %} }} \\{{',
    '12.\nnext',
    '😀 👩🏽‍💻 é ü',
    '* * *',
    '.1. {{ x',
    '1.2. **x**',
    'a. 1. {{',
    '**1** . x',
    '{',
    '{\n{ x }\n}',
    '{# note #}',
  ])('comes out as typed: %j', (text) => {
    expect(readBack({ ...answer, text }).render({}).blocks).toEqual(blocksOf(text));
  });

  it('reads back whatever the desk may write', () => {
    const signs = fc.constantFrom(
      ...[
        '{',
        '}',
        '{{',
        '}}',
        '{%',
        '%}',
        '{%-',
        '-%}',
        ' raw ',
        'endraw',
        '#',
        '*',
        '-',
        '- ',
        '---',
        '>',
        '<',
      ],
      ...[
        '\n',
        '\r\n',
        '\u2028',
        ' ',
        '\t',
        '1',
        '.',
        '1. ',
        '`',
        '[',
        ']',
        '(',
        '](',
        ')',
        '"',
        "'",
        ':',
        '|',
      ],
      ...[
        'a',
        'Z',
        '\\',
        '/',
        '😀',
        '&',
        '!',
        '?',
        '@',
        '%',
        'null',
        'true',
        '\u0000',
        '\u202e',
        '\ufeff',
        '~',
      ],
    );
    const nasty = fc.array(signs, { maxLength: 40 }).map((parts) => parts.join(''));
    const words = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 60 }));
    let good = 0;
    fc.assert(
      fc.property(words, words, words, (title, phrasing, text) => {
        const checked = checkAnswer(
          { title, phrasings: `${phrasing}\nwhat`, text, cohorts: [] },
          norfolkPlan,
        );
        if (checked.kind === 'faulty') return;
        good += 1;
        const article = readBack({ ...answer, ...checked.text });
        expect(article.title).toBe(checked.text.title);
        expect(article.phrasings).toEqual(checked.text.phrasings);
        expect(article.render({}).blocks).toEqual(blocksOf(checked.text.text));
      }),
      { numRuns: 2_000 },
    );
    expect(good).toBeGreaterThan(300);
  });
});

const norfolkPlan = norfolk();
