import { join } from 'node:path';
import { Liquid } from 'liquidjs';
import type { PhoneView } from './contacts-view.ts';

/** Fills in the template of that name. Throws where a template names something that the view does not have. */
export type Render = (name: string, view: object) => string;

/** The templates of this folder, read once. Every value is escaped, whatever it is. `phones` are the plan's numbers. */
export function createTemplates(phones: PhoneView[]): Render {
  const engine = new Liquid({
    root: join(import.meta.dirname, 'templates'),
    extname: '.liquid',
    outputEscape: 'escape',
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // An optional field of a view may be asked for by `if`; an empty text counts as absent.
    lenientIf: true,
    jsTruthy: true,
    cache: true,
  });
  engine.registerFilter('linked', { raw: true, handler: (text: string) => linked(text, phones) });
  return (name, view) => engine.renderFileSync(name, view);
}

/**
 * A text as HTML in which each web address leads there (punctuation after it is not part of it), and each of the
 * plan's telephone numbers has its way for people who cannot hear or speak on the phone beside it.
 */
function linked(text: string, phones: PhoneView[]): string {
  return text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)
    .map((part, at) =>
      at % 2 === 0
        ? withRelay(escaped(part), phones)
        : `<a class="address" href="${escaped(part)}">${escaped(part)}</a>`,
    )
    .join('');
}

function withRelay(html: string, phones: PhoneView[]): string {
  return phones.reduce(
    (text, { number, digits, relay }) =>
      text.replaceAll(
        number,
        `<a class="nowrap" href="tel:${digits}">${number}</a> (Relay UK: <span class="nowrap">${relay}</span>)`,
      ),
    html,
  );
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
