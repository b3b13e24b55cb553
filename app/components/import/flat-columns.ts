import { LEGAL_REGIMES, NEEDS, PLAN_TYPES, SETTING_TYPES } from "#audits/vocabulary.ts";

/** What each column of the flat case file holds, for the page that explains the file. In the order of the template. */
export const FLAT_COLUMN_WORDS: Record<string, string> = {
  case_ref: "Needed. Your own reference of the case, with a digit in it and nothing that tells who the child is",
  legal_regime: `Needed. ${oneOf(LEGAL_REGIMES)}, the Children and Families Act 2014`,
  plan_type: `Needed. ${oneOf(PLAN_TYPES)}`,
  plan_date: "Needed. Date of the plan",
  birth_month: "Month and year, such as 2015-05",
  ncy: "Year group on the reference date: 0 for reception, 9 for year 9. Worked out from the birth month if it is empty",
  sex: "F or M",
  primary_need: oneOf(NEEDS),
  secondary_needs: "The same codes, with a semicolon between them",
  setting_type: oneOf(SETTING_TYPES),
  setting_urn: "URN of the setting, six digits",
  locality: "Your own name of a part of the area",
  looked_after: "yes or no",
  cin_cp: "yes or no: child in need, or under a child protection plan",
  eotas: "yes or no: education otherwise than at school",
  ehe: "yes or no: home educated by choice",
  send_team: "Your own name of the team",
  plan_writer_ref: "Your own code of the plan writer, not a name",
  request_date: "Date on which the request for an assessment was received",
  decision_to_assess_date: "Date of the decision whether to assess",
  decision_to_issue_date: "Date of the decision to issue a plan",
  final_date: "Date on which the first final plan was issued",
  week20_exempt: "yes or no: an exception to the 20 weeks applies",
  review_meeting_date: "Date of the last review meeting",
  review_decision: "amend, maintain or cease",
  review_decision_date: "Date of the decision after that meeting",
  review_draft_date: "Date on which the draft amended plan was sent",
  phase_transfer_due: "Date by which the plan must be amended for the next phase",
  phase_transfer_final: "Date on which it was",
  personal_budget: "yes or no",
  template_version: "Your own name of the plan template",
  advice_health_requested: "Date on which health advice was asked for",
  advice_health_received: "Date on which it came",
  advice_care_requested: "Date on which social care advice was asked for",
  advice_care_received: "Date on which it came",
  advice_ep_requested: "Date on which advice of an educational psychologist was asked for",
  advice_ep_received: "Date on which it came",
  complaint_flag: "yes or no",
  tribunal_flag: "yes or no",
};

function oneOf(codes: readonly string[]): string {
  return codes.length < 2 ? codes.join("") : `${codes.slice(0, -1).join(", ")} or ${codes.at(-1)}`;
}
