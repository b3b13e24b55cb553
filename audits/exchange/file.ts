import { z } from "zod";
import { type Count, isHidden, type Share } from "../charts/figures.ts";
import type { LearningReportData } from "../reports/learning-report-data.ts";

/**
 * The file by which two areas compare what they found: suppressed aggregates of one cycle with everything that says whether
 * they may be compared. No plan, no person and no small number is in it. Its schema stands in `public/exchange.schema.json`.
 */

export const EXCHANGE_FORMAT = "ehc-plan-quality-exchange/1";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const whole = z.number().int().min(0);
const text = z.string().max(500);
/** A figure that small-number protection took away. */
const hidden = z.strictObject({ hidden: z.literal(true) });
const count = z.union([whole, hidden]);
const interval = z.strictObject({ lower: z.number(), upper: z.number() });
const share = z.union([z.strictObject({ count: whole, n: whole, interval: interval.nullable() }), hidden]);

export const exchangeFile = z
  .strictObject({
    format: z.literal(EXCHANGE_FORMAT),
    area: text.min(1),
    organisation: text,
    issued: z.strictObject({
      on: day,
      version: text,
      contentHash: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable(),
    }),
    cycle: z.strictObject({ title: text, from: day, to: day }),
    rubric: z.strictObject({ title: text, version: text, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    sampling: z.strictObject({
      kind: z.enum(["random", "stratified", "census", "chosen"]),
      population: whole,
      drawn: whole,
      counted: whole,
      /** Which plans the list held; empty for every active plan. */
      question: text,
    }),
    limits: z.enum(["applied", "shadow"]),
    protection: z.strictObject({ threshold: whole, hidden: whole }),
    levels: z.array(z.strictObject({ label: text, good: z.boolean() })).max(12),
    grades: z.strictObject({ n: whole, good: share, before: z.array(count).max(12), after: z.array(count).max(12) }),
    domains: z
      .array(z.strictObject({ title: text, headline: z.boolean(), good: share, counts: z.array(count).max(12) }))
      .max(60),
    themes: z.strictObject({
      codebook: z.strictObject({ title: text, version: text }).nullable(),
      rows: z
        .array(z.strictObject({ code: text, name: text, polarity: z.enum(["strength", "improvement"]), share }))
        .max(300),
    }),
    agreement: z.strictObject({
      plans: whole,
      compared: whole,
      exact: whole,
      withinOne: whole,
      ac2: z.strictObject({ value: z.number(), interval: interval.nullable() }).nullable(),
    }),
    methods: z.array(text).max(20),
  })
  .describe("Suppressed aggregates of one audit cycle, for comparing areas whose rubric and sampling match.");

export type ExchangeFile = z.infer<typeof exchangeFile>;

const countOf = (value: Count) => (isHidden(value) ? { hidden: true as const } : value);
const shareOf = (value: Share) =>
  isHidden(value) ? { hidden: true as const } : { count: value.count, n: value.n, interval: value.interval };

/**
 * The exchange file of a cycle.
 *
 * @param contentHash fingerprint of the issued report that it belongs to; null where it stands alone
 * @throws RangeError for figures with small numbers shown
 */
export function exchangeOf(data: LearningReportData, contentHash: string | null): ExchangeFile {
  if (data.view !== "published") throw new RangeError("An exchange file is made from published figures only.");
  const { sample, agreement, grades } = data;
  return {
    format: EXCHANGE_FORMAT,
    area: data.area,
    organisation: data.organisation,
    issued: { on: data.date, version: data.version, contentHash },
    cycle: { title: data.cycle.title, from: data.cycle.from, to: data.cycle.to },
    rubric: { title: data.rubric.title, version: data.rubric.version, sha256: data.rubric.hash },
    sampling: {
      kind: sample.chosen
        ? "chosen"
        : sample.drawn === sample.population
          ? "census"
          : /within/.test(sample.method)
            ? "stratified"
            : "random",
      population: sample.population,
      drawn: sample.drawn,
      counted: sample.counted,
      question: sample.question,
    },
    limits: grades.limitsMode,
    protection: { ...data.protection },
    levels: data.levels.map(({ label, good }) => ({ label, good })),
    grades: {
      n: grades.n,
      good: shareOf(grades.good),
      before: grades.before.map(countOf),
      after: grades.after.map(countOf),
    },
    domains: data.domains.map(({ title, headline, good, counts }) => ({
      title,
      headline,
      good: shareOf(good),
      counts: counts.map(countOf),
    })),
    themes: {
      codebook: data.codebook && { title: data.codebook.title, version: data.codebook.version },
      rows: data.themes.map(({ code, name, polarity, share }) => ({ code, name, polarity, share: shareOf(share) })),
    },
    agreement: {
      plans: agreement.plans,
      compared: agreement.compared,
      exact: agreement.exact,
      withinOne: agreement.withinOne,
      ac2: agreement.ac2.value === null ? null : { value: agreement.ac2.value, interval: agreement.ac2.interval },
    },
    methods: [...data.methods],
  };
}

export const exchangeText = (file: ExchangeFile): string => `${JSON.stringify(file, null, 2)}\n`;

/** The largest file that is read: a cycle's aggregates are a few dozen kilobytes. */
export const LARGEST_EXCHANGE = 1024 * 1024;

/** Reads an exchange file. @returns the file, or a sentence that says why it is none */
export function readExchange(source: string): { ok: true; file: ExchangeFile } | { ok: false; sentence: string } {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return { ok: false, sentence: "The file is not JSON, so it is no exchange file." };
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (format !== EXCHANGE_FORMAT)
    return {
      ok: false,
      sentence:
        typeof format === "string" && format.startsWith("ehc-plan-quality-exchange/")
          ? "The file is of another version of the exchange format."
          : "The file is no exchange file.",
    };
  const read = exchangeFile.safeParse(value);
  if (read.success) return consistent(read.data);
  const [issue] = read.error.issues;
  return { ok: false, sentence: `The exchange file cannot be read at ${issue?.path.join(".") || "its beginning"}.` };
}

/** What no cycle could have found is refused, so that no comparison stands on it. */
function consistent(file: ExchangeFile): { ok: true; file: ExchangeFile } | { ok: false; sentence: string } {
  const shares = [
    file.grades.good,
    ...file.domains.map(({ good }) => good),
    ...file.themes.rows.map((row) => row.share),
  ];
  const wrong = shares.some((one) => !("hidden" in one) && (one.count > one.n || one.n > file.sampling.counted));
  return wrong || file.sampling.counted > file.sampling.population
    ? { ok: false, sentence: "The numbers of the exchange file contradict each other." }
    : { ok: true, file };
}
