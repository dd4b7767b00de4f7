import type { AdaptiveCard } from '../../../cards/card.ts';
import { noticeCard } from '../../../cards/notice.ts';
import type { NoticeContent } from '../../../services/notices/at-send.ts';
import type { RolloutPlan } from '../../../services/rollout/plan.ts';
import { noticeView } from '../../notice-views.ts';

/** A notice as its recipients see it. */
export function renderNotice(plan: RolloutPlan, content: NoticeContent): AdaptiveCard {
  return noticeCard(noticeView(plan, content));
}
