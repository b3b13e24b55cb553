import { PLAIN_DESIGN } from "#audits/panel/sample-plan.ts";
import type { Answer } from "#audits/panel/answer.ts";
import { emptyAnswer } from "#audits/panel/answer.ts";
import { moderationOf } from "#audits/panel/moderation.ts";
import { type Agreed, planResult } from "#audits/panel/result.ts";
import type { CycleEvidence, PlanEvidence } from "#audits/results/evidence.ts";
import type { RubricDocument } from "#audits/rubric/document.ts";
import { rubricDocument } from "#audits/rubric/schema.ts";
import { drawRecord } from "#audits/sampling/record.ts";
import type { Score } from "#audits/scoring/consensus.ts";
import type { Codebook } from "#audits/themes/codebook.ts";
import type { Agency } from "#audits/vocabulary.ts";

/** A rubric of two domains with two criteria each; A1 limits to Inadequate, B1 to Requires improvement. */
export const RUBRIC: RubricDocument = rubricDocument.parse({
  format: "ehc-rubric/1",
  key: "small",
  version: "1.0.0",
  title: "Small rubric",
  about: "For tests",
  language: "en-GB",
  jurisdiction: "England",
  legalRegime: "cfa_2014",
  validFrom: "2014-09-01",
  levelOrder: "best_first",
  sections: [{ key: "F", label: "F: provision" }],
  scales: [
    {
      key: "four",
      title: "Four levels",
      levels: [
        { key: "inadequate", label: "Inadequate", short: "I", value: 0 },
        { key: "requires_improvement", label: "Requires improvement", short: "RI", value: 1 },
        { key: "good", label: "Good", short: "G", value: 2 },
        { key: "outstanding", label: "Outstanding", short: "O", value: 3 },
      ],
    },
  ],
  grades: [
    { key: "outstanding", label: "Outstanding", short: "O", min: 83.3 },
    { key: "good", label: "Good", short: "G", min: 50 },
    { key: "requires_improvement", label: "Requires improvement", short: "RI", min: 16.7 },
    { key: "inadequate", label: "Inadequate", short: "I", min: 0 },
  ],
  goodFrom: "good",
  modules: [{ key: "plan", title: "The plan", about: "" }],
  mainModule: "plan",
  domains: [domain("A", true), domain("B", false)],
  criteria: [criterion("A1", "hard"), criterion("A2", null), criterion("B1", "soft"), criterion("B2", null)],
  limits: [
    { id: "hard", type: "criterion", label: "A duty is not met", criteria: ["A1"], atOrBelow: 0, cap: "inadequate" },
    { id: "soft", type: "criterion", label: "A weakness", criteria: ["B1"], atOrBelow: 0, cap: "requires_improvement" },
  ],
  scoring: { missing: "block", gradeOn: "displayed", decimals: 1, notGradedBelow: 0.5, overrideSteps: 0 },
});

function domain(key: string, headline: boolean) {
  return { key, module: "plan", title: `Domain ${key}`, shortTitle: `Domain ${key}`, about: "", headline, weight: 1 };
}

function criterion(key: string, limiting: "hard" | "soft" | null) {
  return {
    key,
    domain: key[0],
    title: `Criterion ${key}`,
    question: "?",
    scale: "four",
    responsible: "education",
    scoredBy: null,
    weight: 1,
    sections: ["F"],
    statutory: [],
    codeOfPractice: [],
    verified: "yes",
    descriptors: {},
    lookFor: [],
    themes: [],
    appliesWhen: null,
    notApplicable: { allowed: true, rule: null },
    evidenceAt: [],
    limiting: limiting && { kind: limiting, reason: "For tests" },
    shortForm: true,
  };
}

export const CODEBOOK: Codebook = {
  format: "ehc-codebook/1",
  key: "small",
  version: "1.0.0",
  title: "Small codebook",
  about: "",
  themes: [
    ...["EP-VAGUE", "OF-SILO", "PN-GENERIC", "VC-ABSENT"].map((code) => ({ code, polarity: "improvement" as const })),
    { code: "VC-STRONG", polarity: "strength" as const },
  ].map(({ code, polarity }) => ({
    code,
    polarity,
    name: `Theme ${code}`,
    domain: "A",
    definition: "",
    include: "",
    exclude: "",
    keywords: [],
    basis: "",
  })),
};

