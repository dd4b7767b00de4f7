import { eachReportPage } from '../../../services/graph/registration-report.ts';
import { eachUserPage } from '../../../services/graph/users.ts';
import { type FakeGraph, startFakeGraph } from '../../support/fake-graph.ts';
import { allOf, failureOf, graphOn } from './graph-on.ts';

const user = (id: string) => ({
  id,
  userPrincipalName: `${id}@x.norfolk.sch.uk`,
  displayName: id,
  accountEnabled: true,
});
const usersPath =
  'https://graph.microsoft.com/v1.0/users?$select=id,userPrincipalName,displayName,accountEnabled&$top=999';

let fake: FakeGraph;

beforeEach(async () => {
  fake = await startFakeGraph();
});

afterEach(async () => {
  await fake.stop();
  expect(fake.problems()).toEqual([]);
});

function replyOnce(value: unknown[], nextLink?: unknown): void {
  fake.fail('users', { kind: 'reply', body: { value, '@odata.nextLink': nextLink } });
}

it('reads every page once, in order', async () => {
  fake.people = Array.from({ length: 7 }, (_, index) => ({
    id: `${index}`,
    upn: `${index}@x.norfolk.sch.uk`,
  }));
  const users = await allOf(eachUserPage(graphOn(fake.url).graph));
  expect(users.map((found) => found.id)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  expect(fake.calls).toHaveLength(4);
  expect(fake.calls[0]?.path).toContain('$top=999');
});

it('asks for a page only when the one before was taken', async () => {
  fake.people = Array.from({ length: 7 }, (_, index) => ({
    id: `${index}`,
    upn: `${index}@x.norfolk.sch.uk`,
  }));
  const pages = eachUserPage(graphOn(fake.url).graph);
  await pages.next();
  expect(fake.calls).toHaveLength(1);
  await pages.return(undefined);
  expect(fake.calls).toHaveLength(1);
});

it('keeps an encoded token of a link as it is', async () => {
  replyOnce([user('a')], `${usersPath}&$skiptoken=m~A%3D%3D%26x%23y`);
  replyOnce([user('b')]);
  expect(await allOf(eachUserPage(graphOn(fake.url).graph))).toHaveLength(2);
  expect(fake.calls[1]?.path).toContain('$skiptoken=m~A%3D%3D%26x%23y');
});

it('goes on past an empty page that has a link', async () => {
  replyOnce([], `${usersPath}&$skiptoken=1`);
  replyOnce([user('b')], null);
  expect(await allOf(eachUserPage(graphOn(fake.url).graph))).toHaveLength(1);
});

it('accepts a link to the stand-in itself', async () => {
  replyOnce([user('a')], usersPath.replace('https://graph.microsoft.com', fake.url).concat('&$skiptoken=1'));
  replyOnce([user('b')]);
  expect(await allOf(eachUserPage(graphOn(fake.url).graph))).toHaveLength(2);
});

it.each([
  ['another host', 'https://graph.microsoft.com.example.org/v1.0/users?$skiptoken=1'],
  ['a host in the user part', 'https://graph.microsoft.com@example.org/v1.0/users?$skiptoken=1'],
  ['plain http', 'http://graph.microsoft.com/v1.0/users?$skiptoken=1'],
  ['another path', 'https://graph.microsoft.com/oauth2/token'],
  ['nowhere', 'users?page=2'],
])('carries the token nowhere else: a link to %s is a bad reply', async (_name, link) => {
  replyOnce([user('a')], link);
  expect(await failureOf(allOf(eachUserPage(graphOn(fake.url).graph)))).toMatchObject({ code: 'bad-reply' });
  expect(fake.calls).toHaveLength(1);
});

it('ends a chain of pages that leads back to itself', async () => {
  const link = `${usersPath}&$skiptoken=1`;
  replyOnce([user('a')], link);
  replyOnce([user('b')], link);
  expect(await failureOf(allOf(eachUserPage(graphOn(fake.url).graph)))).toMatchObject({ code: 'bad-reply' });
  expect(fake.calls).toHaveLength(2);
});

it('throws when a later page fails, so that part of a list is never taken for the whole', async () => {
  fake.people = Array.from({ length: 4 }, (_, index) => ({
    id: `${index}`,
    upn: `${index}@x.norfolk.sch.uk`,
  }));
  const { graph } = graphOn(fake.url);
  const pages = eachUserPage(graph);
  await pages.next();
  fake.fail('users', { kind: 'status', status: 403 });
  expect(await failureOf(pages.next())).toMatchObject({ code: 'forbidden' });
});

it.each([{}, { value: null }, { value: {} }, [], 'text', null])(
  'calls %p in place of a page a bad reply',
  async (body) => {
    fake.fail('users', { kind: 'reply', body });
    expect(await failureOf(allOf(eachUserPage(graphOn(fake.url).graph)))).toMatchObject({
      code: 'bad-reply',
    });
  },
);

describe('the registration report', () => {
  it('gives the methods and the time of each row, and tolerates names it does not know', async () => {
    fake.people = [
      {
        id: 'a',
        upn: 'a@x.norfolk.sch.uk',
        report: {
          userDisplayName: 'A',
          methodsRegistered: ['microsoftAuthenticatorPush', 'mobilePhone', 'brandNewMethod'],
          isMfaRegistered: true,
          lastUpdatedDateTime: '2018-11-05T07:00:00.1234567Z',
          somethingNew: { x: 1 },
        },
      },
    ];
    expect(await allOf(eachReportPage(graphOn(fake.url).graph))).toEqual([
      {
        id: 'a',
        userPrincipalName: 'a@x.norfolk.sch.uk',
        displayName: 'A',
        methods: ['authenticator', 'phone', 'unknown'],
        isMfaRegistered: true,
        lastUpdatedAt: new Date('2018-11-05T07:00:00.123Z'),
      },
    ]);
    expect(fake.calls[0]?.path).toBe('/v1.0/reports/authenticationMethods/userRegistrationDetails?$top=999');
  });

  it('leaves out guests and rows that do not list their methods', async () => {
    fake.people = [
      { id: 'guest', upn: 'g@example.org', report: { userType: 'guest' } },
      { id: 'mute', upn: 'm@x.norfolk.sch.uk', report: { methodsRegistered: null } },
      { id: 'member', upn: 'b@x.norfolk.sch.uk', report: { userType: 'member' } },
    ];
    const rows = await allOf(eachReportPage(graphOn(fake.url).graph));
    expect(rows.map((row) => row.id)).toEqual(['member']);
  });

  it.each([undefined, null, 'yesterday', '0001-01-01T00:00:00Z', 7])('takes %p for no time', async (time) => {
    fake.people = [{ id: 'a', upn: 'a@x.norfolk.sch.uk', report: { lastUpdatedDateTime: time } }];
    const [row] = await allOf(eachReportPage(graphOn(fake.url).graph));
    expect(row).not.toHaveProperty('lastUpdatedAt');
  });
});

it.each([
  ['an item without an id', [user('a'), { ...user('b'), id: '' }], 'too_small at value.1.id'],
  ['an item that is none', [user('a'), null], 'invalid_type at value.1'],
  ['no list', 'users', 'custom at value'],
])('names the place of a fault and nothing that stands there: %s', async (_what, value, place) => {
  fake.fail('users', { kind: 'reply', body: { value } });
  const failure = await failureOf(allOf(eachUserPage(graphOn(fake.url).graph)));
  expect(failure).toMatchObject({ code: 'bad-reply', message: expect.stringContaining(`: ${place}.`) });
});
