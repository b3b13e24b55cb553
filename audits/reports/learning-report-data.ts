import type { Change, Count, Interval, Share } from "../charts/figures.ts";
import type { Day } from "../cases/case.ts";
import type { Logo } from "./blocks.ts";

/**
 * Everything that a learning report says, as numbers and words. Small-number protection is done before: what must not be
 * seen arrives as `Hidden`, and the report has no way back to it. Words that people wrote (question, commentary, quotes,
 * actions) are printed as they are; every other sentence is made from the numbers.
 */
export type LearningReportData = {
  /** "Northshire": the local area. */
  area: string;
  /** Stands in the footer of every page and on the cover: "Northshire SEND Partnership". */
  organisation: string;
  partners: string[];
  /** For whom it was prepared: "the SEND partnership board". Null leaves the line out. */
  audience: string | null;
  contact: string | null;
  /** As it was when the report was begun. */
  logo?: Logo | null;
  /** Published: protected numbers. Internal: the cover and every page say that small numbers are shown. */
  view: "published" | "internal";
  status: "draft" | "final";
  version: string;
  /** Day of the report; the only date that goes into the file's properties. */
  date: Day;
  cycle: {
    title: string;
    /** What the cycle set out to learn; null where none was asked. */
    question: string | null;
    from: Day;
    to: Day;
  };
  sample: SampleData;
  rubric: { title: string; version: string; hash: string };
  codebook: { title: string; version: string } | null;
  /** One row an agency. */
  auditors: { agency: string; auditors: number; audits: number }[];
  /** Grades of the rubric, best first. `good`: counts as good or better. */
  levels: LevelData[];
  grades: GradesData;
  /** In the order of the rubric; the report puts the headline domains first and keeps the order otherwise. */
  domains: DomainData[];
  limits: LimitsData;
  agreement: AgreementData;
  /** Most plans first. */
  themes: ThemeData[];
  /** Results by group (phase, setting and the like), already protected. */
  groups: { title: string; rows: { label: string; good: Share }[] }[];
  /** Null: not part of this report. */
  timeliness: { source: string; rows: { label: string; share: Share }[] } | null;
  /** Earlier cycles, oldest first, that may be compared with this one: same rubric version, same kind of sample. */
  previousCycles: { title: string; good: Share }[];
  /** Change of the share good or better since the last of `previousCycles`. */
  change: { since: string; change: Change } | null;
  actions: ActionData[];
  /** Which chapters the report has, in its order; absent: all that have something to say, in their usual order. */
  chapters?: readonly ChapterKey[];
  /** The partnership's own sentence above the headline figures. */
  headline?: string;
  /** What people say of the change since the last cycle, one string a paragraph. */
  aboutChange?: string[];
  /** What families said, what was asked of services, what was done, and what came of it. */
  asked?: AskedData[];
  /** What the report recommends, in its own words; actions that are agreed stand in `actions`. */
  recommendations?: RecommendationData[];
  /** Sentences of an easy-read version by its parts; parts that are not here are made from the numbers. */
  easyWords?: Partial<Record<"found" | "good" | "better" | "next" | "contact", string[]>>;
  /** How many events the trail had when the figures were taken, and the fingerprint of the last. */
  trail?: { events: number; hash: string } | null;
  /** Which parts of this report health and social care answer for. Null or absent: not part of this report. */
  contributions?: ContributionsData | null;
  /** What one service was asked, gave and is answerable for, already protected. Only in the pack of that service. */
  service?: ServiceData | null;
  /** What families told the partnership, already protected. Null or absent: not part of this report. */
  families?: FamiliesData | null;
  /** Actions of earlier cycles and what a later audit found of them. Null or absent: not part of this report. */
  previousActions?: PreviousActionData[] | null;
  /** When the cycle was reopened so that a mistake could be put right, and when moderation ended again (null: not yet). */
  reopened?: { on: Day; until: Day | null }[];
  /** Sentences on what this audit cannot show, beyond those that the report makes from the numbers. */
  limitsOfAudit: string[];
  /** What people wrote under a chapter, one string a paragraph. */
  commentary: { chapter: ChapterKey; paragraphs: string[] }[];
  /** Versions of the methods behind the numbers: "grading/1", "agreement/1". */
  methods: string[];
  protection: {
    /** Counts from 1 to this minus 1 are hidden. */
    threshold: number;
    /** How many figures were hidden in this report. */
    hidden: number;
  };
};

/** The chapters of a report in their usual order. `headlines` stands on a page of its own. */
export const CHAPTERS = [
  "purpose",
  "method",
  "headlines",
  "grades",
  "domains",
  "limits",
  "themes",
  "groups",
  "contributions",
  "families",
  "changed",
  "asked",
  "actions",
  "cautions",
  "notes",
] as const;
export type ChapterKey = (typeof CHAPTERS)[number];

type LevelData = { label: string; good: boolean };

