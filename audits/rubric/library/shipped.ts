import type { RubricDocument } from "../document.ts";
import { rubricDocument } from "../schema.ts";
import annualReview from "./ehc-annual-review.json" with { type: "json" };
import healthAdvice from "./ehc-health-advice.json" with { type: "json" };
import ehcPlanFull from "./ehc-plan-full.json" with { type: "json" };
import ehcPlanShort from "./ehc-plan-short.json" with { type: "json" };
import preparingForAdulthood from "./ehc-preparing-for-adulthood.json" with { type: "json" };
import socialCareAdvice from "./ehc-social-care-advice.json" with { type: "json" };
import statutoryChecklist from "./ehc-statutory-checklist.json" with { type: "json" };

/** The rubrics that ship, checked as any other document is. The full audit is the first. */
export const SHIPPED_RUBRICS: RubricDocument[] = [
  ehcPlanFull,
  ehcPlanShort,
  annualReview,
  healthAdvice,
  socialCareAdvice,
  preparingForAdulthood,
  statutoryChecklist,
].map((document) => rubricDocument.parse(document));
