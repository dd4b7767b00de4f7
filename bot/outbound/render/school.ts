import type { AdaptiveCard } from '../../../cards/card.ts';
import { schoolCard, schoolReadyCard } from '../../../cards/school.ts';
import type { SchoolView } from '../../../cards/school-view.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { type SchoolContent, schoolView } from '../../school-card.ts';

/** What a head is sent about their school: how it stands, or once that it is ready. */
export interface SchoolMessage {
  content: 'school' | 'good-news';
  school: SchoolContent;
}

/** A school card, or the good news, as its head sees it. `reminder` is the head's own, where it is in the card. */
export function renderSchool(
  plan: RolloutPlan,
  { content, school }: SchoolMessage,
  reminder?: SchoolView['reminder'],
): AdaptiveCard {
  const view = { ...schoolView(plan, school), reminder };
  return content === 'good-news' ? schoolReadyCard(view) : schoolCard(view);
}
