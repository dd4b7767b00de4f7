import type { AdaptiveCard } from '../card.ts';

/** A card in one state, with the name that the gallery shows. */
export interface GalleryEntry {
  name: string;
  card: AdaptiveCard;
  summary: string;
}

/** The entries of one kind of card, each view under its name. */
export function entries<View>(
  kind: string,
  render: (view: View) => AdaptiveCard,
  summarise: (view: View) => string,
  views: Record<string, View>,
): GalleryEntry[] {
  return Object.entries(views).map(([state, view]) => ({
    name: `${kind}: ${state}`,
    card: render(view),
    summary: summarise(view),
  }));
}
