import { allocate } from "../sampling/allocate.ts";
import {
  type Attribute,
  EVERY_PLAN,
  type FrameCase,
  type FrameFilter,
  frameFor,
  GROUPS,
  type LeaveOut,
  NOBODY,
  NOT_KNOWN,
  valuesOf,
  valueWords,
} from "./sample-frame.ts";

/**
 * Random: chance decides, and shares say something about all plans of the list. Chosen: picked for a reason, to learn from;
 * never mixed with random plans in a percentage. Census: every plan of the list.
 */
export const SAMPLE_KINDS = ["random", "chosen", "census"] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

export type SampleDesign = {
  kind: SampleKind;
  size: number;
  /** Null draws without groups: every plan has the same chance. */
  stratifyBy: Attribute | null;
  minimum: number;
  filter: FrameFilter;
  leaveOut: LeaveOut;
  /** The plans of a chosen sample, each with its reason. */
  chosen: { reference: string; reason: string }[];
};

/** Chance alone, over every active plan: what a design is unless it says otherwise. */
export const PLAIN_DESIGN: SampleDesign = {
  kind: "random",
  size: 40,
  stratifyBy: null,
  minimum: 0,
  filter: EVERY_PLAN,
  leaveOut: NOBODY,
  chosen: [],
};

/** The group that all plans are in where a sample is not drawn within groups. */
const ALL_PLANS = "All plans";
/** The group of a chosen sample, apart from all groups of random ones. */
const CHOSEN = "Chosen for a reason";
export const STRATUM_UNKNOWN = NOT_KNOWN;

/** The group of a case, in the words that tables and the record of the draw use. */
export function stratumOf(c: FrameCase, design: Pick<SampleDesign, "kind" | "stratifyBy">): string {
  if (design.kind === "chosen") return CHOSEN;
  const by = design.kind === "random" ? design.stratifyBy : null;
  return by === null ? ALL_PLANS : valueWords(by, c[by]);
}

export type SamplePlan = {
  frame: FrameCase[];
  excluded: { id: string; reason: string }[];
  /** Plans that do not belong to the question. */
  outside: number;
  /** Plans to audit. */
  size: number;
  strata: { label: string; frame: number; byShare: number; planned: number }[];
  coverage: {
    group: string;
    frame: number;
    expected: number;
    known: boolean;
    verdict: "gap" | "thin" | "covered";
    words: string;
  }[];
};

export type DesignField = "size" | "minimum" | "chosen" | "named" | "frame";
export type SamplePlanVerdict = { ok: true; plan: SamplePlan } | { ok: false; field: DesignField; sentence: string };

const no = (field: DesignField, sentence: string): SamplePlanVerdict => ({ ok: false, field, sentence });

/** What a design would draw and whom it could speak about, before anything is drawn. `on` is today, `YYYY-MM-DD`. */
export function planSample(cases: readonly FrameCase[], design: SampleDesign, on: string): SamplePlanVerdict {
  if (cases.length === 0) return no("frame", "There are no cases to draw from. Import your cases first.");
  const sorted = frameFor(cases, design.filter, design.leaveOut, on);
  if (sorted.unknown.length)
    return no("named", `${sorted.unknown.join(", ")} is not among the active plans. Check the reference`);
  const { frame, excluded, outside } = sorted;
  if (frame.length === 0)
    return no("frame", "No plan is left to draw from. Choose more kinds of plans, or leave fewer out.");
  if (design.kind === "chosen") return planChosen(frame, { excluded, outside }, design);
  const size = design.kind === "census" ? frame.length : design.size;
  if (!Number.isInteger(size) || size < 1) return no("size", "Enter how many plans to audit, as a whole number");

  const stratifyBy = design.kind === "random" ? design.stratifyBy : null;
  const labels = stratifyBy ? valuesOf(frame, stratifyBy) : [{ label: ALL_PLANS, plans: frame.length }];
  const sizes = Object.fromEntries(labels.map(({ label, plans }) => [label, plans]));
  const byShare = allocate(sizes, Math.min(size, frame.length), 0);
  const planned = allocate(sizes, size, stratifyBy ? design.minimum : 0);
  if (planned.value === null)
    return no(planned.reason === "SAMPLE_EXCEEDS_POPULATION" ? "size" : "minimum", planned.message);
  if (byShare.value === null) return no("size", byShare.message);
  const [allocation, share] = [planned.value, byShare.value];
  return {
    ok: true,
    plan: {
      frame,
      excluded,
      outside,
      size,
      strata: labels.map(({ label, plans }) => ({
        label,
        frame: plans,
        byShare: share[label] ?? 0,
        planned: allocation[label] ?? 0,
      })),
      coverage: coverageOf(frame, design.kind, (c) => {
        const label = stratifyBy ? valueWords(stratifyBy, c[stratifyBy]) : ALL_PLANS;
        return (allocation[label] ?? 0) / (sizes[label] ?? 1);
      }),
    },
  };
}

