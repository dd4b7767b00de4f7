import { keepTopic, lastTopic } from '../../../services/people/last-topic.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

const now = new Date('2018-11-12T10:00:00Z');
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe('the last topic of a chat', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('is the newest one, for a quarter of an hour, of this account alone', async () => {
    expect(await lastTopic(database, { accountId: 'head', now })).toBeUndefined();
    await keepTopic(database, { accountId: 'head', articleId: 'what-is-mfa', now });
    await keepTopic(database, { accountId: 'head', articleId: 'why-mfa', now });
    expect(await lastTopic(database, { accountId: 'head', now: minutesLater(15) })).toBe('why-mfa');
    expect(await lastTopic(database, { accountId: 'head', now: minutesLater(16) })).toBeUndefined();
    expect(await lastTopic(database, { accountId: 'office', now })).toBeUndefined();
  });

  it('is none after the clock was set back', async () => {
    await keepTopic(database, { accountId: 'head', articleId: 'why-mfa', now });
    expect(await lastTopic(database, { accountId: 'head', now: minutesLater(-1) })).toBeUndefined();
  });

  it('is known to an instance whose clock is a little behind', async () => {
    await keepTopic(database, { accountId: 'head', articleId: 'why-mfa', now });
    expect(await lastTopic(database, { accountId: 'head', now: minutesLater(-0.2) })).toBe('why-mfa');
  });
});
