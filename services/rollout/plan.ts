import { LineCounter, parseDocument } from 'yaml';
import { faultsOfShape, type PlanFault } from './plan-faults.ts';
import { faultsOfWhole } from './plan-rules.ts';
import { planSchema } from './plan-schema.ts';
import type { Retention } from './retention.ts';

/** A day as 'YYYY-MM-DD' in the plan's time zone. Plain text: two such days compare as they sort. */
export type IsoDate = string;

/** A group of accounts that is switched on together. The first cohort whose pattern matches an address owns it. */
export interface Cohort {
  id: string;
  /** As a sentence needs it: "Head teachers' accounts". */
  name: string;
  /** One word for buttons and tables: 'head'. */
  shortName: string;
  /** 'head@*.norfolk.sch.uk', or '*@*.norfolk.sch.uk' for any local part. See address-pattern.ts. */
  pattern: string;
  /** Whether several people commonly use one account of this cohort. */
  shared: boolean;
}

/** 'online' is Outlook on the web; 'client' is Outlook installed on a device. */
export type Surface = 'online' | 'client';

/** How exactly the announcement states a date: that day, the week beginning on it, or that day and later. */
export type Precision = 'day' | 'week' | 'onwards';

/** Schools of one phase that have a date of their own. `schools` holds domains, such as hillside.norfolk.sch.uk. */
export interface Wave {
  date: IsoDate;
  schools: string[];
  /** The change of the service desk that this date comes from; absent where the plan's file says so. */
  change?: PhaseChange;
}

/** What the service desk decided last of a date, as far as it still holds. */
export interface PhaseChange {
  /** Its number: that of the revision of the plan that it made. */
  id: number;
  what: 'moved' | 'paused' | 'resumed';
  /** The day on which it was decided, in the plan's zone. */
  on: IsoDate;
  /** The reason as a person typed it: plain text, never Markdown. */
  why: string;
  /** Who decides such things, as the plan names them: 'Service Desk'. */
  by: string;
}

/** What is planned for one cohort on one surface. Planned only: whether it is in force, Microsoft Graph says. */
export interface Phase {
  id: string;
  /** Id of the cohort. */
  cohort: string;
  surface: Surface;
  /** The date of every school that no wave names. */
  date: IsoDate;
  precision: Precision;
  waves: Wave[];
  /** The announcement's own words, such as "w/c 03/12/2018"; of a changed date, that they are no longer current. */
  statedAs: string;
  /** The service desk has paused it: `date` is the last one that was planned and counts for nothing; a new one follows. */
  paused?: boolean;
  /** The change of the service desk that holds for `date` or the pause; absent where the plan's file says so. */
  change?: PhaseChange;
}

/** Something else that the announcement changes. `date` is absent where none was announced; `when` has the words. */
export interface OtherChange {
  id: string;
  title: string;
  date?: IsoDate;
  when: string;
  text: string;
  audience?: string;
}

/** When accounts are reminded. Times are 'HH:MM' in the plan's zone; weekdays are ISO numbers, Monday is 1. */
export interface ReminderRules {
  /** Days before a phase's date, such as [14, 7, 3, 1, 0]; 0 is the day itself. */
  offsetsDaysBefore: number[];
  /** Days between the reminders that follow after the date. */
  repeatEveryDays: number;
  time: string;
  workingDays: number[];
  /** From `from` up to, but not including, `to`. */
  workingHours: { from: string; to: string };
  /** Country and region as the package date-holidays names them: GB and ENG. Only public holidays count. */
  holidays: { country: string; region?: string };
  extraDaysOff: IsoDate[];
  /** School holidays: from the first day off to the last. */
  daysOff: { from: IsoDate; to: IsoDate; name: string }[];
  /** How often an account may put off its reminders of one phase and date; 0: never. */
  snoozesPerPhase: number;
}

/** Who is told how a whole school stands, and on how many days before each of its phases, such as [7, 1]. */
export interface HeadRules {
  /** Id of the cohort whose accounts are the head teachers'. */
  cohort: string;
  daysBefore: number[];
}

/** Everything that an announcement states about one rollout. A plan that {@link parsePlan} returned is sound. */
export interface RolloutPlan {
  id: string;
  title: string;
  organisation: string;
  /** An IANA zone, such as Europe/London. Every date and time of the plan is in it. */
  timeZone: string;
  source: { name: string; reference: string; published: IsoDate };
  cohorts: Cohort[];
  phases: Phase[];
  otherChanges: OtherChange[];
  reminders: ReminderRules;
  /** Absent: nobody gets a card for a whole school. */
  heads?: HeadRules;
  /** `contact` says in words how to reach the desk. The other fields are absent where they were not announced. */
  serviceDesk: { name: string; contact: string; phone?: string; email?: string; url?: string };
  namedContact: { name: string; phone: string };
  earlyAdopters: { invited: boolean; text: string };
  guides: { url?: string; text: string };
  /** Whether the tenant still lets an installed Outlook sign in with an app password. */
  appPasswords: 'accepted' | 'not-accepted';
  /** Microsoft's page where a person adds a sign-in method: https://aka.ms/mysecurityinfo */
  securityInfoUrl: string;
  /** For how many days each class of data is kept. */
  retention: Retention;
  /**
   * Grows with each change of the service desk to `phases`; absent for the file alone. What is derived from phases may be
   * kept only together with it, as `phases` is replaced in place (live-plan.ts).
   */
  revision?: number;
  /** The phases of the file, where `phases` are no longer those. */
  announced?: readonly Phase[];
}

export type { PlanFault };

/** Either a sound plan, or every fault found in it; `faults` is then never empty. */
export type ParsedPlan = { ok: true; plan: RolloutPlan } | { ok: false; faults: PlanFault[] };

/**
 * Checks a value, as read from YAML or JSON, against the whole of what a plan must be: the shape of its parts and the
 * rules that hold between them. Gives every fault at once. Never throws on what JSON or YAML can hold.
 */
export function parsePlan(value: unknown): ParsedPlan {
  const shape = planSchema.safeParse(value);
  const between = faultsOfWhole(value);
  if (!shape.success) return { ok: false, faults: [...faultsOfShape(shape.error, value), ...between] };
  return between.length === 0 ? { ok: true, plan: shape.data } : { ok: false, faults: between };
}

/** The plan in a YAML text. A fault of the YAML itself is a fault of the plan too: its path is 'line 3'. */
export function readPlan(yamlText: string): ParsedPlan {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      ok: false,
      faults: document.errors.map(({ message, pos }) => ({
        path: `line ${lines.linePos(pos[0]).line}`,
        expected: 'valid YAML',
        found: message,
      })),
    };
  }
  const value = plainValue(document);
  return 'fault' in value ? { ok: false, faults: [value.fault] } : parsePlan(value.found);
}

/** An alias without its anchor, or one that multiplies without measure, only shows when the value is made. */
function plainValue(document: ReturnType<typeof parseDocument>): { found: unknown } | { fault: PlanFault } {
  try {
    return { found: document.toJS() };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { fault: { path: 'the plan', expected: 'valid YAML', found } };
  }
}
