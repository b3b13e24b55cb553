import type { RubricDocument } from "../document.ts";
import { rubricDocument } from "../schema.ts";
import annualReview from "./ehc-annual-review.json" with { type: "json" };
import healthAdvice from "./ehc-health-advice.json" with { type: "json" };
import ehcPlanForum from "./ehc-plan-forum.json" with { type: "json" };
import ehcPlanFull from "./ehc-plan-full.json" with { type: "json" };
import ehcPlanShort from "./ehc-plan-short.json" with { type: "json" };
import preparingForAdulthood from "./ehc-preparing-for-adulthood.json" with { type: "json" };
import socialCareAdvice from "./ehc-social-care-advice.json" with { type: "json" };
import statutoryChecklist from "./ehc-statutory-checklist.json" with { type: "json" };

/** The full audit under a key of its own, in which the forum scores the criteria listed and the agencies score all. */
const withForum = {
  ...ehcPlanFull,
  key: ehcPlanForum.key,
  version: ehcPlanForum.version,
  title: ehcPlanForum.title,
  about: ehcPlanForum.about,
  criteria: ehcPlanFull.criteria.map((c) => ({
    ...c,
    scoredBy: ehcPlanForum.forum.includes(c.key) ? null : ["education", "health", "social_care", "setting"],
  })),
};

/** The rubrics that ship, checked as any other document is. The full audit is the first. */
export const SHIPPED_RUBRICS: RubricDocument[] = [
  ehcPlanFull,
  ehcPlanShort,
  annualReview,
  healthAdvice,
  socialCareAdvice,
  preparingForAdulthood,
  statutoryChecklist,
  withForum,
].map((document) => rubricDocument.parse(document));
