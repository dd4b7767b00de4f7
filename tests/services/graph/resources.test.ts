import { getMethods, getPerUserState } from '../../../services/graph/authentication.ts';
import { eachMemberPage, isMemberOf } from '../../../services/graph/groups.ts';
import { getUser } from '../../../services/graph/users.ts';
import { type FakeGraph, startFakeGraph } from '../../support/fake-graph.ts';
import { allOf, failureOf, graphOn } from './graph-on.ts';

let fake: FakeGraph;

beforeEach(async () => {
  fake = await startFakeGraph();
});

afterEach(async () => {
  await fake.stop();
  expect(fake.problems()).toEqual([]);
});

describe('an account', () => {
  it('is found by object id and by UPN', async () => {
    fake.people = [
      { id: 'id-1', upn: 'head@hillside.norfolk.sch.uk', name: 'Hillside head', enabled: false },
    ];
    const expected = {
      id: 'id-1',
      userPrincipalName: 'head@hillside.norfolk.sch.uk',
      displayName: 'Hillside head',
      accountEnabled: false,
    };
    const { graph } = graphOn(fake.url);
    expect(await getUser(graph, 'id-1')).toEqual(expected);
    expect(await getUser(graph, 'HEAD@hillside.norfolk.sch.uk')).toEqual(expected);
  });

  it.each([
    "o'brien+a&b=c@x.norfolk.sch.uk",
    'g_example.org#EXT#@x.onmicrosoft.com',
    '100%?/..@x.norfolk.sch.uk',
  ])('is found by the UPN %s, which needs encoding', async (upn) => {
    fake.people = [{ id: 'id-1', upn }];
    expect(await getUser(graphOn(fake.url).graph, upn)).toMatchObject({ id: 'id-1', userPrincipalName: upn });
  });

  it('is undefined where the directory has none', async () => {
    expect(await getUser(graphOn(fake.url).graph, 'nobody')).toBeUndefined();
  });

  it.each(['', ' ', '.', '..'])('is not asked for by %p, which would be another path', async (id) => {
    expect(await failureOf(getUser(graphOn(fake.url).graph, id))).toMatchObject({ code: 'refused' });
    expect(fake.calls).toEqual([]);
  });

  it('goes by its UPN where it has no name, without what a database cannot keep', async () => {
    fake.people = [
      { id: 'id-1', upn: 'a@x.norfolk.sch.uk', name: null },
      { id: 'id-2', upn: 'b@x.norfolk.sch.uk', name: 'B\0\uD800!' },
    ];
    const { graph } = graphOn(fake.url);
    expect(await getUser(graph, 'id-1')).toMatchObject({ displayName: 'a@x.norfolk.sch.uk' });
    expect(await getUser(graph, 'id-2')).toMatchObject({ displayName: 'B\uFFFD!' });
  });
});

describe('the methods of one account', () => {
  it('come as kinds, with what is not known as unknown', async () => {
    fake.people = [
      { id: 'a', upn: 'a', methods: ['password', 'fido2', 'windowsHelloForBusiness', 'brandNew'] },
    ];
    expect(await getMethods(graphOn(fake.url).graph, 'a')).toEqual([
      'password',
      'fido2',
      'windows-hello',
      'unknown',
    ]);
  });

  it('are not-found for an account that is gone', async () => {
    expect(await failureOf(getMethods(graphOn(fake.url).graph, 'gone'))).toMatchObject({ code: 'not-found' });
  });
});

describe('the per-user state', () => {
  it.each(['disabled', 'enabled', 'enforced'])('is %s where Graph says so', async (state) => {
    fake.people = [{ id: 'a', upn: 'a', state }];
    expect(await getPerUserState(graphOn(fake.url).graph, 'a')).toBe(state);
  });

  it.each([null, 'unknownFutureValue', 'Enforced?', ''])(
    'is a bad reply, never disabled, for %p',
    async (state) => {
      fake.people = [{ id: 'a', upn: 'a', state }];
      expect(await failureOf(getPerUserState(graphOn(fake.url).graph, 'a'))).toMatchObject({
        code: 'bad-reply',
      });
    },
  );

  it('is a bad reply where it is missing', async () => {
    fake.fail('requirements', { kind: 'reply', body: { '@odata.context': 'x' } });
    expect(await failureOf(getPerUserState(graphOn(fake.url).graph, 'a'))).toMatchObject({
      code: 'bad-reply',
    });
  });
});

describe('membership of a group', () => {
  beforeEach(() => {
    fake.people = [
      { id: 'a', upn: 'a@x' },
      { id: 'b', upn: 'b@x' },
      { id: 'c', upn: 'c@x' },
    ];
    fake.groups.set('desk', ['a', 'c']);
  });

  it('is true for members only', async () => {
    const { graph } = graphOn(fake.url);
    expect(await isMemberOf(graph, 'a', 'desk')).toBe(true);
    expect(await isMemberOf(graph, 'b', 'desk')).toBe(false);
    expect(await isMemberOf(graph, 'a', 'other')).toBe(false);
    expect(await isMemberOf(graph, 'nobody', 'desk')).toBe(false);
  });

  it.each([
    { kind: 'status', status: 403 },
    { kind: 'status', status: 400 },
    { kind: 'garbage' },
    { kind: 'reply', body: {} },
  ] as const)('throws on $kind $status, so that nobody gets rights by a fault', async (fault) => {
    fake.fail('check-groups', fault);
    expect(await failureOf(isMemberOf(graphOn(fake.url).graph, 'a', 'desk'))).toMatchObject({
      name: 'GraphFailure',
    });
  });

  it('lists accounts over all pages and leaves out what is none', async () => {
    const members = await allOf(eachMemberPage(graphOn(fake.url).graph, 'desk'));
    expect(members.map((member) => member.id)).toEqual(['a', 'c']);
    expect(fake.calls).toHaveLength(2);
  });
});
