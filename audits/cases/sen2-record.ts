import type { PlanType, SettingType } from "../vocabulary.ts";
import {
  type ActivePlanRow,
  type AssessmentRow,
  anyYes,
  type PersonRow,
  type PlacementRow,
  type PlanRow,
  type RequestRow,
} from "./blade-rows.ts";
import type { CaseRecord, Day } from "./case.ts";
import { isWithin, phaseOf, yearGroupOn } from "./days.ts";
import type { Period } from "./reading.ts";

export type ReturnYear = { referenceDate: Day; returnYear: number; period: Period };

export type Issued = { assessment: AssessmentRow; plan: PlanRow };

/** An active plan that could be the case of its child, with what hangs on it. */
export type Candidate = {
  active: ActivePlanRow;
  request: RequestRow;
  person: PersonRow;
  issued: Issued & { plan: { startDate: Day } };
  /** The open placement of rank 1. */
  placement: PlacementRow | null;
};

export type Needs = Pick<CaseRecord, "primaryNeed" | "secondaryNeeds">;

/** Codes of the return for a place that has no URN. */
const SETTING_TYPE_OF: Record<NonNullable<PlacementRow["setting"]>, SettingType> = {
  OLA: "eotas",
  OPA: "own_arrangements",
  EHE: "home_educated",
  EYP: "early_years_provider",
  OTH: "other",
  NEET: "neet",
  NIEC: "not_in_education",
  NIEO: "not_in_education",
};

function settingOf(
  placement: PlacementRow | null,
): Pick<CaseRecord, "settingType" | "settingUrn" | "eotas" | "homeEducated"> {
  if (!placement) return { settingType: null, settingUrn: null, eotas: null, homeEducated: null };
  const coded = placement.setting ? SETTING_TYPE_OF[placement.setting] : null;
  return {
    // A URN alone does not say what kind of school it is.
    settingType: coded ?? (placement.inUnit ? "unit" : null),
    settingUrn: placement.urn || null,
    eotas: placement.setting === "OLA",
    homeEducated: placement.setting === "EHE",
  };
}

/** Transferred in, or new in the collection year, or an existing plan by its last review decision. */
function planTypeOf({ active, issued }: Candidate, period: Period): PlanType {
  if (active.transferredIn) return "transferred";
  if (issued.assessment.outcome === "Y" && isWithin(period, issued.plan.startDate)) return "new";
  if (active.reviewDecision === null) return "existing";
  return ({ amend: "amended", maintain: "maintained", cease: "ceasing" } as const)[active.reviewDecision];
}

/** The case as it is kept. What a return never says is null. */
export function recordOf(candidate: Candidate, needs: Needs, year: ReturnYear, pseudonym: string): CaseRecord {
  const { active, request, person, placement } = candidate;
  const { assessment, plan } = candidate.issued;
  const birthMonth = person.birthDate?.slice(0, 7) ?? null;
  const yearGroup = birthMonth === null ? null : yearGroupOn(year.referenceDate, birthMonth);
  return {
    pseudonym,
    caseRef: null,
    legalRegime: "cfa_2014",
    templateVersion: null,
    planType: planTypeOf(candidate, year.period),
    planDate: plan.startDate,
    birthMonth,
    yearGroup,
    phase: yearGroup === null ? null : phaseOf(yearGroup),
    sex: person.sex,
    ...needs,
    ...settingOf(placement),
    locality: null,
    lookedAfter: null,
    cinCp: null,
    sendTeam: null,
    planWriterRef: null,
    personalBudget: plan.personalBudget,
    residential: anyYes([plan.residential, active.residential, placement?.residential ?? null]),
    requestDate: request.receivedDate,
    decisionToAssessDate: request.outcome === "Y" || request.outcome === "H" ? request.outcomeDate : null,
    decisionToIssueDate: assessment.outcome === "Y" || assessment.outcome === "H" ? assessment.outcomeDate : null,
    finalDate: plan.startDate,
    week20Exempt: assessment.week20,
    reviewMeetingDate: active.reviewMeetingDate,
    reviewDecision: active.reviewDecision,
    reviewDecisionDate: active.reviewDecisionDate,
    reviewDraftDate: active.reviewDraftDate,
    phaseTransferDue: active.phaseTransferDue,
    phaseTransferFinal: active.phaseTransferFinal,
    adviceHealthRequested: null,
    adviceHealthReceived: null,
    adviceCareRequested: null,
    adviceCareReceived: null,
    adviceEpRequested: null,
    adviceEpReceived: null,
    complaint: null,
    tribunal: anyYes([request.tribunal, assessment.tribunal]),
  };
}
