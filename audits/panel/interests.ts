/**
 * Why an auditor must not score a plan: wrote it, works for the setting, or knows the child or the family. What the case
 * files tell is found by itself; the rest is declared by the auditor, without a word about the child.
 */
export const INTEREST_KINDS = ["plan", "setting", "writer"] as const;
export type InterestKind = (typeof INTEREST_KINDS)[number];
export type Interest = { kind: InterestKind; value: string };

/** What each kind is, and how its value is asked for and read. */
export const INTERESTS: Record<InterestKind, { label: string; ask: string; example: string; because: string }> = {
  plan: {
    label: "A plan I wrote, advised on, or whose family I know",
    ask: "Reference of the plan",
    example: "C-0417",
    because: "declared an interest in the plan",
  },
  setting: {
    label: "A setting I work for, or am a governor of",
    ask: "Unique reference number (URN) of the setting",
    example: "123456",
    because: "works for the setting",
  },
  writer: {
    label: "Plans I wrote as a plan writer",
    ask: "My code in the case files",
    example: "W05",
    because: "wrote the plan",
  },
};

const FORMS: Record<InterestKind, RegExp> = {
  plan: /^[A-Za-z0-9_.-]{1,40}$/,
  setting: /^\d{5,7}$/,
  writer: /^[\w.-]{1,40}$/,
};

/** Reads a declaration. @returns the interest, or the sentence for its field */
export function readInterest(
  kind: string,
  value: string,
): { ok: true; interest: Interest } | { ok: false; field: "kind" | "value"; sentence: string } {
  const known = INTEREST_KINDS.find((k) => k === kind);
  if (!known) return { ok: false, field: "kind", sentence: "Select what you declare" };
  if (!FORMS[known].test(value))
    return {
      ok: false,
      field: "value",
      sentence: `Enter the ${lowerFirst(INTERESTS[known].ask)}, such as ${INTERESTS[known].example}`,
    };
  return { ok: true, interest: { kind: known, value } };
}

const lowerFirst = (words: string) => `${words[0]?.toLowerCase() ?? ""}${words.slice(1)}`;

/** What of a plan an interest can be about. */
export type PlanFacts = { reference: string; writerRef: string | null; settingUrn: string | null };

/** Why this auditor must not score the plan, or null. `writerRefs`: the codes under which the person writes plans. */
export function conflictWith(
  plan: PlanFacts,
  auditor: { interests: readonly Interest[]; writerRefs: readonly string[] },
): string | null {
  if (plan.writerRef !== null && auditor.writerRefs.includes(plan.writerRef)) return INTERESTS.writer.because;
  const same = (a: string, b: string | null) => b !== null && a.toLowerCase() === b.toLowerCase();
  const about: Record<InterestKind, string | null> = {
    plan: plan.reference,
    setting: plan.settingUrn,
    writer: plan.writerRef,
  };
  const found = auditor.interests.find((interest) => same(interest.value, about[interest.kind]));
  return found ? INTERESTS[found.kind].because : null;
}
