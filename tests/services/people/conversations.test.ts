import {
  claimGreeting,
  findConversation,
  markBlocked,
  markUninstalled,
  rememberConversation,
  type SeenConversation,
} from '../../../services/people/conversations.ts';
import type { Database } from '../../../services/store/database.ts';
import { testDatabase } from '../../support/database.ts';

const seen: SeenConversation = {
  accountId: 'account-1',
  conversationId: 'a:1',
  serviceUrl: 'https://smba.trafficmanager.net/uk/',
  botId: '28:bot',
  tenantId: 'tenant',
  teamsUserId: '29:person',
};

describe('conversations', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => database.query('delete from conversations'));

  const find = () => findConversation(database, seen.accountId);

  it('knows nothing of an account that it never met', async () => {
    expect(await find()).toBeUndefined();
  });

  it('keeps the newest address of an account', async () => {
    await rememberConversation(database, seen);
    await rememberConversation(database, { ...seen, serviceUrl: 'https://smba.trafficmanager.net/emea/' });
    expect(await find()).toMatchObject({
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      installed: true,
    });
  });

  it('takes whatever arrives as proof that the app is there, after an uninstall and after a block', async () => {
    await rememberConversation(database, seen);
    await markUninstalled(database, seen.accountId);
    expect(await find()).toMatchObject({ installed: false });
    await rememberConversation(database, seen);
    await markBlocked(database, seen.accountId, 'blocked-by-person', new Date(Date.now() + 60_000));
    expect(await find()).toMatchObject({ installed: true, blocked: 'blocked-by-person' });
    await rememberConversation(database, seen);
    expect(await find()).toMatchObject({ installed: true, blocked: undefined });
  });

  it('does not block a chat that was heard from after the refused request', async () => {
    const before = new Date(Date.now() - 60_000);
    await rememberConversation(database, seen);
    await markBlocked(database, seen.accountId, 'blocked-by-person', before);
    expect(await find()).toMatchObject({ blocked: undefined });
  });

  it('greets once for the two events of one installation, whichever comes first', async () => {
    await rememberConversation(database, seen);
    const answers = await Promise.all([
      claimGreeting(database, seen.accountId, 'installationUpdate'),
      claimGreeting(database, seen.accountId, 'conversationUpdate'),
    ]);
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await find()).toMatchObject({ greeted: true });
  });

  it('greets again when the app is installed again', async () => {
    await rememberConversation(database, seen);
    expect(await claimGreeting(database, seen.accountId, 'installationUpdate')).toBeInstanceOf(Date);
    expect(await claimGreeting(database, seen.accountId, 'conversationUpdate')).toBeUndefined();
    expect(await claimGreeting(database, seen.accountId, 'installationUpdate')).toBeInstanceOf(Date);
  });
});
