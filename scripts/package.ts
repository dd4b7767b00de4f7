import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readPlan } from '../services/rollout/plan.ts';
import { buildPackage } from './package/build.ts';

const root = join(import.meta.dirname, '..');
const target = join(root, 'build', 'mfa-rollout-bot.zip');

/**
 * Makes the Teams app package from appPackage/ and the environment (MicrosoftAppId, TEAMS_APP_ID, PUBLIC_URL; PRIVACY_URL
 * and TERMS_URL where the authority has such pages), checked against Microsoft's schema:
 *
 *     npm run package
 */
function main(): void {
  const planPath = process.env.ROLLOUT_PLAN?.trim() || join(root, 'services/rollout/norfolk-2018.yaml');
  const organisation = organisationOf(planPath);
  if (organisation === undefined) {
    console.error(`The rollout plan cannot be read or has faults: ${planPath}. npm start says which.`);
    process.exitCode = 1;
    return;
  }
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const made = buildPackage({
    environment: process.env,
    version,
    organisation,
    template: readFileSync(join(root, 'appPackage', 'manifest.json'), 'utf8'),
    icon: (file) => readFileSync(join(root, 'appPackage', file)),
  });
  if (!made.ok) {
    console.error(['The package cannot be made:', ...made.faults.map((fault) => `  - ${fault}`)].join('\n'));
    process.exitCode = 1;
    return;
  }
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(target, made.zip);
  console.info(`${target}: version ${version}, ${Math.ceil(made.zip.length / 1024)} KB`);
}

function organisationOf(path: string): string | undefined {
  try {
    const parsed = readPlan(readFileSync(path, 'utf8'));
    return parsed.ok ? parsed.plan.organisation : undefined;
  } catch {
    return undefined;
  }
}

main();
