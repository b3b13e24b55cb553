import type { Criterion } from "./document.ts";

/** What a criterion is where its document does not say: a reader fills it in, an export leaves it out, an editor begins with it. */
export const criterionDefaults = (): Omit<Criterion, "key" | "domain" | "title" | "question" | "scale"> => ({
  responsible: "all",
  scoredBy: null,
  weight: 1,
  sections: [],
  statutory: [],
  codeOfPractice: [],
  verified: "no",
  descriptors: {},
  lookFor: [],
  themes: [],
  appliesWhen: null,
  notApplicable: { allowed: false, rule: null },
  evidenceAt: [],
  limiting: null,
  shortForm: false,
});
