import type { Condition } from './conditions.ts';

/** A walk-through told as data: what one file of this folder says. */
export interface Guide {
  /** 'set-up-mfa', which is also the name of its file. */
  id: string;
  /** The heading of its cards. */
  title: string;
  /** What one types to open it: 'app password'. */
  command: string;
  /** One sentence for help and the help pages. */
  summary: string;
  /** Each keeper of a shared account has a place of their own in it. */
  perKeeper: boolean;
  /** The first is where it starts. */
  steps: GuideStep[];
}

export type GuideStep = ShownStep | DecideStep;

/** Passed through without being shown: the first branch that holds decides. The last branch has no `when`. */
export interface DecideStep {
  id: string;
  decide: Branch[];
}

export interface Branch {
  when?: Condition | undefined;
  to: string;
  /** The help pages know nobody: there a decide step about the person becomes a question with these labels. */
  label?: string | undefined;
}

/** What a person sees. Exactly one of `next`, `choices`, `check` and `end` says where it leads. */
export interface ShownStep {
  id: string;
  title: string;
  /** Paragraphs. */
  text: Line[];
  /** What to do, in order. */
  list?: Line[] | undefined;
  /** A file in pictures/, such as 'scan-the-code.png'. */
  picture?: { file: string; alt: string } | undefined;
  /** What commonly goes wrong at this step. */
  tip?: string | undefined;
  /** What usually helps here. */
  stuck?: string[] | undefined;
  /** A button that opens a page in the browser. */
  link?: { title: string; url: string } | undefined;
  /** Only in plain mode and on the help pages, such as the way without the picture. */
  plain?: Line[] | undefined;
  next?: string | undefined;
  choices?: Choice[] | undefined;
  /** Ends the guide: Microsoft is asked, and the product words the result. */
  check?: 'registration' | undefined;
  /** Ends the guide with this step's own text. */
  end?: End | undefined;
}

export type Line = string | { when: Condition; text: string };

/** A keeper's own word about installed Outlook. */
export type GuideWord = 'works' | 'not-needed' | 'not-working';

export interface Choice {
  id: string;
  /** At most 40 characters: it is a button. */
  label: string;
  to: string;
  /** Not offered where it does not hold. */
  when?: Condition | undefined;
  /** Counted: which methods are chosen. */
  method?: 'authenticator' | 'phone' | 'passkey' | 'hardware-token' | 'none' | undefined;
  /** Recorded when it is pressed. */
  word?: GuideWord | undefined;
}

export interface End {
  kind: 'done' | 'not-needed' | 'wait' | 'ask-desk' | 'other-guide';
  /** A button that opens another guide there. */
  guide?: { id: string; step?: string | undefined; label: string } | undefined;
  /** Recorded when this end is reached. */
  word?: GuideWord | undefined;
}

/** One thing that is wrong with a guide, with its place: `steps[2].choices[0].to`. */
export interface GuideFault {
  path: string;
  message: string;
}

/** What a guide is checked against beyond itself. */
export interface GuideSurroundings {
  /** Whether pictures/ has such a file. */
  hasPicture(file: string): boolean;
  /** Whether the plan has a cohort of that id. */
  hasCohort(id: string): boolean;
}

/** Whether a person sees this step, rather than being led through it. */
export function isShown(step: GuideStep): step is ShownStep {
  return !('decide' in step);
}
