import type { RubricDocument } from "../document.ts";
import { rubricDocument } from "../schema.ts";
import ehcPlanFull from "./ehc-plan-full.json" with { type: "json" };

/** The rubrics that ship, checked as any other document is. */
export const SHIPPED_RUBRICS: RubricDocument[] = [rubricDocument.parse(ehcPlanFull)];
