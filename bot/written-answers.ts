import type { WrittenAnswers } from '../services/knowledge/written-articles.ts';
import { publishedAnswers, revisionOf } from '../services/learning/published.ts';
import type { Database } from '../services/store/database.ts';

/** The answers that the service desk published, as knowledge reads them. */
export function writtenAnswers(database: Database): WrittenAnswers {
  return {
    revision: () => revisionOf(database),
    async published() {
      const answers = await publishedAnswers(database);
      return answers.map(({ cohorts, validFrom, validUntil, ...answer }) => ({
        ...answer,
        reach: { cohorts, from: validFrom, until: validUntil },
      }));
    },
  };
}
