import type { Contact } from './standing.ts';
import { sentence } from './words-dates.ts';

/**
 * How people who cannot hear or speak on the phone reach any number in the UK. Source: relayuk.bt.com, "dial 18001
 * before the number".
 */
const relay = 'Relay UK: 18001, then the number';

/** The way that needs neither a phone nor an e-mail program. */
const written = 'type "talk to a person"';

/** Every way to get help, a line each: the service desk, the person whom the announcement names, this chat. */
export function contactLines(contact: Contact): string[] {
  return [...outsideLines(contact), `Or write here: ${written}.`];
}

/** The ways that do not lead through this chat. */
export function outsideLines(contact: Contact): string[] {
  const { named } = contact;
  return [
    deskLine(contact),
    ...(contact.phone ? [`${contact.serviceDesk} by phone: ${contact.phone} (${relay})`] : []),
    ...(contact.email ? [`${contact.serviceDesk} by e-mail: ${contact.email}`] : []),
    ...(named ? [`${named.name}: ${named.phone} (${relay})`] : []),
  ];
}

/** The shortest way to get help, for the small print of a card: two sentences. */
export function helpLine(contact: Contact): string {
  const call = phoneWords(contact);
  return `${deskLine(contact)} Or ${call === undefined ? '' : `${call}, or `}write here: ${written}.`;
}

/** The same without this chat, for a card that has a button for it. */
export function outsideLine(contact: Contact): string {
  const call = phoneWords(contact);
  return [deskLine(contact), ...(call === undefined ? [] : [`Or ${call}.`])].join(' ');
}

function phoneWords(contact: Contact): string | undefined {
  const phone = contact.phone ?? contact.named?.phone;
  const who = contact.phone ? contact.serviceDesk : contact.named?.name;
  return phone && who && `phone ${who} on ${phone} (${relay})`;
}

function deskLine({ serviceDesk, how }: Contact): string {
  const line = how.includes(serviceDesk) ? sentence(how) : `${serviceDesk}: ${how}`;
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
