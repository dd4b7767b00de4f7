import { type AdaptiveCard, card, type Element } from './card.ts';
import { header, note, plainText, title } from './elements.ts';
import type { Contact } from './standing.ts';
import { helpLine } from './words-contact.ts';

/** A message of the service desk, as its readers see it. */
export interface NoticeView {
  organisation: string;
  /** 'ICT Service Desk' */
  from: string;
  /** Word for word as typed; shown without Markdown. */
  text: string;
  /** 'Thursday 15 November 2018' */
  date: string;
  contact: Contact;
}

/** A notice. */
export function noticeCard(view: NoticeView): AdaptiveCard {
  return card(noticeSummary(view), noticeBody(view));
}

/** Who it is from and how it begins. */
export function noticeSummary(view: NoticeView): string {
  const line = view.text.trim().replaceAll(/\s+/g, ' ');
  const start = line.length <= 160 ? line : `${line.slice(0, 160).trimEnd()}…`;
  return `From ${view.from}: ${start}`;
}

/** The notice's elements; the preview shows the same ones. */
export function noticeBody(view: NoticeView): Element[] {
  return [
    ...header(view.organisation, view.date),
    title('A message from the service desk'),
    { type: 'Container', spacing: 'medium', items: plainText(view.text) },
    note(`Questions? ${helpLine(view.contact)}`),
  ];
}
