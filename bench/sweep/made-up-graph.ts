import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// Plays the account list and the registration report of a made-up tenant on Graph's own paths, made anew for each page,
// so that neither process holds them: node bench/sweep/made-up-graph.ts ACCOUNTS. Sends its address to its parent.
const accounts = Number(process.argv[2]);
const accountsASchool = 60;
let requests = 0;

const upnOf = (index: number) => {
  const school = `school-${Math.floor(index / accountsASchool)}.norfolk.sch.uk`;
  const name = ['head', 'office'][index % accountsASchool] ?? `teacher-${index}`;
  return `${name}@${school}`;
};
const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

const userOf = (index: number, withSignIns: boolean) => ({
  id: idOf(index),
  userPrincipalName: upnOf(index),
  displayName: `Account ${index}`,
  accountEnabled: true,
  ...(withSignIns && {
    signInActivity: {
      lastSignInDateTime: '2018-11-01T08:00:00Z',
      lastSuccessfulSignInDateTime: '2018-11-01T08:00:00Z',
    },
  }),
});

const rowOf = (index: number) => ({
  id: idOf(index),
  userPrincipalName: upnOf(index),
  userDisplayName: `Account ${index}`,
  userType: 'member',
  isMfaRegistered: index % 3 === 0,
  methodsRegistered: index % 3 === 0 ? ['microsoftAuthenticatorPush', 'mobilePhone'] : [],
  lastUpdatedDateTime: '2018-11-05T07:00:00Z',
});

const server = createServer((request, response) => {
  const address = new URL(request.url ?? '/', 'https://graph.microsoft.com');
  if (address.pathname === '/requests') return response.end(String(requests));
  requests += 1;
  const withSignIns = address.searchParams.get('$select')?.includes('signInActivity') === true;
  const isReport = address.pathname.endsWith('/userRegistrationDetails');
  const size = Math.min(Number(address.searchParams.get('$top') ?? 100), withSignIns ? 500 : 999);
  const from = Number(address.searchParams.get('$skiptoken') ?? 0);
  const until = Math.min(accounts, from + size);
  const value = Array.from({ length: until - from }, (_, index) =>
    isReport ? rowOf(from + index) : userOf(from + index, withSignIns),
  );
  address.searchParams.set('$skiptoken', String(until));
  response.writeHead(200, { 'content-type': 'application/json' });
  return response.end(
    JSON.stringify({ value, ...(until < accounts && { '@odata.nextLink': address.href }) }),
  );
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());
