import {
  answerPhrasingsMax,
  answerPreview,
  answerTextMax,
  answerTitleMax,
  answerWrite,
} from '../../cards/actions/learning.ts';
import type { AdaptiveCard } from '../../cards/card.ts';
import type { AnswerField, DeskAnswerWriteView } from '../../cards/desk-answer-write.ts';
import { blocksOf } from '../../services/knowledge/article.ts';
import { containsSecret } from '../../services/knowledge/secrets.ts';
import { checkAnswer } from '../../services/learning/check-answer.ts';
import {
  type AnswerText,
  type DeskAnswer,
  findAnswer,
  saveDraft,
} from '../../services/learning/desk-answers.ts';
import { textsOf } from '../../services/learning/groups.ts';
import { answerForm, answerPreviewView, memberOf, placeOf } from '../learning-views.ts';
import type { Router } from '../router.ts';
import { answerForDesk } from '../service-desk.ts';
import { timeWords } from '../ticket-views.ts';
import type { Turn } from '../turn.ts';
import type { ConversationDeps } from './deps.ts';

type Typed = DeskAnswerWriteView['typed'];
type Fault = DeskAnswerWriteView['faults'][number];

/** How many wordings of a group the form begins with. */
const wordingsOffered = 20;

/** The longest phrasing that can be kept, as services/learning checks it. */
const longestPhrasing = 200;

/** Each paragraph and bullet is some 370 bytes of a card, and a card with the longest text has room for fifty. */
const mostBlocks = 40;

/** Writing an answer, from a group of questions or from nothing, and changing one. */
export function registerDeskAnswerForm(router: Router, deps: ConversationDeps): void {
  router.pressed(
    answerWrite,
    'new-message',
    async (turn, { group }) =>
      (await answerForDesk(deps, { turn, wanted: 'write an answer' }, () => newForm(deps, group))).card,
  );
  router.pressed(
    answerPreview,
    'replace',
    async (turn, press, data) =>
      (
        await answerForDesk(deps, { turn, wanted: 'write an answer' }, () =>
          preview(deps, turn, { ...press, typed: answerPreview.inputs.parse(data) }),
        )
      ).answer,
  );
}

/** The form with the words that are to be published next, or else those that are. */
export function editForm(deps: ConversationDeps, answer: DeskAnswer): AdaptiveCard {
  const text = answer.draft ?? answer.published;
  return answerForm(deps, { answer: placeOf(answer), ...(text && { typed: typedOf(text) }) });
}

async function newForm(deps: ConversationDeps, group: string | undefined): Promise<AdaptiveCard> {
  if (group === undefined) return answerForm(deps, {});
  const texts = await textsOf(deps.database, group, wordingsOffered);
  const phrasings = texts.map((text) => text.slice(0, longestPhrasing).toWellFormed()).join('\n');
  return answerForm(deps, { group, typed: { phrasings: cut(phrasings, answerPhrasingsMax) } });
}

interface Press {
  answer?: string | undefined;
  seen?: number | undefined;
  group?: string | undefined;
  requestId: string;
  typed: Typed;
}

async function preview(deps: ConversationDeps, turn: Turn, press: Press): Promise<AdaptiveCard> {
  const { database, plan, clock } = deps;
  const { answer: answerId, seen, group, requestId, typed } = press;
  const checked = check(typed, plan);
  if (checked.kind === 'faulty') {
    const answer = answerId === undefined ? undefined : await findAnswer(database, answerId);
    return answerForm(deps, {
      ...(answer && { answer: { ...placeOf(answer), seen: seen ?? 0 } }),
      group,
      ...formAgain(typed, checked.faults),
    });
  }
  const by = memberOf(turn.person);
  const { text } = checked;
  const outcome = await saveDraft(database, {
    answerId,
    requestId,
    seen,
    groupId: group,
    text,
    by,
    now: clock.now(),
  });
  switch (outcome.kind) {
    case 'kept':
      return answerPreviewView(deps, outcome.answer);
    case 'changed': {
      const { answer } = outcome;
      const who = answer.changedBy === by.upn ? 'You' : answer.changedBy;
      const news = { kind: 'changed', by: who, at: timeWords(deps, answer.changedAt) } as const;
      return answerForm(deps, { answer: placeOf(answer), group, typed: typedOf(text), news });
    }
    case 'unknown':
      return answerForm(deps, { group, typed: typedOf(text), news: { kind: 'gone' } });
    case 'nothing-to-publish':
      return answerPreviewView(deps, outcome.answer);
  }
}

