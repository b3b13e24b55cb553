import { createHash } from "node:crypto";
import type { LearningReportData, QuoteData } from "../learning-report-data.ts";

/** Quotes of a report. Each needs a second person who says that nobody can be recognised in it. */
export type ReportQuote = {
  key: string;
  code: string;
  theme: string;
  polarity: "strength" | "improvement";
  quote: QuoteData;
};

/** Every quote that the figures offer, with a key that is the same for the same words under the same theme. */
export function quotesOf(data: LearningReportData): ReportQuote[] {
  return data.themes.flatMap(({ code, name, polarity, quotes }) =>
    quotes.map((quote) => ({ key: quoteKey(code, quote.text), code, theme: name, polarity, quote })),
  );
}

const quoteKey = (code: string, text: string): string =>
  createHash("sha256")
    .update(JSON.stringify([code, text]))
    .digest("hex")
    .slice(0, 16);

/** The data with these quotes only. */
export function onlyQuotes(data: LearningReportData, keys: ReadonlySet<string>): LearningReportData {
  return {
    ...data,
    themes: data.themes.map((theme) => ({
      ...theme,
      quotes: theme.quotes.filter(({ text }) => keys.has(quoteKey(theme.code, text))),
    })),
  };
}

/** What a person decided on a quote; a later decision holds. */
export type QuoteDecision = { key: string; decision: "in" | "out"; by: string };

export type QuoteStanding = "waits" | "checked" | "left out";

/**
 * Where a quote stands. It is offered by whoever began the report, so that person's word is not the second one: it stands in
 * the report once somebody else said so, and is left out as soon as anybody did.
 */
export function quoteStanding(key: string, startedBy: string, decisions: readonly QuoteDecision[]): QuoteStanding {
  const last = decisions.findLast((one) => one.key === key);
  if (!last) return "waits";
  if (last.decision === "out") return "left out";
  return last.by === startedBy ? "waits" : "checked";
}
