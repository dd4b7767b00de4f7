import { permissionsUpTo, type Tier, tiers } from '../graph/permissions.ts';

const tierWords: Record<Tier, string> = {
  0: 'No permission at all. Guides, dates, answers and tickets work. Who is set up comes from the registration report that an administrator downloads from Entra and hands over; the bot says how old it is.',
  1: 'Accounts, the registration report and the service desk’s group.',
  2: 'One account at a time, at the moment it matters, and bringing the app to people.',
  3: 'Watching the bot itself. When somebody last signed in, and sign-in logs, would need nothing beyond tier 1: this version reads neither.',
};

/** One page for a change board, as Markdown: each application permission, why, and what is lost without it. */
export function consentPage(upTo: Tier): string {
  const needs = permissionsUpTo(upTo);
  const lines = [
    '# Microsoft Graph permissions for the MFA rollout bot',
    '',
    'All are **application** permissions of Microsoft Graph and need admin consent. The bot never changes an account, a method or a policy. It keeps no phone number, no IP address and no id of a method. Whoever grants a tier grants those above it in this list as well. Without a permission only what the last column says is lost.',
    '',
  ];
  for (const tier of tiers.filter((one) => one <= upTo)) {
    lines.push(`## Tier ${tier}`, '', tierWords[tier], '');
    const own = needs.filter((need) => need.tier === tier);
    if (own.length === 0) continue;
    lines.push('| permission | why | what is lost without it |', '|---|---|---|');
    for (const { permission, features } of own) {
      const why = features.map((feature) => feature.why).join('<br>');
      const lost = features.map((feature) => feature.without).join('<br>');
      lines.push(`| \`${permission}\` | ${why} | ${lost} |`);
    }
    lines.push('');
  }
  lines.push(
    '## How to check',
    '',
    'After consent, run `npm run doctor -- --tier N` for the tier that was granted. It tries each permission with a call that changes nothing.',
    '',
  );
  return lines.join('\n');
}
