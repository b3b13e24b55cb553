import { ruleInWords } from "./applies.ts";
import { canonicalText } from "./canonical.ts";
import { fieldWords } from "./check/place.ts";
import type { RubricDocument } from "./document.ts";
import type { CaseRule } from "./rules-schema.ts";

/** One change between two versions, in words. */
export type Change = {
  /** The key of what changed: "EP2", "four_grades"; the document's own key for what stands at its head. */
  of: string;
  /** The field, or null where the whole row is new or gone. */
  field: string | null;
  before: string | null;
  after: string | null;
  sentence: string;
};

type Kind = "criterion" | "domain" | "module" | "document" | "scale" | "grade" | "limit" | "section" | "time limit";

/** Fields that are compared elsewhere, or that say how to compare. */
const LEFT_OUT: Record<Kind, readonly string[]> = {
  criterion: ["replaces", "sameMeaningSince"],
  domain: ["replaces"],
  module: [],
  document: [
    "$schema",
    "format",
    "version",
    "scales",
    "grades",
    "limits",
    "sections",
    "timeLimits",
    "modules",
    "domains",
    "criteria",
  ],
  scale: [],
  grade: [],
  limit: [],
  section: [],
  "time limit": [],
};

/** Every field that differs between two rows of the same kind, by field in the order of the rows. */
export function changesBetween(
  kind: Kind,
  before: object,
  after: object,
  rubricBefore: RubricDocument,
  rubricAfter: RubricDocument,
): Change[] {
  const [one, other] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const of = String(other.key ?? other.id ?? "");
  const fields = [...new Set([...Object.keys(other), ...Object.keys(one)])].filter((f) => !LEFT_OUT[kind].includes(f));
  return fields.flatMap((field): Change[] => {
    if (canonicalText(one[field] ?? null) === canonicalText(other[field] ?? null)) return [];
    if (field === "descriptors") return descriptorChanges(of, one, other, rubricBefore, rubricAfter);
    const [was, is] = [valueInWords(field, one[field]), valueInWords(field, other[field])];
    return [{ of, field, before: was, after: is, sentence: sentenceOf(kind, of, fieldWords(field), was, is) }];
  });
}

function descriptorChanges(
  of: string,
  one: Record<string, unknown>,
  other: Record<string, unknown>,
  rubricBefore: RubricDocument,
  rubricAfter: RubricDocument,
): Change[] {
  const [was, is] = [one.descriptors as Record<string, string>, other.descriptors as Record<string, string>];
  const label = (key: string) =>
    [rubricAfter, rubricBefore].flatMap((r) => r.scales.flatMap((s) => s.levels)).find((l) => l.key === key)?.label ??
    key;
  return [...new Set([...Object.keys(is), ...Object.keys(was)])]
    .filter((key) => was[key] !== is[key])
    .map((key) => {
      const [a, b] = [was[key] ?? "none", is[key] ?? "none"];
      const what = `descriptor for ${label(key)}`;
      return {
        of,
        field: `descriptors.${key}`,
        before: a,
        after: b,
        sentence: sentenceOf("criterion", of, what, a, b),
      };
    });
}

function sentenceOf(kind: Kind, of: string, what: string, before: string, after: string): string {
  const whose = kind === "document" ? "" : kind === "criterion" || kind === "domain" ? `${of}: ` : `${kind} ${of}: `;
  const sentence = `${whose}the ${what} was “${before}” and is “${after}”.`;
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}`;
}

/** A value as people read it. */
function valueInWords(field: string, value: unknown): string {
  if (value === undefined || value === null || value === "") return "none";
  if (field === "appliesWhen") return ruleInWords(value as CaseRule);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map((one) => partInWords(one)).join("; ") || "none";
  return partInWords(value);
}

function partInWords(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
  if (Array.isArray(value)) return value.map(partInWords).join(", ");
  const named = value as Record<string, unknown>;
  if (typeof named.label === "string" && named.value !== undefined) return `${named.label} (${named.value})`;
  return Object.entries(named)
    .filter(([, v]) => v !== undefined && v !== null)
    .map(([k, v]) => `${fieldWords(k)} ${partInWords(v)}`)
    .join(", ");
}

/** Are two texts the same but for capital letters, spaces and punctuation? */
export function sameWords(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