export type SampleData = {
  /** Plans in the frame. */
  population: number;
  /** Plans drawn. */
  drawn: number;
  /** Plans whose results are settled and counted here. */
  counted: number;
  /** Which plans the frame holds, in words; "" for every active plan. */
  question: string;
  /** True where the plans were picked for a reason, so that no share says anything about others. */
  chosen: boolean;
  /** "a random sample within phase": follows "The plans are". */
  method: string;
  drawnOn: Day;
  seed: string;
  frameHash: string;
  /** Plans left out before the draw, by reason. */
  exclusions: { reason: string; plans: Count }[];
  replaced: Count;
  /** Null: a simple random sample. */
  strata: { title: string; rows: { label: string; population: Count; drawn: Count }[] } | null;
};

export type GradesData = {
  /** Plans with a grade. */
  n: number;
  /** Applied: `after` is the grade. Shadow: limits were tried out and the grade is `before`. */
  limitsMode: "applied" | "shadow";
  /** Plans at each of `levels`, same order. */
  before: Count[];
  after: Count[];
  good: Share;
  /** How many of all plans of the frame are likely to be good or better; null where the share is hidden or too few plans were read. */
  goodInPopulation: { lower: number; upper: number } | null;
  notGraded: Count;
  /** Grades that a panel changed by its own reasoned decision. */
  overridden: Count;
};

export type DomainData = {
  title: string;
  headline: boolean;
  notGraded: Count;
  /** Plans at each of `levels`, same order. */
  counts: Count[];
  good: Share;
};

export type LimitsData = {
  /** Plans whose grade a limit lowered (or, in shadow mode, would have lowered). */
  lowered: Count;
  /** The same by the grade they were limited to. */
  loweredTo: { level: string; plans: Count }[];
  rows: { key: string; title: string /** "Limits to Inadequate" */; effect: string; plans: Count }[];
};

export type AgreementData = {
  /** Plans that two or more auditors scored. */
  plans: number;
  /** Levels that can be compared: criteria of those plans that two or more auditors scored. */
  compared: number;
  exact: number;
  withinOne: number;
  /** Gwet's AC2, quadratic weights. */
  ac2:
    | { value: number; interval: Interval | null /** "mostly consistent" */; words: string | null }
    | { value: null; reason: string };
  /** Plans that went through moderation, criteria discussed, and levels that the panel agreed or left as two views. */
  moderated: { plans: number; criteria: number; changed: number; bothViews: number };
  /** Criteria with the lowest and highest agreement. */
  criteria: { key: string; title: string; exact: number; withinOne: number; of: number }[];
};

export type ThemeData = {
  code: string;
  name: string;
  polarity: "strength" | "improvement";
  definition: string | null;
  share: Share;
  previous: Share | null;
  /** Null where cycles may not be compared. `worthALook`: stands out after allowing for the number of themes compared. */
  change: (Omit<Change, "verdict"> & { worthALook: boolean }) | null;
  quotes: QuoteData[];
};

export type QuoteData = {
  text: string;
  /** BCP 47 tag where the words are not English: "cy", "pl". */
  lang: string | null;
  /** Section of the plan, "F", and page, where they are known. */
  section: string | null;
  page: number | null;
};

export type AskedData = {
  said: string;
  asked: string;
  did: string;
  /** Name of the action behind it: "A-03". Its tested effect stands where nobody wrote what difference it made. */
  action?: string;
  difference: string;
};

export type RecommendationData = { title: string; text: string; owner: string; due: string; measure: string };

/** Names rows that stand elsewhere in the report, and holds no figure of its own: nothing here needs protection. */
export type ContributionsData = {
  /** Titles of domains. */
  domains: string[];
  /** Codes of themes. */
  themes: string[];
  /** Agencies, as in `auditors`. */
  agencies: string[];
};

export type ServiceData = {
  /** "Health" */
  name: string;
  /** Requests that the dates are of: "requests from 1 January 2026 to 30 September 2026". Null: the case records say nothing. */
  dates: string | null;
  /** Asked, replied, in time, useful, used: what is known, in this order. `of` says of what. */
  steps: { label: string; of: string; share: Share }[];
  /** The criteria of the rubric that the service answers for. Useful: about the advice itself; used: about the parts of the plan that rest on it. */
  criteria: { key: string; title: string; says: "Useful" | "Used"; good: Share }[];
};

export type FamiliesData = {
  /** Families that were asked, and those who answered. */
  asked: Count;
  answered: Count;
  /** How they were asked, and when: a sentence. */
  how: string;
  /** "The plan describes my child": how many of those who answered said so. */
  rows: { question: string; share: Share }[];
  quotes: QuoteData[];
};

export type PreviousActionData = {
  /** "A-03" */
  name?: string;
  title: string;
  owner: string;
  /** "Done", "In progress": whether it was carried out, which is not whether it worked. */
  standing: string;
  /** What the re-audit found, in sentences, already protected; null while it was not tested. */
  found: string | null;
  /** Whether it was this audit that tested it. */
  here: boolean;
};

type ActionData = {
  /** "A-03". Absent in reports that were begun before it was kept. */
  name?: string;
  title: string;
  detail: string;
  owner: string;
  due: Day;
  measure: string;
  baseline: string | null;
  target: string | null;
  /** How far it is: "Done". Null leaves it out. */
  state: string | null;
  /** What a re-audit found, in sentences; null where it is not tested. */
  effect: string | null;
};
