import { criterionDefaults } from "../criterion-defaults.ts";
import type { RubricDocument } from "../document.ts";

/** The smallest rubric that could be published: two levels, one criterion, three grades. Everything in it is there to be changed. */
export function emptyRubric(key: string, title: string, day: string): RubricDocument {
  return {
    format: "ehc-rubric/1",
    key,
    version: "1.0.0",
    title,
    about: "Say what this rubric is for, and which plans or papers it is used on.",
    language: "en-GB",
    jurisdiction: "England",
    legalRegime: "cfa_2014",
    validFrom: day,
    levelOrder: "best_first",
    sections: [{ key: "whole", label: "The whole paper" }],
    scales: [
      {
        key: "yes_partly_no",
        title: "Yes, partly, no",
        levels: [
          { key: "no", label: "No", short: "N", value: 0 },
          { key: "partly", label: "Partly", short: "P", value: 1 },
          { key: "yes", label: "Yes", short: "Y", value: 2 },
        ],
      },
    ],
    grades: [
      { key: "met", label: "Met", short: "M", min: 75 },
      { key: "partly_met", label: "Partly met", short: "PM", min: 40 },
      { key: "not_met", label: "Not met", short: "NM", min: 0 },
    ],
    goodFrom: "met",
    modules: [{ key: "main", title: "The paper", about: "Gives the grade." }],
    mainModule: "main",
    domains: [
      {
        key: "D",
        module: "main",
        title: "First domain",
        shortTitle: "First domain",
        about: "What is this domain about?",
        headline: false,
        weight: 100,
      },
    ],
    criteria: [
      {
        key: "D1",
        domain: "D",
        title: "First criterion",
        question: "What does the auditor answer?",
        scale: "yes_partly_no",
        ...criterionDefaults(),
        sections: ["whole"],
        descriptors: { no: "Not there.", partly: "There in part.", yes: "There in full." },
        shortForm: true,
      },
    ],
    limits: [],
    scoring: { missing: "block", gradeOn: "displayed", decimals: 1, notGradedBelow: 0.5, overrideSteps: 1 },
  };
}
