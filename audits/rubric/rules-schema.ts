import { z } from "zod";
import { NEEDS, PHASES, PLAN_TYPES, SETTING_TYPES } from "../vocabulary.ts";

/** What is yes or no about a case. */
export const CASE_FLAGS = [
  "lookedAfter",
  "cinCp",
  "hasPersonalBudget",
  "eotas",
  "homeEducated",
  "residential",
] as const;
export type CaseFlag = (typeof CASE_FLAGS)[number];

/**
 * A rule over the attributes of a case. Everything that one rule says must hold; `all`, `any` and `not` join rules. A list
 * (phases, needs) holds when the case has one of its values. An attribute that nobody recorded neither holds nor fails.
 */
export type CaseRule = {
  yearGroupMin?: number;
  yearGroupMax?: number;
  ageMin?: number;
  ageMax?: number;
  phase?: (typeof PHASES)[number][];
  need?: (typeof NEEDS)[number][];
  settingType?: (typeof SETTING_TYPES)[number][];
  planType?: (typeof PLAN_TYPES)[number][];
  legalRegime?: string[];
  lookedAfter?: boolean;
  cinCp?: boolean;
  hasPersonalBudget?: boolean;
  eotas?: boolean;
  homeEducated?: boolean;
  residential?: boolean;
  /** Holds when at least one of these is true of the child. */
  anyOf?: CaseFlag[];
  all?: CaseRule[];
  any?: CaseRule[];
  not?: CaseRule;
};

const whole = z.number().int();

export const caseRule: z.ZodType<CaseRule> = z
  .strictObject({
    yearGroupMin: whole.optional(),
    yearGroupMax: whole.optional(),
    ageMin: whole.optional(),
    ageMax: whole.optional(),
    phase: z.array(z.enum(PHASES)).min(1).optional(),
    need: z.array(z.enum(NEEDS)).min(1).optional(),
    settingType: z.array(z.enum(SETTING_TYPES)).min(1).optional(),
    planType: z.array(z.enum(PLAN_TYPES)).min(1).optional(),
    legalRegime: z.array(z.string().min(1)).min(1).optional(),
    lookedAfter: z.boolean().optional(),
    cinCp: z.boolean().optional(),
    hasPersonalBudget: z.boolean().optional(),
    eotas: z.boolean().optional(),
    homeEducated: z.boolean().optional(),
    residential: z.boolean().optional(),
    anyOf: z.array(z.enum(CASE_FLAGS)).min(1).optional(),
    get all() {
      return z.array(caseRule).min(1).optional();
    },
    get any() {
      return z.array(caseRule).min(1).optional();
    },
    get not() {
      return caseRule.optional();
    },
  })
  .meta({ id: "caseRule" });
