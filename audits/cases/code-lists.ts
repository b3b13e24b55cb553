import { LEGAL_REGIMES, NEED_LABELS, NEEDS, PLAN_TYPES, SETTING_LABELS, SETTING_TYPES } from "../vocabulary.ts";
import type { CodeList } from "./cells.ts";
import { DECISIONS, type Decision, type RequestSource } from "./reading.ts";

/** The closed lists of both import formats, with other spellings that mean exactly one code. */

const listed = (codes: readonly string[]) => `Use ${codes.slice(0, -1).join(", ")} or ${codes.at(-1)}`;

const labelled = <T extends string>(labels: Record<T, string>, more: Partial<Record<T, string[]>> = {}) =>
  Object.fromEntries(
    (Object.keys(labels) as T[]).map((code) => [code, [labels[code], ...(more[code] ?? [])]]),
  ) as Partial<Record<T, string[]>>;

export const NEED_CODES: CodeList<(typeof NEEDS)[number]> = {
  codes: NEEDS,
  aliases: labelled(NEED_LABELS, {
    SPLD: ["Specific learning difficulties", "Dyslexia"],
    MLD: ["Moderate learning difficulties"],
    SLD: ["Severe learning difficulties"],
    PMLD: ["Profound and multiple learning difficulties"],
    SEMH: ["Social, emotional and mental health needs"],
    SLCN: ["Speech, language and communication needs"],
    VI: ["Visual impairment"],
    ASD: [
      "ASC",
      "Autistic spectrum disorder",
      "Autism spectrum disorder",
      "Autistic spectrum condition",
      "Autism spectrum condition",
    ],
    DS: ["Down's syndrome"],
    OTH: ["Other", "Other difficulty"],
  }),
  use: listed(NEEDS),
};

export const DECISION_CODES: CodeList<Decision> = {
  codes: DECISIONS,
  aliases: { Y: ["yes"], N: ["no"], A: ["awaiting"], W: ["withdrawn"], H: ["historical", "historic"] },
  use: "Use Y, N, A (awaiting), W (withdrawn) or H (historical)",
};

const SOURCE_OF: Record<"1" | "2" | "3" | "4" | "5", RequestSource> = {
  "1": "family",
  "2": "setting",
  "3": "health",
  "4": "social_care",
  "5": "other",
};
export const SOURCE_CODES: CodeList<keyof typeof SOURCE_OF> = { codes: ["1", "2", "3", "4", "5"], use: "Use 1 to 5" };
export const sourceOf = (code: keyof typeof SOURCE_OF | null): RequestSource | null => (code ? SOURCE_OF[code] : null);

export const RANK_CODES: CodeList<"1" | "2"> = { codes: ["1", "2"], use: "Use 1 (primary) or 2 (secondary)" };

export const RESIDENTIAL_CODES: CodeList<"A" | "B"> = {
  codes: ["A", "B"],
  use: "Use A (38 to 51 weeks) or B (52 weeks)",
};

export const SENSETTING_CODES: CodeList<"OLA" | "OPA" | "EHE" | "EYP" | "OTH" | "NEET" | "NIEC" | "NIEO"> = {
  codes: ["OLA", "OPA", "EHE", "EYP", "OTH", "NEET", "NIEC", "NIEO"],
  use: listed(["OLA", "OPA", "EHE", "EYP", "OTH", "NEET", "NIEC", "NIEO"]),
};

export const REVIEW_CODES: CodeList<"A" | "M" | "C"> = {
  codes: ["A", "M", "C"],
  aliases: { A: ["amend", "amended"], M: ["maintain", "maintained"], C: ["cease", "ceased"] },
  use: "Use A (amend), M (maintain) or C (cease)",
};
const REVIEW_DECISION_OF = { A: "amend", M: "maintain", C: "cease" } as const;
export const reviewDecisionOf = (code: "A" | "M" | "C" | null) => (code ? REVIEW_DECISION_OF[code] : null);

export const REVIEW_DECISIONS: CodeList<"amend" | "maintain" | "cease"> = {
  codes: ["amend", "maintain", "cease"],
  aliases: { amend: ["A", "amended"], maintain: ["M", "maintained", "keep"], cease: ["C", "ceased", "ceasing"] },
  use: "Use amend, maintain or cease",
};

export const SEX_CODES: CodeList<"F" | "M"> = {
  codes: ["F", "M"],
  aliases: { F: ["female", "girl", "2"], M: ["male", "boy", "1"] },
  use: "Use F or M",
};

export const PLAN_TYPE_CODES: CodeList<(typeof PLAN_TYPES)[number]> = {
  codes: PLAN_TYPES,
  aliases: {
    amended: ["amend"],
    maintained: ["maintain"],
    ceasing: ["cease"],
    transferred: ["transfer", "transfer in"],
  },
  use: "Use new, amended, transferred or draft",
};

export const SETTING_TYPE_CODES: CodeList<(typeof SETTING_TYPES)[number]> = {
  codes: SETTING_TYPES,
  aliases: labelled(SETTING_LABELS, {
    mainstream: ["Mainstream school"],
    unit: ["SEN unit", "Resourced provision"],
    independent: ["Independent school", "Non-maintained special school"],
    college: ["Further education", "FE college", "Post-16"],
    early_years_provider: ["Nursery"],
    home_educated: ["EHE", "Elective home education"],
    alternative_provision: ["AP", "Pupil referral unit", "PRU"],
  }),
  use: listed(SETTING_TYPES),
};

export const REGIME_CODES: CodeList<(typeof LEGAL_REGIMES)[number]> = {
  codes: LEGAL_REGIMES,
  aliases: { cfa_2014: ["Children and Families Act 2014", "CFA"] },
  use: "Use cfa_2014 (Children and Families Act 2014)",
};
