import { DEMO_CYCLE, DEMO_PERSON } from "./ids.ts";

/** Days of a cycle, as YYYY-MM-DD; null for what has not happened by 22 November 2026. */
type CycleDays = {
  opened: string;
  scoringOpens: string;
  scoringDue: string;
  moderationOn: string;
  /** When the panel met. */
  sessions: string[];
  feedback: string | null;
  closed: string | null;
};

export type DemoCycle = {
  id: string;
  title: string;
  question: string;
  seed: string;
  periodFrom: string;
  periodTo: string;
  plans: number;
  minimum: number;
  days: CycleDays;
  auditors: string[];
  /** How many plans have a third auditor. */
  threeAuditors: number;
  /** Why one drawn plan gave its place to a reserve. */
  replacedBecause: string | null;
  /** How much better plans are than in summer 2026, in levels; and how much less of their text is copied. */
  quality: number;
  ownWords: number;
  /**
   * Plans with something special, by their place in the order of quality: 0 is the weakest plan.
   * `serious`: criteria at Inadequate. `withheld`: outstanding by its score, but HS4 requires improvement.
   * `notSeen`: the pages on preparation for adulthood were not in the pack. `alike`: the auditors said the same throughout. `bothViews`: the panel could not agree on one criterion.
   */
  serious: Record<string, number[]>;
  outstanding: number[];
  withheld: number[];
  notSeen: number[];
  alike: number[];
  bothViews: number[];
  /** Beside whose derived grade the panel sets the next better one. */
  ownGrade?: number[];
  /** How many plans the panel has signed off, and on how many more it has begun. */
  moderated: { signedOff: number; begun: number };
  /** The day on which findings were coded to themes, and how many still wait for a first coder, a second, and to be settled. */
  coded: { on: string; leaves: number; secondLeaves: number; unsettled: number } | null;
  /**
   * Where scoring goes on: how far each auditor is, plan by plan; plans beyond the list are not started. "submitted",
   * "reopened" by the quality lead since, or the criterion at which the auditor stopped. Null: every audit is in.
   */
  progress: Record<string, string[]> | null;
  /** The rubric by its key; the full audit unless it says otherwise. */
  rubric?: string;
  /** How far the packs of feedback come, in turn. */
  feedback: ("sent" | "read" | "replied" | "disputed" | "corrected" | "resolved")[];
  /** How many families are asked, and how many of them do not answer. */
  families: { asked: number; silent: number };
};

const ALL_AUDITORS = [
  DEMO_PERSON.educationAuditor,
  DEMO_PERSON.secondEducationAuditor,
  DEMO_PERSON.healthAuditor,
  DEMO_PERSON.secondHealthAuditor,
  DEMO_PERSON.careAuditor,
  DEMO_PERSON.secondCareAuditor,
  DEMO_PERSON.settingAuditor,
  DEMO_PERSON.forumAuditor,
  DEMO_PERSON.secondForumAuditor,
];

