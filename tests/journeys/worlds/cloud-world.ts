import { type Cloud, createCloud } from '../../support/cloud/cloud.ts';
import type { CloudAccount } from '../../support/cloud/graph.ts';
import type { Person } from '../../support/cloud/person.ts';
import type { World } from './world.ts';

/** When the authority enables and enforces, as the announcement says. */
const switches = [
  { cohort: /^head@/, enabledOn: '2018-11-19', enforcedOn: '2018-11-26' },
  { cohort: /^office@/, enabledOn: '2018-12-03', enforcedOn: '2018-12-10' },
  { cohort: /@[^.]+\.norfolk\.sch\.uk$/, enabledOn: '2018-12-13', enforcedOn: '2018-12-13' },
];

/** The product as in production, against the simulated Microsoft cloud; starts on Tuesday 6 November 2018, 09:00. */
export async function openCloudWorld(): Promise<World & { cloud: Cloud }> {
  const cloud = await createCloud();
  const accounts = new Map<string, CloudAccount>();
  const account = (upn: string) => {
    const made = cloud.graph.account(upn);
    accounts.set(made.id, made);
    return made;
  };
  const head = (school: string) => cloud.person(account(`head@${school}.norfolk.sch.uk`));
  const heads: World['heads'] = [head('hillside'), head('millfield'), head('oakwood'), head('riverside')];
  const office = cloud.person(account('office@hillside.norfolk.sch.uk'));
  const deskAccount = account('servicedesk@norfolk.gov.uk');
  cloud.graph.group(cloud.serviceDeskGroupId, [deskAccount]);
  cloud.graph.rebuildReport();
  try {
    await cloud.start({ now: '2018-11-06T09:00:00Z' });
  } catch (error) {
    // Its open port would keep the test run from ending.
    await cloud.close();
    throw error;
  }

  return {
    cloud,
    heads,
    office,
    desk: cloud.person(deskAccount),

    async moveTo(date) {
      await cloud.bot().stop();
      for (const one of accounts.values()) switchOn(cloud, one, date);
      await cloud.start({ now: `${date}T09:00:00Z` });
      cloud.graph.rebuildReport();
    },

    async register(person: Person) {
      const found = accounts.get(person.accountId);
      if (!found) throw new Error(`${person.upn} is not an account of this world.`);
      cloud.graph.register(found);
    },

    async killAndRestart() {
      const now = new Date(cloud.now()).toISOString();
      await cloud.bot().kill();
      await cloud.start({ now });
    },

    close: () => cloud.close(),
  };
}

function switchOn(cloud: Cloud, account: CloudAccount, date: string): void {
  const plan = switches.find(({ cohort }) => cohort.test(account.userPrincipalName));
  if (!plan) return;
  if (date >= plan.enforcedOn) cloud.graph.switchTo(account, 'enforced');
  else if (date >= plan.enabledOn && account.state === 'disabled') cloud.graph.switchTo(account, 'enabled');
}
