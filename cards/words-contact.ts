import type { Contact } from './standing.ts';
import { sentence } from './words-dates.ts';

/** Every way to get help, a line each: the service desk first, then the person whom the announcement names. */
export function contactLines(contact: Contact): string[] {
  const { named } = contact;
  return [
    deskLine(contact),
    ...(contact.phone ? [`${contact.serviceDesk} by phone: ${contact.phone}`] : []),
    ...(contact.email ? [`${contact.serviceDesk} by e-mail: ${contact.email}`] : []),
    ...(named ? [`${named.name}: ${named.phone}`] : []),
  ];
}

/** The shortest way to get help, for the small print of a card: one or two sentences. */
export function helpLine(contact: Contact): string {
  const phone = contact.phone ?? contact.named?.phone;
  const who = contact.phone ? contact.serviceDesk : contact.named?.name;
  return [deskLine(contact), ...(phone && who ? [`Or phone ${who} on ${phone}.`] : [])].join(' ');
}

function deskLine({ serviceDesk, how }: Contact): string {
  const line = how.includes(serviceDesk) ? sentence(how) : `${serviceDesk}: ${how}`;
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