function planChosen(
  frame: FrameCase[],
  left: Pick<SamplePlan, "excluded" | "outside">,
  design: SampleDesign,
): SamplePlanVerdict {
  if (design.chosen.length === 0) return no("chosen", "Enter the plans to audit, one a line, each with its reason");
  const drawable = new Set(frame.map((c) => c.reference));
  const missing = design.chosen.find((c) => !drawable.has(c.reference));
  if (missing)
    return no("chosen", `${missing.reference} is not among the plans that could be audited. Check the reference`);
  const chosen = new Set(design.chosen.map((c) => c.reference));
  const strata = [{ label: CHOSEN, frame: frame.length, byShare: chosen.size, planned: chosen.size }];
  const coverage = coverageOf(frame, "chosen", (c) => (chosen.has(c.reference) ? 1 : 0));
  return { ok: true, plan: { frame, ...left, size: chosen.size, strata, coverage } };
}

/**
 * Groups that partners say are often missing from audits; what the sample is expected to hold of each, by the chance that
 * each plan has to be in it.
 */
function coverageOf(
  frame: readonly FrameCase[],
  kind: SampleKind,
  chance: (c: FrameCase) => number,
): SamplePlan["coverage"] {
  const groups: { group: string; is: (c: FrameCase) => boolean | null }[] = [
    { group: GROUPS.lookedAfter, is: (c) => c.lookedAfter },
    { group: GROUPS.homeEducated, is: (c) => c.homeEducated },
    { group: GROUPS.eotas, is: (c) => c.eotas },
    { group: "Plans moved in from another area", is: (c) => c.planType === "transferred" },
    { group: "Early years", is: (c) => (c.phase === null ? null : c.phase === "early_years") },
    { group: "16 to 25", is: (c) => (c.phase === null ? null : c.phase === "post_16") },
    {
      group: "Sensory impairment",
      is: (c) => (c.primaryNeed === null ? null : ["HI", "VI", "MSI"].includes(c.primaryNeed)),
    },
    { group: "Autism as main need", is: (c) => (c.primaryNeed === null ? null : c.primaryNeed === "ASD") },
  ];
  return groups.map(({ group, is }) => {
    const known = frame.some((c) => is(c) !== null);
    const members = frame.filter((c) => is(c) === true);
    const expected = members.reduce((sum, c) => sum + chance(c), 0);
    if (!known)
      return { group, frame: 0, expected: 0, known, verdict: "gap", words: "Not known: the import does not say." };
    const { verdict, words } = SAYS[kind](expected);
    return { group, frame: members.length, expected, known, verdict, words };
  });
}

type Says = Pick<SamplePlan["coverage"][number], "verdict" | "words">;

/** What a sample of this kind could say of a group that it is expected to hold so many plans of. */
const SAYS: Record<SampleKind, (expected: number) => Says> = {
  random: (expected) => {
    if (expected >= 10) return { verdict: "covered", words: "Enough for a rough figure." };
    if (expected >= 5) return { verdict: "thin", words: "Fewer than 10: counts only." };
    return { verdict: "gap", words: "Too few to say anything." };
  },
  chosen: (expected) =>
    expected > 0 ? { verdict: "thin", words: "Examples to learn from." } : { verdict: "gap", words: "None is in it." },
  census: (expected) =>
    expected > 0 ? { verdict: "covered", words: "Every one is audited." } : { verdict: "gap", words: "There is none." },
};
