import { TestAdapter, TurnContext } from 'botbuilder';
import { personOf } from '../../bot/person.ts';
import { askRoster, type RosterMember } from '../../bot/roster.ts';
import { type DirectoryUnderTest, directoryOn, minutesLater } from '../services/directory/directory-on.ts';

const member: RosterMember = { id: 'a', upn: 'head@hillside.norfolk.sch.uk', displayName: 'Head' };

describe('who speaks where Graph says nothing', () => {
  let under: DirectoryUnderTest;
  let asked: number;

  beforeAll(async () => {
    under = await directoryOn();
  }, 60_000);
  beforeEach(async () => {
    await under.begin();
    asked = 0;
    under.fake.fail('user', { kind: 'status', status: 403 }, Number.POSITIVE_INFINITY);
  });
  afterEach(() => under.end());
  afterAll(() => under.close());

  const roster = (answer: () => RosterMember | undefined) => async () => {
    asked += 1;
    return answer();
  };
  const ofMember = roster(() => member);

  test('is asked of Teams, with cohort and school by the plan', async () => {
    expect(await personOf(under.deps, 'a', ofMember)).toMatchObject({
      account: { upn: member.upn, enabled: true },
      cohort: { id: 'head' },
      school: { name: 'Hillside' },
      known: { by: 'teams', seenAt: under.clock.time },
    });
  });

  test('carries the time of what the directory said before', async () => {
    under.fake.recover('user');
    under.fake.people = [{ id: 'a', upn: member.upn }];
    expect((await personOf(under.deps, 'a')).known).toEqual({ by: 'graph-now' });
    under.fake.fail('user', { kind: 'status', status: 503 }, Number.POSITIVE_INFINITY);
    under.clock.time = minutesLater(90);
    expect((await personOf(under.deps, 'a')).known).toEqual({ by: 'graph-before', seenAt: minutesLater(0) });
  });

  test('is asked once a day, and again after it', async () => {
    for (let turn = 0; turn < 3; turn += 1) await personOf(under.deps, 'a', ofMember);
    expect(asked).toBe(1);
    under.clock.time = minutesLater(24 * 60);
    await personOf(
      under.deps,
      'a',
      roster(() => ({ ...member, upn: 'office@hillside.norfolk.sch.uk' })),
    );
    expect(asked).toBe(2);
    expect((await personOf(under.deps, 'a'))?.cohort?.id).toBe('office');
  });

  test('stays as it was where Teams fails or names nobody', async () => {
    await personOf(under.deps, 'a', ofMember);
    under.clock.time = minutesLater(25 * 60);
    const failing = async () => {
      throw new Error('no connection');
    };
    expect((await personOf(under.deps, 'a', failing)).account?.upn).toBe(member.upn);
    expect(
      (
        await personOf(
          under.deps,
          'a',
          roster(() => undefined),
        )
      ).account?.upn,
    ).toBe(member.upn);
    expect(await personOf(under.deps, 'b', failing)).toEqual({ accountId: 'b' });
  });

  test('is not asked of Teams where Graph knows, or says that nobody is there', async () => {
    under.fake.recover('user');
    under.fake.people = [{ id: 'a', upn: 'office@hillside.norfolk.sch.uk' }];
    expect((await personOf(under.deps, 'a', ofMember)).cohort?.id).toBe('office');
    expect(await personOf(under.deps, 'gone', ofMember)).toEqual({
      accountId: 'gone',
      known: { by: 'graph-now' },
    });
    under.fake.fail('user', { kind: 'status', status: 403 }, Number.POSITIVE_INFINITY);
    under.clock.time = minutesLater(48 * 60);
    expect((await personOf(under.deps, 'a', ofMember)).cohort?.id).toBe('office');
    expect(asked).toBe(0);
  });
});

describe('the roster of a personal chat', () => {
  const ask = (answer: object) => {
    const adapter = new TestAdapter();
    const context = new TurnContext(adapter, {
      type: 'message',
      channelId: 'msteams',
      from: { id: '29:1a', name: 'H', aadObjectId: 'AB-12' },
      conversation: { id: 'a:1', name: '', isGroup: false, conversationType: 'personal' },
      serviceUrl: 'https://smba.trafficmanager.net/uk/',
    });
    context.turnState.set(adapter.ConnectorClientKey, {
      conversations: { getConversationMember: async () => answer },
    });
    return askRoster(context);
  };

  test.each([
    ['as Teams writes it', { objectId: 'ab-12', userPrincipalName: 'h@x.uk', name: 'H' }],
    [
      'as the SDK names it',
      { aadObjectId: 'AB-12', userPrincipalName: 'h@x.uk', email: 'other@x.uk', name: 'H' },
    ],
    ['with an address alone', { objectId: 'AB-12', email: 'h@x.uk', userPrincipalName: '', name: 'H' }],
  ])('gives the person %s', async (_what, answer) => {
    expect(await ask(answer)).toEqual({ id: 'AB-12', upn: 'h@x.uk', displayName: 'H' });
  });

  test.each([
    ['somebody else', { objectId: 'cd-34', userPrincipalName: 'h@x.uk' }],
    ['nobody in particular', { userPrincipalName: 'h@x.uk' }],
    ['no address', { objectId: 'AB-12', name: 'H' }],
    ['a word for an address', { objectId: 'AB-12', userPrincipalName: 'h' }],
    ['another shape', { objectId: 7 }],
  ])('gives nobody where it names %s', async (_what, answer) => {
    expect(await ask(answer)).toBeUndefined();
  });
});
