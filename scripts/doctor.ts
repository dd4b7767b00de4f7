import { parseArgs } from 'node:util';
import { type ParsedConfig, planPathOf, readConfig } from '../bot/config.ts';
import { ownCredential } from '../bot/identity.ts';
import { type Finding, lineOf, runChecks } from '../services/doctor/check.ts';
import { planCheck } from '../services/doctor/check-plan.ts';
import { consentPage } from '../services/doctor/consent-page.ts';
import { examine } from '../services/doctor/doctor.ts';
import { type Tier, tiers } from '../services/graph/permissions.ts';

/** What `--tier` is without a word: what the README's list of permissions gives. */
const usualTier: Tier = 2;

const usage = `npm run doctor                  looks at this deployment; ends with 1 when something is to do
npm run doctor -- --tier N      permissions above tier N (0 to 3; ${usualTier} where not given) are nothing to mend
npm run doctor -- --json        for machines: a list of {check, kind, words, todo}
npm run doctor -- --consent     the permissions on one page, for a change board (Markdown)`;

process.exitCode = await main();

/** Gives the exit code: 0 where nothing is to do. */
async function main(): Promise<number> {
  const asked = readArguments();
  if (!asked) {
    console.error(usage);
    return 2;
  }
  if (asked.consent) {
    console.info(consentPage(asked.tier ?? 3));
    return 0;
  }
  const findings = await lookAtAll(readConfig(process.env), asked.tier ?? usualTier);
  if (asked.json) console.info(JSON.stringify(findings, undefined, 2));
  else for (const finding of findings) console.info(lineOf(finding));
  return findings.some(({ kind }) => kind === 'wrong') ? 1 : 0;
}

async function lookAtAll(parsed: ParsedConfig, tier: Tier): Promise<Finding[]> {
  if (!parsed.ok) {
    const plan = await runChecks([planCheck(planPathOf(process.env))]);
    return [
      ...parsed.faults.map(
        ({ variable, problem }): Finding => ({
          check: 'Environment',
          kind: 'wrong',
          words: `${variable} ${problem}.`,
          todo: 'All variables are listed in README.md.',
        }),
      ),
      ...plan,
      {
        check: 'Everything else',
        kind: 'left-out',
        words: 'is looked at once the environment is complete.',
      },
    ];
  }
  const { config, identity } = parsed;
  const findings = await examine({
    planPath: config.rolloutPlanPath,
    manifestPath: 'appPackage/manifest.json',
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    graphUrl: config.graphUrl,
    publicUrl: config.publicUrl,
    serviceDeskGroupId: config.serviceDeskGroupId,
    teamsAppId: config.teamsAppId,
    registrationReportDir: config.registrationReportDir,
    credential: ownCredential(identity),
    ownCredential: identity,
    appId: identity.appId,
    secretSaidToExpire: config.secretSaidToExpire,
    tier,
    now: () => new Date(),
  });
  return [{ check: 'Environment', kind: 'ok', words: 'complete.' }, ...findings];
}

function readArguments(): { json: boolean; consent: boolean; tier: Tier | undefined } | undefined {
  try {
    const { values } = parseArgs({
      options: { json: { type: 'boolean' }, consent: { type: 'boolean' }, tier: { type: 'string' } },
    });
    const tier = tiers.find((one) => String(one) === values.tier);
    if (values.tier !== undefined && tier === undefined) return undefined;
    return { json: values.json ?? false, consent: values.consent ?? false, tier };
  } catch {
    return undefined;
  }
}
