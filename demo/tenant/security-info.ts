import { escapeHtml } from '../html.ts';
import { isRegistered, methodTypes, type TenantAccount, type TenantMethodKind } from './account.ts';

/** What a person may add on the pretend page, in the order of its list. */
export const addable: { kind: TenantMethodKind; hint: string }[] = [
  { kind: 'authenticator', hint: 'Approve sign-ins in an app on a phone' },
  { kind: 'phone', hint: 'Get a code by text message' },
  { kind: 'security-key', hint: 'Sign in with a small key that plugs in' },
  { kind: 'hardware-token', hint: 'Type the code that a token shows' },
];

/** What the pretend page shows; `people` is for those who came without saying who they are. */
export type SecurityInfoView =
  | { kind: 'person'; account: TenantAccount; justAdded?: TenantMethodKind; appPassword?: string }
  | { kind: 'choose'; people: { account: TenantAccount; title: string }[] };

/** The pretend "Security info" page, plainly marked as pretend, as a whole HTML document. */
export function securityInfoPage(view: SecurityInfoView): string {
  const content = view.kind === 'person' ? personContent(view) : chooseContent(view.people);
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Security info (pretend page)</title>
<style>${style}</style>
</head>
<body>
<p class="pretend"><strong>Pretend page.</strong> In the demo this stands in for Microsoft’s own page at mysignins.microsoft.com/security-info. Nothing here leaves this computer.</p>
<header><span class="squares" aria-hidden="true"><i></i><i></i><i></i><i></i></span> My Sign-Ins</header>
<main>${content}</main>
</body>
</html>`;
}

function personContent({
  account,
  justAdded,
  appPassword,
}: Extract<SecurityInfoView, { kind: 'person' }>): string {
  const { userPrincipalName: upn } = account;
  const added = justAdded
    ? `<p class="added" role="status">${methodTypes[justAdded].label} was added.</p>`
    : '';
  return `
<h1>Security info</h1>
<p>These are the ways <strong>${escapeHtml(upn)}</strong> signs in to Microsoft 365.</p>
${added}${appPassword ? newAppPassword(appPassword) : ''}
<h2>Sign-in methods</h2>
<ul class="methods">${account.methods.map((method) => methodItem(upn, method)).join('')}</ul>
<h2>Add sign-in method</h2>
<div class="add">${addable.map(({ kind, hint }) => addForm(upn, kind, hint)).join('')}${account.state === 'enforced' ? appPasswordForm(upn) : ''}</div>
<p class="next">When you have added a method, go back to the chat and check there.</p>
<p class="aside">For those who watch the demo: the directory says that this account is <strong>${isRegistered(account) ? 'registered' : 'not registered'}</strong> for MFA, and its per-user state is <strong>${account.state}</strong>. <a href="/security-info">Someone else</a></p>`;
}

function methodItem(upn: string, method: TenantAccount['methods'][number]): string {
  const label = methodTypes[method.kind].label;
  const remove =
    method.kind === 'password'
      ? ''
      : form(
          'remove',
          upn,
          { name: 'method', value: method.id },
          `<button class="quiet" aria-label="Remove ${label}">Remove</button>`,
        );
  return `<li><span>${label}</span>${remove}</li>`;
}

function addForm(upn: string, kind: TenantMethodKind, hint: string): string {
  const label = methodTypes[kind].label;
  return form(
    'add',
    upn,
    { name: 'kind', value: kind },
    `<button><strong>${label}</strong><small>${hint}</small></button>`,
  );
}

/** As on Microsoft's page: offered only to accounts that are enforced, shown once, and known to nobody afterwards. */
function appPasswordForm(upn: string): string {
  const button =
    '<button><strong>App password</strong><small>For a program that cannot ask for a second step</small></button>';
  return form('app-password', upn, { name: 'kind', value: 'app-password' }, button);
}

function newAppPassword(password: string): string {
  return `<p class="added" role="status">Your pretend app password: <strong>${escapeHtml(password)}</strong>. Copy it now: it is not shown again.</p>`;
}

function form(
  action: 'add' | 'remove' | 'app-password',
  upn: string,
  field: { name: string; value: string },
  button: string,
): string {
  const account = `<input type="hidden" name="account" value="${escapeHtml(upn)}">`;
  const chosen = `<input type="hidden" name="${field.name}" value="${escapeHtml(field.value)}">`;
  return `<form method="post" action="/security-info/${action}">${account}${chosen}${button}</form>`;
}

function chooseContent(people: { account: TenantAccount; title: string }[]): string {
  const links = people.map(({ account, title }) => {
    const upn = escapeHtml(account.userPrincipalName);
    const address = `/security-info?account=${encodeURIComponent(account.userPrincipalName)}`;
    return `<a class="person" href="${address}"><strong>${escapeHtml(title)}</strong><small>${upn}</small></a>`;
  });
  return `<h1>Whose security info?</h1><p>The real page knows this from the person’s sign-in.</p><div class="add">${links.join('')}</div>`;
}

const style = `
:root { color-scheme: light; }
body { margin: 0; font: 16px/1.5 "Segoe UI", system-ui, sans-serif; color: #242424; background: #f5f5f5; }
.pretend { margin: 0; padding: 10px 24px; background: #fff4ce; border-bottom: 1px solid #e6c200; }
header { display: flex; gap: 10px; align-items: center; padding: 12px 24px; background: #fff; border-bottom: 1px solid #e0e0e0; font-weight: 600; }
.squares { display: grid; grid-template-columns: 9px 9px; gap: 2px; }
.squares i { height: 9px; background: #5b5fc7; }
main { max-width: 640px; margin: 32px auto; padding: 8px 32px 24px; background: #fff; border: 1px solid #e0e0e0; border-radius: 8px; }
h1 { font-size: 28px; font-weight: 600; margin: 16px 0 4px; }
h2 { font-size: 18px; font-weight: 600; margin: 28px 0 8px; }
.methods { list-style: none; margin: 0; padding: 0; border: 1px solid #e0e0e0; border-radius: 6px; }
.methods li { display: flex; justify-content: space-between; align-items: center; padding: 8px 16px; min-height: 40px; }
.methods li + li { border-top: 1px solid #e0e0e0; }
.add { display: grid; gap: 8px; }
form { margin: 0; }
button, .person { font: inherit; cursor: pointer; color: inherit; }
.add button, .person { display: block; box-sizing: border-box; width: 100%; text-align: left; padding: 10px 16px; background: #fff; border: 1px solid #bdbdbd; border-radius: 6px; text-decoration: none; }
.add button:hover, .person:hover { border-color: #5b5fc7; background: #f5f5ff; }
.add strong, .add small { display: block; }
.add strong { color: #3d3e78; }
small { color: #5c5c5c; }
.quiet { background: none; border: 0; color: #b10e1c; padding: 4px 8px; }
.quiet:hover { text-decoration: underline; }
.added { padding: 10px 16px; background: #e7f5e7; border-left: 4px solid #107c10; }
.next { margin-top: 24px; }
.aside { margin-top: 24px; padding-top: 16px; border-top: 1px solid #e0e0e0; color: #5c5c5c; font-size: 14px; }
`;
