import { allocate } from "../sampling/allocate.ts";
import { NEED_LABELS, type Need, PHASE_LABELS, PHASES, type Phase } from "../vocabulary.ts";

/** What the designer of a sample knows of each case that could be drawn. */
export type FrameCase = {
  id: string;
  reference: string;
  phase: Phase | null;
  primaryNeed: Need | null;
  lookedAfter: boolean | null;
  homeEducated: boolean | null;
  eotas: boolean | null;
  planType: string;
  tribunal: boolean | null;
};

export const STRATA = ["phase", "primaryNeed"] as const;
export type StratifyBy = (typeof STRATA)[number];

export type SampleDesign = {
  size: number;
  /** Null draws without groups: every plan has the same chance. */
  stratifyBy: StratifyBy | null;
  minimum: number;
  leaveOutTribunal: boolean;
};

export const STRATUM_UNKNOWN = "Not known";

/** The group of a case, in the words that tables and the record of the draw use. */
export function stratumOf(c: FrameCase, by: StratifyBy | null): string {
  if (by === "phase") return c.phase ? PHASE_LABELS[c.phase] : STRATUM_UNKNOWN;
  if (by === "primaryNeed") return c.primaryNeed ? NEED_LABELS[c.primaryNeed] : STRATUM_UNKNOWN;
  return "All plans";
}

export type SamplePlan = {
  frame: FrameCase[];
  excluded: { id: string; reason: string }[];
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

export type SamplePlanVerdict =
  | { ok: true; plan: SamplePlan }
  | { ok: false; field: "size" | "minimum"; sentence: string };

/** What a design would draw and whom it could speak about, before anything is drawn. */
export function planSample(cases: FrameCase[], design: SampleDesign): SamplePlanVerdict {
  const frame = cases.filter((c) => !(design.leaveOutTribunal && c.tribunal === true));
  const drawable = new Set(frame.map((c) => c.id));
  const excluded = cases
    .filter((c) => !drawable.has(c.id))
    .map((c) => ({ id: c.reference, reason: "in a live tribunal" }));
  const sizes: Record<string, number> = {};
  for (const label of order(design.stratifyBy)) sizes[label] = 0;
  for (const c of frame) {
    const label = stratumOf(c, design.stratifyBy);
    sizes[label] = (sizes[label] ?? 0) + 1;
  }
  for (const [label, size] of Object.entries(sizes)) if (size === 0) delete sizes[label];
  if (frame.length === 0)
    return { ok: false, field: "size", sentence: "There are no cases to draw from. Import your cases first." };
  if (!Number.isInteger(design.size) || design.size < 1)
    return { ok: false, field: "size", sentence: "Enter how many plans to audit, as a whole number" };

  const byShare = allocate(sizes, Math.min(design.size, frame.length), 0);
  const planned = allocate(sizes, design.size, design.stratifyBy ? design.minimum : 0);
  if (planned.value === null || byShare.value === null) {
    const sentence = planned.value === null ? planned.message : "The groups could not be shared out.";
    return {
      ok: false,
      field: planned.value === null && planned.reason === "SAMPLE_EXCEEDS_POPULATION" ? "size" : "minimum",
      sentence,
    };
  }
  const allocation = planned.value;
  const share = byShare.value;
  return {
    ok: true,
    plan: {
      frame,
      excluded,
      strata: Object.entries(sizes).map(([label, size]) => ({
        label,
        frame: size,
        byShare: share[label] ?? 0,
        planned: allocation[label] ?? 0,
      })),
      coverage: coverageOf(frame, design, allocation),
    },
  };
}

function order(by: StratifyBy | null): string[] {
  if (by === "phase") return [...PHASES.map((p) => PHASE_LABELS[p]), STRATUM_UNKNOWN];
  if (by === "primaryNeed") return [...Object.values(NEED_LABELS), STRATUM_UNKNOWN];
  return ["All plans"];
}

/** Groups that partners say are often missing from audits; what the sample is expected to hold of each. */
function coverageOf(
  frame: FrameCase[],
  design: SampleDesign,
  allocation: Record<string, number>,
): SamplePlan["coverage"] {
  const sizes = new Map<string, number>();
  for (const c of frame) {
    const label = stratumOf(c, design.stratifyBy);
    sizes.set(label, (sizes.get(label) ?? 0) + 1);
  }
  const chance = (c: FrameCase) => {
    const label = stratumOf(c, design.stratifyBy);
    return (allocation[label] ?? 0) / (sizes.get(label) ?? 1);
  };
  const groups: { group: string; is: (c: FrameCase) => boolean | null }[] = [
    { group: "Looked-after children", is: (c) => c.lookedAfter },
    { group: "Home educated", is: (c) => c.homeEducated },
    { group: "EOTAS packages", is: (c) => c.eotas },
    { group: "Plans moved in from another area", is: (c) => c.planType === "transferred" },
    { group: "Early years", is: (c) => (c.phase === null ? null : c.phase === "early_years") },
    { group: "Post-16", is: (c) => (c.phase === null ? null : c.phase === "post_16") },
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
    const verdict = expected >= 10 ? "covered" : expected >= 5 ? "thin" : "gap";
    const words =
      verdict === "covered"
        ? "Enough for a rough figure."
        : verdict === "thin"
          ? "Fewer than 10: counts only."
          : "Too few to say anything.";
    return { group, frame: members.length, expected, known, verdict, words };
  });
}