/** One auditor's levels for A1, A2, B1 and B2, and findings by criterion. */
export type Sheet = {
  agency?: Agency;
  levels: Score[];
  themes?: Record<string, string[]>;
  quotes?: Record<string, string>;
};

export type SmallPlan = {
  phase?: string | null;
  stratum?: string;
  sheets: Sheet[];
  settled?: Record<string, Agreed>;
  signedOff?: boolean;
};

export function smallCycle(
  plans: SmallPlan[],
  given: {
    id?: string;
    title?: string;
    population?: number;
    strata?: { label: string; plans: number; places: number }[];
  } = {},
): CycleEvidence {
  const references = plans.map((_, i) => `C-${String(i + 1).padStart(4, "0")}`);
  const population = given.population ?? 400;
  const frame = Array.from({ length: population }, (_, i) => `C-${i}`);
  return {
    area: { name: "Northshire", partners: "Northshire Council, Northshire ICB" },
    cycle: {
      id: given.id ?? "cyc_1",
      title: given.title ?? "Autumn 2026",
      question: "",
      status: "moderation",
      periodFrom: "2026-09-01",
      periodTo: "2026-11-30",
      scoringOpens: "2026-11-02",
      scoringDue: "2026-11-27",
      limitsMode: "applied",
      modules: ["plan"],
      shortForm: false,
    },
    rubric: { document: RUBRIC, sha256: "0".repeat(64) },
    codebook: CODEBOOK,
    draw: {
      record: drawRecord(frame, plans.length, {
        seed: "seed",
        seedFixedAt: "2026-10-01T09:00:00.000Z",
        strata: given.strata ?? null,
        drawnAt: "2026-10-05T09:00:00.000Z",
        drawnBy: "Deborah Lane",
        exclusions: [],
        drawNumber: 1,
      }),
      design: { ...PLAIN_DESIGN, size: plans.length, stratifyBy: given.strata ? "phase" : null },
    },
    replaced: [],
    plans: plans.map((plan, i) => planEvidence(plan, references[i] as string)),
    journeys: [],
    cases: [],
    referenceDate: null,
  };
}

function planEvidence(plan: SmallPlan, reference: string): PlanEvidence {
  const asked = RUBRIC.criteria;
  const audits = plan.sheets.map((sheet, i) => ({
    auditorId: `per_${sheet.agency ?? "education"}_${i}`,
    agency: sheet.agency ?? ("education" as const),
    asked: asked.map(({ key }) => key),
    answers: asked.map(({ key }, at) => answerOf(sheet, key, sheet.levels[at] ?? null)),
  }));
  const settled = new Map(Object.entries(plan.settled ?? {}));
  const moderation = moderationOf(
    RUBRIC,
    asked,
    audits.map(({ auditorId, agency, answers }) => ({ auditorId, name: auditorId, agency, letter: "E", answers })),
  );
  return {
    sampledId: `smp_${reference}`,
    reference,
    stratum: plan.stratum ?? "All plans",
    about: {
      phase: plan.phase === undefined ? "primary" : plan.phase,
      yearGroup: null,
      primaryNeed: null,
      settingType: null,
      planType: "new",
      locality: null,
    },
    audits,
    assigned: audits.length,
    settled: [...settled].map(([key, agreed]) => ({ criterion: key, agreed, finding: "" })),
    result: plan.signedOff === false ? null : planResult(RUBRIC, ["plan"], asked, moderation, settled, "applied"),
  };
}

function answerOf(sheet: Sheet, key: string, score: Score): Answer {
  const themes = sheet.themes?.[key];
  const words = sheet.quotes?.[key];
  return {
    ...emptyAnswer(key),
    score,
    quotes: words ? [{ section: "F", page: 3, words }] : [],
    finding: themes ? { kind: "improvement", words: "What was found", themes } : null,
  };
}

/** So many plans alike. */
export const times = (n: number, plan: SmallPlan): SmallPlan[] => Array.from({ length: n }, () => plan);

/** One auditor who gave these levels for A1, A2, B1 and B2. */
export const scored = (...levels: Score[]): SmallPlan => ({ sheets: [{ levels }] });