/** What services/learning asks of an answer, and that it looks on a card as it was typed and fits into a message. */
function check(
  typed: Typed,
  plan: ConversationDeps['plan'],
): { kind: 'good'; text: AnswerText } | { kind: 'faulty'; faults: Fault[] } {
  const cohorts = typed.cohorts.split(',').filter((id) => id !== '');
  const checked = checkAnswer({ ...typed, cohorts }, plan);
  const found = checked.kind === 'faulty' ? checked.faults : [];
  const more = faultsOfCard(typed).filter(({ field }) => !found.some((fault) => fault.field === field));
  const faults = [...found, ...more];
  return checked.kind === 'good' && faults.length === 0 ? checked : { kind: 'faulty', faults };
}

/** A card's title is read as Markdown, so signs that would make a link or a list of it stay out. */
const markdownSigns = /[[\]<>{}*_`~\\]|^\s*(?:[#+-]|\d+[.)])\s/;

function faultsOfCard({ title, phrasings, text }: Typed): Fault[] {
  const faults: Fault[] = [];
  if (markdownSigns.test(title)) {
    const message = 'Use words only: a title cannot show signs such as [ ] < > { } * _ ` ~ or begin a list.';
    faults.push({ field: 'title', message });
  }
  if (phrasings.length > answerPhrasingsMax) {
    const most = answerPhrasingsMax.toLocaleString('en-GB');
    const message = `Leave some out: all together may have ${most} characters. What is too much was cut off.`;
    faults.push({ field: 'phrasings', message });
  }
  const sizes = blocksOf(text).map((block) => (block.kind === 'bullets' ? block.items.length : 1));
  const blocks = sizes.reduce((sum, size) => sum + size, 0);
  if (blocks > mostBlocks) {
    const message = `Use at most ${mostBlocks} paragraphs and bullets together. There are ${blocks}.`;
    faults.push({ field: 'text', message });
  }
  return faults;
}

/** The form again with what was typed, as far as it can be shown: no password or code, no more than the form takes. */
function formAgain(typed: Typed, faults: Fault[]): { typed: Typed; faults: Fault[] } {
  const left = { title: '', phrasings: '', text: '' };
  const isCut = new Set<AnswerField>();
  for (const field of ['title', 'phrasings', 'text'] as const) {
    const lines = typed[field].split('\n');
    const clean = lines.filter((line) => !containsSecret(line));
    if (clean.length < lines.length) isCut.add(field);
    left[field] = cut(clean.join('\n'), longestShown[field]);
  }
  if (containsSecret(left.text)) {
    isCut.add('text');
    left.text = '';
  }
  const told = faults.map((fault) =>
    isCut.has(fault.field) ? { ...fault, message: `${fault.message} It is left out below.` } : fault,
  );
  const { cohorts, validFrom, validUntil } = typed;
  return {
    typed: { ...left, cohorts: cut(cohorts, 1000), validFrom: day(validFrom), validUntil: day(validUntil) },
    faults: told,
  };
}

const longestShown = { title: answerTitleMax, phrasings: answerPhrasingsMax, text: answerTextMax };

/** What an Input.Date can show. */
function day(typed: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? typed : '';
}

function typedOf({ title, phrasings, text, cohorts, validFrom = '', validUntil = '' }: AnswerText): Typed {
  return {
    title,
    phrasings: cut(phrasings.join('\n'), answerPhrasingsMax),
    text,
    cohorts: cohorts.join(','),
    validFrom,
    validUntil,
  };
}

function cut(text: string, most: number): string {
  return text.slice(0, most).toWellFormed();
}