/** The audits of Northshire up to 22 November 2026, oldest first. */
export const PROGRAMME: DemoCycle[] = [
  {
    id: DEMO_CYCLE.autumn2025,
    title: "Autumn 2025 routine audit",
    question: "How good are our plans, and what should we work on first?",
    seed: "northshire-autumn-2025",
    periodFrom: "2025-09-01",
    periodTo: "2025-12-31",
    plans: 24,
    minimum: 2,
    days: {
      opened: "2026-01-26",
      scoringOpens: "2026-02-02",
      scoringDue: "2026-02-20",
      moderationOn: "2026-02-25",
      sessions: ["2026-02-25", "2026-02-26", "2026-03-04"],
      feedback: "2026-03-09",
      closed: "2026-03-20",
    },
    auditors: ALL_AUDITORS,
    threeAuditors: 4,
    replacedBecause: "the plan ceased in January, before the draw",
    quality: -0.22,
    ownWords: -0.45,
    serious: {
      EP2: [0, 3, 11],
      OF1: [0, 5],
      VC1: [2],
      HS4: [0, 1, 4, 7, 12],
      HS2: [1, 6, 9],
      PN6: [1, 4],
      SC7: [2, 8],
    },
    outstanding: [23],
    withheld: [],
    notSeen: [],
    alike: [],
    bothViews: [13],
    moderated: { signedOff: 24, begun: 0 },
    coded: { on: "2026-03-05", leaves: 0, secondLeaves: 0, unsettled: 0 },
    progress: null,
    feedback: ["resolved"],
    families: { asked: 0, silent: 0 },
  },
  {
    id: DEMO_CYCLE.spring2026,
    title: "Spring 2026 routine audit",
    question: "Do plans still share copied text?",
    seed: "northshire-spring-2026",
    periodFrom: "2026-01-01",
    periodTo: "2026-03-31",
    plans: 30,
    minimum: 3,
    days: {
      opened: "2026-03-30",
      scoringOpens: "2026-04-13",
      scoringDue: "2026-05-01",
      moderationOn: "2026-05-06",
      sessions: ["2026-05-06", "2026-05-07", "2026-05-13"],
      feedback: "2026-05-18",
      closed: "2026-05-29",
    },
    auditors: ALL_AUDITORS,
    threeAuditors: 5,
    replacedBecause: "the case record was locked while a complaint was looked into",
    quality: -0.18,
    ownWords: -0.45,
    serious: {
      EP2: [1, 4, 14],
      OF1: [2, 4],
      PN1: [0],
      HS4: [0, 3, 5, 8, 11, 15],
      HS2: [0, 2, 6, 10],
      PN6: [0, 3],
      SC7: [3, 9],
    },
    outstanding: [28, 29],
    withheld: [],
    notSeen: [],
    alike: [19],
    bothViews: [16],
    moderated: { signedOff: 30, begun: 0 },
    coded: { on: "2026-05-14", leaves: 0, secondLeaves: 0, unsettled: 0 },
    progress: null,
    feedback: ["resolved", "resolved", "replied"],
    families: { asked: 6, silent: 1 },
  },
  {
    id: DEMO_CYCLE.summer2026,
    title: "Summer 2026 routine audit",
    question: "Is provision in section F clear enough to deliver?",
    seed: "northshire-summer-2026",
    periodFrom: "2026-04-01",
    periodTo: "2026-06-30",
    plans: 40,
    minimum: 3,
    days: {
      opened: "2026-06-01",
      scoringOpens: "2026-06-08",
      scoringDue: "2026-06-26",
      moderationOn: "2026-06-30",
      sessions: ["2026-06-30", "2026-07-01", "2026-07-02", "2026-07-07"],
      feedback: "2026-07-13",
      closed: "2026-07-24",
    },
    auditors: ALL_AUDITORS,
    threeAuditors: 8,
    replacedBecause: "the family moved and the plan was transferred to another area on 2 June",
    quality: 0.03,
    ownWords: 0.5,
    serious: {
      EP2: [1, 4, 21, 28],
      OF1: [1, 4],
      PN1: [2],
      HS4: [0, 3, 6, 8, 9, 12, 14, 17],
      HS2: [0, 2, 7, 8, 11, 16],
      PN6: [0, 3, 6, 10],
      SC7: [5, 7, 13],
    },
    outstanding: [37, 38, 39],
    withheld: [36],
    notSeen: [14, 30],
    alike: [26],
    bothViews: [22],
    ownGrade: [27],
    moderated: { signedOff: 40, begun: 0 },
    coded: { on: "2026-07-08", leaves: 0, secondLeaves: 0, unsettled: 0 },
    progress: null,
    feedback: ["resolved", "replied", "corrected", "resolved", "sent", "replied"],
    families: { asked: 14, silent: 2 },
  },
  {
    id: DEMO_CYCLE.autumn2026,
    title: "Autumn 2026 routine audit",
    question: "Did the work on section F help?",
    seed: "northshire-autumn-2026",
    periodFrom: "2026-07-01",
    periodTo: "2026-10-31",
    plans: 16,
    minimum: 2,
    days: {
      opened: "2026-10-12",
      scoringOpens: "2026-10-19",
      scoringDue: "2026-11-13",
      moderationOn: "2026-11-18",
      sessions: ["2026-11-18", "2026-11-20"],
      feedback: null,
      closed: null,
    },
    auditors: ALL_AUDITORS,
    threeAuditors: 5,
    replacedBecause: null,
    quality: 0.06,
    ownWords: 0.5,
    serious: { EP2: [1, 7], HS4: [0, 2, 4], HS2: [0, 3], SC7: [0] },
    outstanding: [15],
    withheld: [],
    notSeen: [],
    alike: [10],
    bothViews: [8],
    moderated: { signedOff: 6, begun: 4 },
    coded: { on: "2026-11-21", leaves: 14, secondLeaves: 5, unsettled: 2 },
    progress: null,
    feedback: ["disputed", "read", "sent"],
    families: { asked: 4, silent: 4 },
  },
  {
    id: DEMO_CYCLE.winter2026,
    title: "Winter 2026 dip sample",
    question: "Are health and social care sections asked for, and used?",
    seed: "northshire-winter-2026",
    periodFrom: "2026-08-01",
    periodTo: "2026-10-31",
    plans: 12,
    minimum: 2,
    days: {
      opened: "2026-11-16",
      scoringOpens: "2026-11-17",
      scoringDue: "2026-12-04",
      moderationOn: "2026-12-09",
      sessions: [],
      feedback: null,
      closed: null,
    },
    auditors: [
      DEMO_PERSON.educationAuditor,
      DEMO_PERSON.healthAuditor,
      DEMO_PERSON.careAuditor,
      DEMO_PERSON.settingAuditor,
      DEMO_PERSON.forumAuditor,
    ],
    threeAuditors: 1,
    replacedBecause: null,
    quality: 0.06,
    ownWords: 0.5,
    serious: { EP2: [2], HS4: [0, 3] },
    outstanding: [],
    withheld: [],
    notSeen: [],
    alike: [],
    bothViews: [],
    moderated: { signedOff: 0, begun: 0 },
    coded: null,
    progress: {
      [DEMO_PERSON.educationAuditor]: ["reopened", "EP2"],
      [DEMO_PERSON.healthAuditor]: ["submitted", "submitted", "submitted"],
      [DEMO_PERSON.careAuditor]: ["submitted", "submitted", "submitted"],
      [DEMO_PERSON.settingAuditor]: ["submitted", "submitted", "PN3"],
      [DEMO_PERSON.forumAuditor]: ["VC4"],
    },
    rubric: "ehc-plan-forum",
    feedback: [],
    families: { asked: 0, silent: 0 },
  },
];
