import type { Need, Phase, PlanType, SettingType } from "../vocabulary.ts";

/** A calendar day as `YYYY-MM-DD`. Dates of a case have no time and no zone, so they are never a `Date`. */
export type Day = string;

/**
 * One case: a child with an active plan on the reference date, under a pseudonym. No name, postcode, UPN, ULN or day of
 * birth is part of it. `null` means that the file did not say; it is never read as no.
 */
export type CaseRecord = {
  /** Keyed hash of what identifies the child in the file, 32 hex digits: the same child gives the same value under the same key. */
  pseudonym: string;
  /** The area's own case reference where a flat file gives one; otherwise null, and the store gives a number. */
  caseRef: string | null;
  legalRegime: string;
  templateVersion: string | null;
  planType: PlanType;
  planDate: Day;
  birthMonth: string | null; // YYYY-MM
  /** Year group on the reference date: whole years of age on the 31 August before it, minus 4 (reception is 0). */
  yearGroup: number | null;
  phase: Phase | null;
  sex: string | null;
  primaryNeed: Need | null;
  secondaryNeeds: Need[];
  settingType: SettingType | null;
  settingUrn: string | null;
  locality: string | null;
  lookedAfter: boolean | null;
  /** Child in need or under a child protection plan. */
  cinCp: boolean | null;
  eotas: boolean | null;
  homeEducated: boolean | null;
  sendTeam: string | null;
  planWriterRef: string | null;
  personalBudget: boolean | null;
  residential: boolean | null;
  requestDate: Day | null;
  decisionToAssessDate: Day | null;
  decisionToIssueDate: Day | null;
  finalDate: Day | null;
  week20Exempt: boolean | null;
  reviewMeetingDate: Day | null;
  reviewDecision: "amend" | "maintain" | "cease" | null;
  reviewDecisionDate: Day | null;
  reviewDraftDate: Day | null;
  phaseTransferDue: Day | null;
  phaseTransferFinal: Day | null;
  adviceHealthRequested: Day | null;
  adviceHealthReceived: Day | null;
  adviceCareRequested: Day | null;
  adviceCareReceived: Day | null;
  adviceEpRequested: Day | null;
  adviceEpReceived: Day | null;
  complaint: boolean | null;
  tribunal: boolean | null;
};

/** The attributes that `appliesWhen` rules of a rubric may ask about; null where nobody recorded it. */
export type CaseAttributes = {
  yearGroup: number | null;
  ageYears: number | null;
  phase: Phase | null;
  need: Need | null;
  settingType: SettingType | null;
  planType: PlanType | null;
  legalRegime: string | null;
  hasPersonalBudget: boolean | null;
  lookedAfter: boolean | null;
  cinCp: boolean | null;
  eotas: boolean | null;
  homeEducated: boolean | null;
  residential: boolean | null;
};

/** A case of which nothing is recorded. */
export const UNKNOWN_CASE: CaseAttributes = {
  yearGroup: null,
  ageYears: null,
  phase: null,
  need: null,
  settingType: null,
  planType: null,
  legalRegime: null,
  hasPersonalBudget: null,
  lookedAfter: null,
  cinCp: null,
  eotas: null,
  homeEducated: null,
  residential: null,
};
