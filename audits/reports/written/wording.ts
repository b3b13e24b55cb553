import { isHidden, percentText, type Share } from "../../charts/figures.ts";
import type { LearningReportData } from "../learning-report-data.ts";
import { changeSentence, limitsText } from "../words.ts";
import type { OwnWords } from "./own-words.ts";

/**
 * Questions about wording that the numbers may not bear out. They are put to whoever writes, and stop nothing: people know
 * things that the figures do not.
 */
export type WordingQuestion = { field: string; phrase: string; sentence: string };

const BETTER =
  /\b(improv(?:e[sd]?|ing|ements?)|better than (?:last|before|in)|increas(?:e[sd]?|ing)|ros[ei]n?|gone up|went up|progress(?:ed)?)\b/i;
const WORSE =
  /\b(worsen(?:ed|ing)?|worse than (?:last|before|in)|declin(?:e[sd]?|ing)|deteriorat(?:e[sd]?|ing|ion)|fell|fallen|dropp?(?:ed|ing)?|gone down|went down)\b/i;
const CAUSE =
  /\b(because of our|thanks to our|as a result of our|led to (?:an? )?(?:improvement|increase|fall)|caused|proves?|proven|shows that our)\b/i;
const CERTAIN = /\b(significant(?:ly)?|clearly shows?|undoubtedly|without doubt)\b/i;
const MOST = /\b(most|the majority) of (?:all |our |the )?plans\b/i;
const ALL = /\b(all|every) (?:of )?(?:our |the )?plans?\b/i;
const PERCENT = /\b(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent\b)/gi;

/** Every question about the words of a report, field by field. */
export function wordingQuestions(words: OwnWords, data: LearningReportData): WordingQuestion[] {
  const known = percentagesIn(data);
  return Object.entries(words).flatMap(([field, text]) =>
    text.trim() && !field.endsWith(".silent") ? questionsOn(field, text, data, known) : [],
  );
}

function questionsOn(field: string, text: string, data: LearningReportData, known: Set<string>): WordingQuestion[] {
  const found: WordingQuestion[] = [];
  const ask = (phrase: string | undefined, sentence: string) => {
    if (phrase) found.push({ field, phrase, sentence });
  };
  // What families said and what is still to come is no claim about the figures.
  const claims = !/^asked\.n\d+\.(said|asked)$|^recommendation\.|^easy\.(next|contact)$/.test(field);
  const better = BETTER.exec(text)?.[0];
  const worse = WORSE.exec(text)?.[0];
  const change = data.change?.change;
  if (claims && change?.verdict !== "better")
    ask(better, change ? `The numbers do not bear it out. ${numbersSay(data)}` : NOT_COMPARED);
  if (claims && change?.verdict !== "worse")
    ask(worse, change ? `The numbers do not bear it out. ${numbersSay(data)}` : NOT_COMPARED);
  if (claims) {
    ask(CAUSE.exec(text)?.[0], "The audit shows what changed, not why. Other changes could also have played a part.");
    ask(CERTAIN.exec(text)?.[0], "Say how large it is, and between what limits, in place of how sure it sounds.");
  }
  const { good, n } = data.grades;
  const most = MOST.exec(text)?.[0];
  if (most && !isHidden(good) && good.interval && good.interval.lower <= 0.5)
    ask(
      most,
      `The share good or better is likely to lie from ${limitsText(good.interval, n)}, which does not rule out half or fewer.`,
    );
  if (claims && data.sample.chosen)
    ask(
      ALL.exec(text)?.[0],
      "The plans were chosen for a reason. Nothing here says how common anything is among other plans.",
    );
  else if (claims && n < data.sample.population)
    ask(ALL.exec(text)?.[0], "Only a sample was read. Say “the plans that we read”, or give the range for all plans.");
  for (const [phrase, number] of text.matchAll(PERCENT))
    if (!known.has(Number(number).toString()))
      ask(phrase, `The figure ${number}% does not stand in this report. Check it, or say where it comes from.`);
  return found;
}

const NOT_COMPARED = "This report compares with no earlier cycle, so it cannot show a change.";

const numbersSay = ({ change }: LearningReportData): string =>
  change ? `They say: ${changeSentence(change.change, change.since)}` : "";

/** A sentence that the numbers bear out, to begin from. */
export function supportedWording(data: LearningReportData): string | null {
  if (!data.change) return null;
  const { change, since } = data.change;
  return changeSentence(change, since);
}

/** Every percentage that the report may show, as plain numbers. */
function percentagesIn(data: LearningReportData): Set<string> {
  const known = new Set<string>(["95", "100", "0"]);
  const add = (text: string | null) => {
    for (const [number] of (text ?? "").matchAll(/\d+(?:\.\d+)?/g)) known.add(Number(number).toString());
  };
  const share = (value: Share | null) => {
    if (!value || isHidden(value)) return;
    add(percentText(value.count, value.n));
    if (value.interval) add(limitsText(value.interval, value.n));
  };
  const { grades, domains, themes, groups, timeliness, families, previousCycles, agreement } = data;
  share(grades.good);
  for (const count of [...grades.before, ...grades.after]) if (!isHidden(count)) add(percentText(count, grades.n));
  for (const one of domains) share(one.good);
  for (const one of themes) for (const value of [one.share, one.previous]) share(value);
  for (const one of groups.flatMap(({ rows }) => rows)) share(one.good);
  for (const one of timeliness?.rows ?? []) share(one.share);
  for (const one of families?.rows ?? []) share(one.share);
  for (const one of previousCycles) share(one.good);
  add(percentText(agreement.exact, agreement.compared));
  add(percentText(agreement.withinOne, agreement.compared));
  return known;
}
