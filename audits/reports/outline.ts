import { CHAPTERS, type ChapterKey, type LearningReportData } from "./learning-report-data.ts";

/** What kinds of report there are, which chapters each has, and whether a chapter has anything to say. */

export const REPORT_KINDS = [
  "learning",
  "board",
  "public",
  "easy_read",
  "service_health",
  "service_social_care",
  "evidence",
] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export const KIND_LABELS: Record<ReportKind, string> = {
  learning: "Learning report",
  board: "Board page",
  public: "Public version",
  easy_read: "Easy-read version",
  service_health: "Service pack for health",
  service_social_care: "Service pack for social care",
  evidence: "Evidence pack for inspection",
};

/** For whom each kind is, in one sentence. */
export const KIND_HINTS: Record<ReportKind, string> = {
  learning: "Everything that the cycle found, with its method and its limits. For the partnership and its board.",
  board: "One side of A4: the answer, four figures, what to ask. For the board’s papers.",
  public: "In plain words, with what families said, what was asked, what was done and the difference it made.",
  easy_read: "Short sentences with pictures. A start to work on with the people it is for.",
  service_health: "What health was asked and gave, what the audit found of it, and what is asked of health now.",
  service_social_care:
    "What social care was asked and gave, what the audit found of it, and what is asked of social care now.",
  evidence: "What inspectors ask about quality assurance, each question with its evidence, and the data attached.",
};

/** Kinds that leave the partnership hold published figures and nothing else. */
export const PUBLISHED_ONLY: readonly ReportKind[] = [
  "public",
  "easy_read",
  "service_health",
  "service_social_care",
  "evidence",
];

/** The service that a kind is for. */
export const SERVICE_OF: Partial<Record<ReportKind, "health" | "social_care">> = {
  service_health: "health",
  service_social_care: "social_care",
};

export const CHAPTER_TITLES: Record<ChapterKey, string> = {
  purpose: "Purpose and scope",
  method: "How we audited",
  headlines: "Headlines",
  grades: "Grades",
  domains: "Domains",
  limits: "Legal duties and limits",
  themes: "Themes",
  groups: "By group",
  contributions: "Health and social care",
  families: "What families told us",
  changed: "What changed since last time",
  asked: "You said, we asked, we did",
  actions: "Actions",
  cautions: "Limits of this audit",
  notes: "Words and data notes",
};

/** The chapters that a kind can have, in their usual order. */
export function chaptersOf(kind: ReportKind): readonly ChapterKey[] {
  switch (kind) {
    case "learning":
      return CHAPTERS;
    case "board":
      return ["headlines", "actions"];
    case "public":
      return [
        "purpose",
        "headlines",
        "domains",
        "themes",
        "families",
        "changed",
        "asked",
        "actions",
        "cautions",
        "notes",
      ];
    case "easy_read":
      return ["headlines", "asked"];
    case "service_health":
    case "service_social_care":
      return ["headlines", "contributions", "themes", "asked", "changed", "actions", "cautions", "notes"];
    case "evidence":
      return [
        "headlines",
        "method",
        "grades",
        "domains",
        "limits",
        "themes",
        "contributions",
        "families",
        "groups",
        "changed",
        "asked",
        "actions",
        "cautions",
        "notes",
      ];
  }
}

/** Chapters without which a report would claim more than it can show, so they cannot be left out. */
export const ALWAYS: Record<ReportKind, readonly ChapterKey[]> = {
  learning: ["method", "headlines", "cautions", "notes"],
  board: ["headlines"],
  public: ["headlines", "cautions", "notes"],
  easy_read: ["headlines"],
  service_health: ["headlines", "contributions", "cautions", "notes"],
  service_social_care: ["headlines", "contributions", "cautions", "notes"],
  evidence: ["method", "headlines", "cautions", "notes"],
};

/** Why a chapter has nothing to say in this report, or null where it has. */
export function nothingToSay(chapter: ChapterKey, data: LearningReportData): string | null {
  switch (chapter) {
    case "groups":
      return data.groups.length === 0 ? "The plans are not counted by group yet." : null;
    case "contributions":
      return data.contributions || data.service
        ? null
        : "The rubric has no domain that health and social care answer for.";
    case "families":
      return data.families ? null : "No views of families are recorded for this cycle.";
    case "changed":
      return data.change || data.previousActions?.length || data.previousCycles.length > 0
        ? null
        : "There is no earlier cycle that this one may be compared with.";
    default:
      return null;
  }
}

/** The chapters of a new report: all of its kind that have something to say. */
export const startingChapters = (kind: ReportKind, data: LearningReportData): ChapterKey[] =>
  chaptersOf(kind).filter((chapter) => nothingToSay(chapter, data) === null);

/** The chapters as they were chosen, without what this kind cannot have or has no data for, and with what it must have. */
export function settledChapters(kind: ReportKind, chosen: readonly string[], data: LearningReportData): ChapterKey[] {
  const possible = chaptersOf(kind);
  const kept = [...new Set(chosen)].filter(
    (key): key is ChapterKey => possible.includes(key as ChapterKey) && nothingToSay(key as ChapterKey, data) === null,
  );
  for (const key of possible.filter((one) => ALWAYS[kind].includes(one) && !kept.includes(one))) {
    const earlier = possible.slice(0, possible.indexOf(key)).map((one) => kept.indexOf(one));
    kept.splice(Math.max(-1, ...earlier) + 1, 0, key);
  }
  return kept;
}
