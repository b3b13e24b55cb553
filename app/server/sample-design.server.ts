import { momentWords } from "#audits/dates.ts";
import { problemInReason } from "#audits/panel/reason.ts";
import {
  ATTRIBUTE_KEYS,
  ATTRIBUTES,
  type Attribute,
  type FrameCase,
  GROUP_KEYS,
  readNamed,
  valuesOf,
} from "#audits/panel/sample-frame.ts";
import { PLAIN_DESIGN, planSample, SAMPLE_KINDS, type SampleDesign } from "#audits/panel/sample-plan.ts";
import { precisionOf } from "#audits/panel/sample-words.ts";
import { sizesByMargin } from "#audits/sampling/size.ts";
import type { Cycle } from "#db/cycles.ts";
import { today } from "./database.server.ts";
import type { Fields } from "./form.server.ts";
import { dayFrom, type FieldError } from "./validate.ts";

/** What a first look at the page proposes: 40 plans within phases, at least 2 in each. */
export const proposedDesign = (plans: number): SampleDesign => ({
  ...PLAIN_DESIGN,
  size: Math.min(PLAIN_DESIGN.size, plans),
  stratifyBy: "phase",
  minimum: 2,
});

/** Text boxes of the form as typed, where the design does not say the same. */
type Typed = { named: string; chosen: string };

/** Reads the form of the designer: a design, what was typed in its text boxes, and what to correct. */
export function designFrom(form: Fields): { design: SampleDesign; typed: Typed; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const list = (field: "named" | "chosen") => {
    const read = readNamed(form.raw(field));
    if (!read.ok) errors.push({ field, sentence: read.sentence });
    const named = read.ok ? read.named : [];
    for (const { reference, reason } of named) {
      const problem = problemInReason(reason, null);
      if (problem) errors.push({ field, sentence: `${reference}: ${problem}` });
    }
    return named;
  };
  const day = (field: "planFrom" | "planTo", what: string) => {
    const part = (name: string) => form.text(`${field}-${name}`);
    const read = dayFrom({ day: part("day"), month: part("month"), year: part("year") }, what);
    if (!read.ok) errors.push({ field: `${field}-day`, sentence: read.sentence });
    return read.ok ? read.day : null;
  };
  const values: Partial<Record<Attribute, string[]>> = {};
  for (const attribute of ATTRIBUTE_KEYS) {
    const wanted = form.all(`only-${attribute}`).map((value) => (value === UNKNOWN ? "" : value));
    if (wanted.length) values[attribute] = wanted;
  }
  const months = form.text("months");
  const design: SampleDesign = {
    kind: SAMPLE_KINDS.find((kind) => kind === form.text("kind")) ?? "random",
    size: Number(form.text("size") || Number.NaN),
    stratifyBy: ATTRIBUTE_KEYS.find((attribute) => attribute === form.text("by")) ?? null,
    minimum: Number(form.text("minimum") || 0),
    filter: {
      values,
      groups: GROUP_KEYS.filter((group) => form.all("groups").includes(group)),
      planFrom: day("planFrom", "The first day of the plans"),
      planTo: day("planTo", "The last day of the plans"),
    },
    leaveOut: {
      tribunal: form.text("tribunal") === "out",
      auditedWithinMonths: /^\d{1,2}$/.test(months) && Number(months) > 0 ? Number(months) : null,
      named: list("named"),
    },
    chosen: list("chosen"),
  };
  const { planFrom, planTo } = design.filter;
  if (planFrom && planTo && planTo < planFrom)
    errors.push({ field: "planTo-day", sentence: "The last day of the plans must be on or after the first" });
  if (months && design.leaveOut.auditedWithinMonths === null)
    errors.push({ field: "months", sentence: "Enter the months as a whole number from 1 to 99, or leave it empty" });
  return { design, typed: { named: form.raw("named"), chosen: form.raw("chosen") }, errors };
}

/** What stands in the form for plans whose import does not say: an empty value would be nothing chosen. */
const UNKNOWN = "-";

const asLines = (list: { reference: string; reason: string }[]) =>
  list.map((one) => `${one.reference}: ${one.reason}`).join("\n");

/** All that the designer shows of a design: the choices there are, what it would draw, and what it lets an area say. */
export function designView(
  cycle: Cycle,
  cases: FrameCase[],
  given: { design: SampleDesign; typed?: Typed; errors?: FieldError[] },
) {
  const { design } = given;
  const planned = planSample(cases, design, today());
  const errors = [...(given.errors ?? [])];
  if (!planned.ok && errors.length === 0) errors.push({ field: planned.field, sentence: planned.sentence });
  const plan = planned.ok && errors.length === 0 ? planned.plan : null;
  return {
    design: { ...design, size: Number.isFinite(design.size) ? design.size : null },
    text: given.typed ?? { named: asLines(design.leaveOut.named), chosen: asLines(design.chosen) },
    errors,
    /** What a draw must have been looked at as. */
    seen: JSON.stringify(design),
    seed: cycle.seed,
    seedFixedAt: momentWords(cycle.seedFixedAt),
    active: cases.length,
    attributes: ATTRIBUTE_KEYS.map((key) => ({
      key,
      label: ATTRIBUTES[key],
      values: valuesOf(cases, key).map((v) => ({ ...v, value: v.value || UNKNOWN })),
      wanted: (design.filter.values[key] ?? []).map((value) => value || UNKNOWN),
    })).filter((a) => a.values.length > 1 || a.wanted.length > 0),
    plan: plan && {
      kind: design.kind,
      size: plan.size,
      frame: plan.frame.length,
      outside: plan.outside,
      excluded: plan.excluded,
      strata: plan.strata,
      coverage: plan.coverage,
    },
    precision: plan && design.kind === "random" ? precisionOf(plan.size, plan.frame.length, plan.strata) : null,
    sizes: plan && design.kind === "random" ? sizesByMargin(plan.frame.length) : [],
  };
}
export type DesignView = ReturnType<typeof designView>;
