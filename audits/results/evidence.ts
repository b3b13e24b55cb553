import type { CaseRecord } from "../cases/case.ts";
import type { RequestJourney } from "../cases/reading.ts";
import type { Answer } from "../panel/answer.ts";
import type { Agreed, PlanResult } from "../panel/result.ts";
import type { SampleDesign } from "../panel/sample-plan.ts";
import type { RubricDocument } from "../rubric/document.ts";
import type { LimitsMode } from "../rubric/grade-plan.ts";
import type { DrawRecord } from "../sampling/record.ts";
import type { Codebook } from "../themes/codebook.ts";
import type { Agency, CycleStatus } from "../vocabulary.ts";

/** Everything that a cycle's results, themes and report are made from, as it is kept. No names of auditors, no identifiers of children. */
export type CycleEvidence = {
  area: { name: string; partners: string };
  cycle: {
    id: string;
    title: string;
    question: string;
    status: CycleStatus;
    periodFrom: string;
    periodTo: string;
    scoringOpens: string;
    scoringDue: string;
    limitsMode: LimitsMode;
    modules: string[];
    shortForm: boolean;
  };
  rubric: { document: RubricDocument; sha256: string };
  codebook: Codebook;
  draw: { record: DrawRecord; design: SampleDesign } | null;
  /** Plans that stood in the sample and were replaced, with reasons. */
  replaced: { reference: string; reason: string }[];
  plans: PlanEvidence[];
  /** The caseload's dates, for timeliness; empty where no import gave any. */
  journeys: RequestJourney[];
  cases: CaseRecord[];
  referenceDate: string | null;
};

export type PlanEvidence = {
  sampledId: string;
  reference: string;
  stratum: string;
  about: {
    phase: string | null;
    yearGroup: number | null;
    primaryNeed: string | null;
    settingType: string | null;
    planType: string;
    locality: string | null;
  };
  /** Submitted audits only, in a fixed order. `asked`: the criteria this auditor had to score. */
  audits: { auditorId: string; agency: Agency; asked: string[]; answers: Answer[] }[];
  /** How many audits the plan has, submitted or not. */
  assigned: number;
  settled: { criterion: string; agreed: Agreed; finding: string }[];
  /** Kept at sign-off; null until then. Results count only plans that have it. */
  result: PlanResult | null;
};
