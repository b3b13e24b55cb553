import { createHash } from "node:crypto";
import type { LearningReportData, QuoteData } from "../learning-report-data.ts";
import { CHAPTER_TITLES } from "../outline.ts";

/** Quotes of a report. Each needs a second person who says that nobody can be recognised in it. */
export type ReportQuote = {
  key: string;
  code: string;
  /** The theme that it stands under, or the chapter of families. */
  theme: string;
  polarity: "strength" | "improvement" | "family";
  quote: QuoteData;
};

/** Every quote that the figures offer, with a key that is the same for the same words under the same theme. */
export function quotesOf(data: LearningReportData): ReportQuote[] {
  const themes = data.themes.flatMap(({ code, name, polarity, quotes }) =>
    quotes.map((quote) => ({ key: quoteKey(code, quote.text), code, theme: name, polarity, quote })),
  );
  const families = (data.families?.quotes ?? []).map((quote) => ({
    key: quoteKey(FAMILIES, quote.text),
    code: FAMILIES,
    theme: CHAPTER_TITLES.families,
    polarity: "family" as const,
    quote,
  }));
  return [...themes, ...families];
}

/** The chapter in which a quote stands. */
export const chapterOfQuote = ({ polarity }: Pick<ReportQuote, "polarity">): "themes" | "families" =>
  polarity === "family" ? "families" : "themes";

/** What families wrote stands under no theme. */
const FAMILIES = "families";

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
    ...(data.families && {
      families: {
        ...data.families,
        quotes: data.families.quotes.filter(({ text }) => keys.has(quoteKey(FAMILIES, text))),
      },
    }),
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
