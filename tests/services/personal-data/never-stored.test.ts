import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkNow } from '../../../services/directory/statuses.ts';
import { fetchReport, sweepDirectory } from '../../../services/directory/sweep.ts';
import type { Database } from '../../../services/store/database.ts';
import { createLog } from '../../../services/telemetry/log.ts';
import { testDatabase } from '../../support/database.ts';
import { norfolkPlan } from '../../support/norfolk-plan.ts';
import { graphOn } from '../graph/graph-on.ts';
import { placesOf } from './everything.ts';

/** What Graph may well send along, and nobody may keep. */
const secrets = {
  phone: '+44 7700900123',
  methodId: '3179e48a-750b-4051-897c-87b9720928f7',
  device: 'Sam’s Pixel 9',
  serial: 'SN-0042-4711',
  ipAddress: '203.0.113.77',
  recovery: 'sam.private@example.com',
  accountId: 'account-1',
};

const user = {
  id: secrets.accountId,
  userPrincipalName: 'head@ash.norfolk.sch.uk',
  displayName: 'Head, Ash',
  accountEnabled: true,
  mobilePhone: secrets.phone,
  businessPhones: [secrets.phone],
  otherMails: [secrets.recovery],
  signInActivity: { lastSignInRequestId: secrets.methodId },
  ipAddress: secrets.ipAddress,
};

const type = (name: string) => `#microsoft.graph.${name}AuthenticationMethod`;

/** Everything that is asked, answered with more than was asked for. */
function answerTo(path: string): unknown {
  if (path.includes('/authentication/methods'))
    return {
      value: [
        {
          '@odata.type': type('phone'),
          id: secrets.methodId,
          phoneNumber: secrets.phone,
          phoneType: 'mobile',
        },
        {
          '@odata.type': type('microsoftAuthenticator'),
          id: secrets.methodId,
          displayName: secrets.device,
          deviceTag: 'SoftwareTokenActivated',
        },
        {
          '@odata.type': type('hardwareOath'),
          id: secrets.methodId,
          device: { serialNumber: secrets.serial },
        },
        { '@odata.type': type('email'), id: secrets.methodId, emailAddress: secrets.recovery },
      ],
    };
  if (path.includes('/authentication/requirements'))
    return { perUserMfaState: 'enabled', strongAuthenticationPhone: secrets.phone };
  if (path.includes('userRegistrationDetails'))
    return {
      value: [
        {
          id: user.id,
          userPrincipalName: user.userPrincipalName,
          userDisplayName: user.displayName,
          methodsRegistered: ['mobilePhone', 'microsoftAuthenticatorPush'],
          isMfaRegistered: true,
          lastUpdatedDateTime: '2018-11-05T08:00:00Z',
          defaultMfaMethod: secrets.phone,
          ipAddress: secrets.ipAddress,
        },
      ],
    };
  return path.includes('/users?') ? { value: [user] } : user;
}

describe('what Graph says of methods', () => {
  let database: Database;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('is kept by its kind alone: no phone number, id, device, serial number or address of a request', async () => {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answerTo(request.url ?? '')));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { graph } = graphOn(`http://127.0.0.1:${port}`);
    const deps = {
      database,
      graph,
      plan: norfolkPlan(),
      clock: { now: () => new Date('2018-11-05T09:00:00Z') },
      log: createLog('silent'),
    };
    await sweepDirectory(deps);
    const status = await checkNow(deps, { id: user.id });
    await fetchReport(deps);
    server.close();

    expect(status).toMatchObject({
      methods: { methods: ['phone', 'authenticator', 'hardware-oath', 'email'] },
      state: { state: 'enabled' },
    });
    // The account has arrived, so that an empty look means something.
    expect(await placesOf(database, [user.userPrincipalName])).toEqual(['accounts.upn']);
    const { accountId, ...never } = secrets;
    expect(await placesOf(database, [accountId])).toContain('statuses.account_id');
    expect(await placesOf(database, [...Object.values(never), '7700900123'])).toEqual([]);
  });
});
