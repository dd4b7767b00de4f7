import { submit } from './actions/action.ts';
import { guideStart } from './actions/guide.ts';
import { statusShow } from './actions/status.ts';
import type { Action } from './card.ts';
import { primary } from './elements.ts';
import type { NextAction } from './standing.ts';

/** The one main button that leads on from a card; none where there is nothing to do. */
export function nextButton(next: NextAction): Action[] {
  switch (next.kind) {
    case 'start-guide':
      return [primary(submit(guideStart, 'Set up MFA', { guide: next.guide }))];
    case 'continue-guide':
      return [primary(submit(guideStart, 'Continue', { guide: next.guide, step: next.step, alone: true }))];
    case 'keepers':
      return [primary(submit(guideStart, 'Set up mine', { guide: next.guide }))];
    case 'check-status':
      return [primary(submit(statusShow, 'Check my status', {}))];
    case 'app-password':
      return [primary(submit(guideStart, getOutlookWorking, { guide: next.guide }))];
    case 'none':
      return [];
  }
}

/** The title of every button into the guide on app passwords: where they are not accepted it tells another way. */
export const getOutlookWorking = 'Get Outlook working';
