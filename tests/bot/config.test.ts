import { originOf, readConfig } from '../../bot/config.ts';

const id = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;

const complete = {
  MicrosoftAppId: id(1),
  MicrosoftAppTenantId: id(2),
  MicrosoftAppPassword: 'a secret',
  SERVICE_DESK_GROUP_ID: id(3),
};

describe('readConfig', () => {
  it('takes a complete environment and fills in the defaults', () => {
    const parsed = readConfig(complete);
    expect(parsed).toEqual({
      ok: true,
      identity: { kind: 'secret', appId: id(1), tenantId: id(2), secret: 'a secret' },
      config: expect.objectContaining({
        port: 3978,
        dataDir: 'data',
        teamsRequestsPerSecond: 45,
        serviceOrigins: ['https://smba.trafficmanager.net'],
        logLevel: 'info',
      }),
    });
  });

  it('looks for a registration report only where it is told a folder', () => {
    const folderOf = (set: Record<string, string>) => {
      const parsed = readConfig({ ...complete, ...set });
      return parsed.ok ? parsed.config.registrationReportDir : 'refused';
    };
    expect(folderOf({})).toBeUndefined();
    expect(folderOf({ REGISTRATION_REPORT_DIR: ' ' })).toBeUndefined();
    expect(folderOf({ REGISTRATION_REPORT_DIR: '/reports' })).toBe('/reports');
  });

  it('refuses to start without identity and names everything that is missing at once', () => {
    const parsed = readConfig({});
    expect(parsed.ok).toBe(false);
    const variables = parsed.ok ? [] : parsed.faults.map(({ variable }) => variable);
    expect(variables).toEqual([
      'MicrosoftAppId',
      'MicrosoftAppTenantId',
      'MicrosoftAppPassword',
      'SERVICE_DESK_GROUP_ID',
    ]);
  });

  it('treats an empty or blank value as missing: an empty app id would switch authentication off', () => {
    const parsed = readConfig({ ...complete, MicrosoftAppId: '  ' });
    expect(parsed).toEqual({ ok: false, faults: [expect.objectContaining({ variable: 'MicrosoftAppId' })] });
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'eighty'],
    ['TEAMS_REQUESTS_PER_SECOND', '0'],
    ['TEAMS_REQUESTS_PER_SECOND', '51'],
    ['DATABASE_URL', 'mysql://db'],
    ['PUBLIC_URL', 'http://bot.example.org'],
    ['GRAPH_URL', 'not an address'],
    ['SERVICE_URLS', 'http://elsewhere.example.org'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', '-1'],
    ['TRUST_PROXY', 'yes'],
    ['TURNS_PER_PERSON', '0'],
    ['MicrosoftAppPasswordExpires', 'in spring'],
    ['MicrosoftAppPasswordExpires', '2027-02-31'],
    ['MicrosoftAppPasswordExpires', '2027-03'],
    ['MicrosoftAppType', 'MultiTenant'],
    ['MicrosoftAppId', 'my-bot'],
    ['SERVICE_DESK_GROUP_ID', 'service desk'],
    ['MicrosoftAppCertificatePath', '/nowhere/at/all.pem'],
  ])('names the fault of %s=%s', (variable, value) => {
    const parsed = readConfig({ ...complete, [variable]: value });
    expect(parsed).toEqual({ ok: false, faults: [{ variable, problem: expect.any(String) }] });
  });

  it('reads what limits callers and when the secret ends', () => {
    const parsed = readConfig({
      ...complete,
      TRUST_PROXY: '1',
      TURNS_PER_PERSON: '60',
      MicrosoftAppPasswordExpires: '2027-03-31',
    });
    expect(parsed).toMatchObject({
      ok: true,
      config: { trustedProxies: 1, turnsPerPerson: 60, secretSaidToExpire: new Date('2027-03-31T00:00:00Z') },
    });
  });

  it('needs no secret for a managed identity', () => {
    const { MicrosoftAppPassword: _, ...withoutSecret } = complete;
    const parsed = readConfig({ ...withoutSecret, MicrosoftAppType: 'UserAssignedMSI' });
    expect(parsed).toMatchObject({ ok: true, identity: { kind: 'managed-identity' } });
  });
});

describe('originOf', () => {
  it.each([
    ['smba.trafficmanager.net', 'https://smba.trafficmanager.net'],
    ['https://smba.trafficmanager.net/uk/', 'https://smba.trafficmanager.net'],
    ['http://127.0.0.1:56150/_connector', 'http://127.0.0.1:56150'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('reads %s', (given, expected) => {
    expect(originOf(given)).toBe(expected);
  });

  it.each(['http://smba.trafficmanager.net', 'ftp://x', '', 'http://127.0.0.1.example.org'])(
    'refuses %s',
    (given) => {
      expect(originOf(given)).toBeUndefined();
    },
  );
});
