import type { AdaptiveCard } from '../../cards/card.ts';
import type { Clock } from '../../services/clock.ts';
import type { Graph } from '../../services/graph/client.ts';
import type { Guide } from '../../services/guides/guide.ts';
import type { Knowledge } from '../../services/knowledge/knowledge.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import type { Database } from '../../services/store/database.ts';
import type { Log } from '../../services/telemetry/log.ts';

/** What the conversation files work with; `compose` fills it once. */
export interface ConversationDeps {
  plan: RolloutPlan;
  database: Database;
  graph: Graph;
  clock: Clock;
  log: Log;
  knowledge: Knowledge;
  guides: ReadonlyMap<string, Guide>;
  serviceDeskGroupId: string;
  /** Where browsers reach this bot, without a slash at the end; undefined where nobody has set it. */
  publicUrl: string | undefined;
  /** Adds to a card what every card carries. */
  present(card: AdaptiveCard): AdaptiveCard;
  /**
   * Reads the registration report anew when it is too old to name who is not ready. After `withinMs` the reading goes
   * on by itself and the older report stands.
   */
  refreshReport(withinMs?: number): Promise<void>;
  /** Brings the plan up to what the service desk last decided, on any instance. */
  refreshPlan(): Promise<void>;
  /** Counts a question to Graph that a press asks at once, so that messages which go out by themselves hold back. */
  noteCheck?(): Promise<void>;
  /** Whether the app is brought to accounts that were never met when a message is to go to them. */
  installsApp?: boolean;
  /** Tells the dispatcher that something was put on the road. */
  wake(): void;
  /** Takes notices that are being sent one step further, without waiting for their turn. */
  followNotices(): void;
}
