import type { GalleryEntry } from './entry.ts';
import { guideEntries } from './guides.ts';
import { keeperEntries } from './keepers.ts';
import { learningEntries } from './learning.ts';
import { myDataEntries } from './my-data.ts';
import { overviewEntries } from './overviews.ts';
import { planEntries } from './plan.ts';
import { questionEntries } from './questions.ts';
import { reminderAnswerEntries } from './reminder-answers.ts';
import { reminderEntries } from './reminders.ts';
import { schoolEntries } from './schools.ts';
import { serviceDeskEntries } from './service-desk.ts';
import { standingEntries } from './standing.ts';
import { ticketEntries } from './tickets.ts';
import { unreachedEntries } from './unreached.ts';

/** Every card in every state: what the tests parse and the gallery page shows. */
export const gallery: GalleryEntry[] = [
  ...standingEntries,
  ...overviewEntries,
  ...guideEntries,
  ...keeperEntries,
  ...myDataEntries,
  ...questionEntries,
  ...reminderEntries,
  ...reminderAnswerEntries,
  ...schoolEntries,
  ...ticketEntries,
  ...serviceDeskEntries,
  ...unreachedEntries,
  ...planEntries,
  ...learningEntries,
];
