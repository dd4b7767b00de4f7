import { feedbackByArticle, keepAnswerMessage, keepFeedback } from '../../../services/learning/feedback.ts';
import { vacuumLearning } from '../../../services/learning/vacuum.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

const now = new Date('2018-11-12T10:00:00Z');
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe('thumbs', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => database.query('truncate answer_messages, article_thumbs'));

  const shown = (message: string, articleId = 'contact', chat = 'k') =>
    keepAnswerMessage(database, { messageKey: `${chat} ${message}`, articleId, now });
  const thumb = (
    message: string,
    reaction: 'like' | 'dislike',
    { chat = 'k', ...more }: { text?: string; now?: Date; chat?: string } = {},
  ) => keepFeedback(database, { messageKey: `${chat} ${message}`, reaction, now, ...more });

  it('counts each thumb for the article of its message', async () => {
    await shown('1');
    await shown('2');
    await shown('3', 'all-dates');
    await thumb('1', 'like');
    expect(await thumb('2', 'dislike', { text: ' Not for  me ' })).toBe('kept');
    await thumb('3', 'like');
    expect(await feedbackByArticle(database)).toEqual([
      { articleId: 'contact', likes: 1, dislikes: 1, texts: ['Not for me'] },
      { articleId: 'all-dates', likes: 1, dislikes: 0, texts: [] },
    ]);
  });

  it('counts one thumb a message: the same twice once, another one instead', async () => {
    await shown('1');
    await Promise.all([thumb('1', 'like', { text: 'good' }), thumb('1', 'like', { text: 'good' })]);
    expect(await feedbackByArticle(database)).toMatchObject([{ likes: 1, dislikes: 0, texts: ['good'] }]);
    await thumb('1', 'dislike');
    expect(await feedbackByArticle(database)).toMatchObject([{ likes: 0, dislikes: 1, texts: [] }]);
  });

  it('knows messages of another chat apart, and none that it never sent', async () => {
    await shown('1');
    expect(await thumb('1', 'like', { chat: 'other' })).toBe('unknown');
    expect(await thumb('2', 'like')).toBe('unknown');
    expect(await feedbackByArticle(database)).toEqual([]);
  });

  it('follows a message that shows another article, until it has a thumb', async () => {
    await shown('1');
    await shown('1', 'all-dates');
    await thumb('1', 'dislike');
    await shown('1', 'contact');
    await thumb('1', 'like');
    expect(await feedbackByArticle(database)).toEqual([
      { articleId: 'all-dates', likes: 1, dislikes: 0, texts: [] },
    ]);
  });

  it('masks a remark, and keeps none with a secret, yet counts the thumb', async () => {
    await shown('1');
    await shown('2');
    await thumb('1', 'dislike', { text: 'I am head@hillside.norfolk.sch.uk' });
    await thumb('2', 'dislike', { text: 'my password is Summer2018!' });
    expect(await feedbackByArticle(database)).toMatchObject([{ dislikes: 2, texts: ['I am (address)'] }]);
    expect(JSON.stringify(await database.query('select * from answer_messages'))).not.toContain('Summer');
  });

  it('gives the newest three remarks', async () => {
    for (const id of ['1', '2', '3', '4']) {
      await shown(id);
      await thumb(id, 'dislike', { text: `remark ${id}`, now: inMinutes(Number(id)) });
    }
    const [article] = await feedbackByArticle(database);
    expect(article?.texts).toEqual(['remark 4', 'remark 3', 'remark 2']);
  });

  it('forgets messages and remarks after sixty days, not the counts', async () => {
    await shown('1');
    await thumb('1', 'dislike', { text: 'no' });
    await vacuumLearning(database, inMinutes(59 * 24 * 60));
    expect(await feedbackByArticle(database)).toMatchObject([{ texts: ['no'] }]);
    await vacuumLearning(database, inMinutes(61 * 24 * 60));
    expect(await feedbackByArticle(database)).toEqual([
      { articleId: 'contact', likes: 0, dislikes: 1, texts: [] },
    ]);
    expect(await thumb('1', 'like')).toBe('unknown');
  });
});
