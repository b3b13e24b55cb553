import { type AnchorPlan, anchorPlan } from "../anchor.ts";
import earlyYears from "./early-years-speech.json" with { type: "json" };
import post16 from "./post-16-health.json" with { type: "json" };
import secondary from "./secondary-autism.json" with { type: "json" };

/** The made-up plans that ship, checked as any other document is: one strong, one middling, one weak. */
export const SHIPPED_ANCHORS: AnchorPlan[] = [earlyYears, post16, secondary].map((plan) => anchorPlan.parse(plan));
