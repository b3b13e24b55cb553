import type { Criterion, RubricDocument } from "#audits/rubric/document.ts";
import { rubricDocument } from "#audits/rubric/schema.ts";

type Input = Record<string, unknown>;

export const FOUR = {
  key: "four",
  title: "Four levels",
  levels: [
    { key: "inadequate", label: "Inadequate", short: "I", value: 0 },
    { key: "requires_improvement", label: "Requires improvement", short: "RI", value: 1 },
    { key: "good", label: "Good", short: "G", value: 2 },
    { key: "outstanding", label: "Outstanding", short: "O", value: 3 },
  ],
};

export const YES_PARTLY_NO = {
  key: "ypn",
  title: "Yes, partly, no",
  levels: [
    { key: "no", label: "No", short: "N", value: 0 },
    { key: "partly", label: "Partly", short: "P", value: 1 },
    { key: "yes", label: "Yes", short: "Y", value: 2 },
  ],
};

export const GRADES = [
  { key: "outstanding", label: "Outstanding", short: "O", min: 83.3 },
  { key: "good", label: "Good", short: "G", min: 50 },
  { key: "requires_improvement", label: "Requires improvement", short: "RI", min: 16.7 },
  { key: "inadequate", label: "Inadequate", short: "I", min: 0 },
];

/** A criterion of the four levels with a descriptor each; `more` overrides. */
export function madeCriterion(key: string, domain: string, more: Input = {}): Input {
  const scale = more.scale ?? "four";
  const levels = scale === "ypn" ? YES_PARTLY_NO.levels : FOUR.levels;
  return {
    key,
    domain,
    title: `Title of ${key}`,
    question: `What of ${key}?`,
    scale: "four",
    descriptors: Object.fromEntries(levels.map((l) => [l.key, `${key} is ${l.label}.`])),
    ...more,
  };
}

export function madeDomain(key: string, more: Input = {}): Input {
  return { key, module: "plan", title: `Domain ${key}`, shortTitle: `Domain ${key}`, ...more };
}

/** A small rubric as it is written: two domains A and B with two criteria each; `more` overrides. */
export function madeDocument(more: Input = {}): Input {
  return {
    format: "ehc-rubric/1",
    key: "made-up",
    version: "1.0.0",
    title: "Made-up rubric",
    about: "For tests.",
    legalRegime: "cfa_2014",
    validFrom: "2014-09-01",
    sections: [{ key: "F", label: "F: provision" }],
    scales: [FOUR, YES_PARTLY_NO],
    grades: GRADES,
    goodFrom: "good",
    modules: [{ key: "plan", title: "The plan" }],
    mainModule: "plan",
    domains: [madeDomain("A"), madeDomain("B")],
    criteria: [madeCriterion("A1", "A"), madeCriterion("A2", "A"), madeCriterion("B1", "B"), madeCriterion("B2", "B")],
    ...more,
  };
}

/** The document as its readers get it. @throws when it does not fit the format */
export const madeRubric = (more: Input = {}): RubricDocument => rubricDocument.parse(madeDocument(more));

export const asked = (rubric: RubricDocument): Criterion[] => rubric.criteria;
