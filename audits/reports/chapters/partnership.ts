import { goodWords, list } from "../../charts/describe.ts";
import { countText, isHidden } from "../../charts/figures.ts";
import { periodWords } from "../../dates.ts";
import { type Inline, words } from "../blocks.ts";
import type { Draft } from "../draft.ts";
import type { AskedData, LearningReportData } from "../learning-report-data.ts";
import {
  anyPercent,
  changeSentence,
  counted,
  countsCell,
  countWords,
  hiddenNotes,
  plans,
  shareCell,
} from "../words.ts";
import { answer } from "./headlines.ts";
import { shareTable } from "./results.ts";

/** What was asked, of which plans, and by whom; its first words are the answer, so that who reads no further has it. */
export function purpose(data: LearningReportData, draft: Draft): void {
  const { cycle, sample, partners, auditors, area } = data;
  draft.chapter("purpose", "Purpose and scope");
  if (data.grades.n > 0)
    draft.add({ kind: "callout", tone: "note", title: "The answer in short", paragraphs: [words(answer(data))] });
  draft.say(
    `This report says how good Education, Health and Care plans in ${area} are, how sure we can be of that, and what the partnership learns from it.`,
    cycle.question ? `The cycle asked: ${cycle.question}` : "",
  );
  const agencies = auditors.map(({ agency }) => agency.toLowerCase());
  draft.bullets([
    `Plans of ${periodWords(cycle.from, cycle.to)}, audited in ${cycle.title}.`,
    sample.drawn === 0
      ? "No plan has been drawn yet."
      : `${plans(sample.counted)} read and counted, of ${plans(sample.population)} on the list.`,
    ...(agencies.length > 0 ? [`Audited by people from ${list(agencies)}.`] : []),
    ...(partners.length > 0 ? [`Made together by ${list(partners)}.`] : []),
  ]);
  draft.say(
    "The audit reads plans. It does not inspect schools or services, and says nothing about any single child or family.",
  );
}

/** What health and social care answer for, gathered from the rest of the report. */
export function contributions(data: LearningReportData, draft: Draft): void {
  const theirs = data.contributions;
  if (!theirs || data.grades.n === 0) return;
  const domains = data.domains.filter(({ title }) => theirs.domains.includes(title));
  if (domains.length === 0) return;
  draft.chapter("contributions", "Health and social care");
  draft.say(
    "A plan is only as good as what every service brings to it. Here is what the audit found of the parts that health and social care answer for.",
  );
  const good = goodWords(data.levels);
  const shares = anyPercent(domains.map((domain) => domain.good));
  draft.table({
    caption: "domains that health and social care answer for",
    head: [[{ text: "Domain" }, { text: good }, ...(shares ? [{ text: "Share (95%\u00a0interval)" }] : [])]],
    rows: domains.map((domain) => [
      words(domain.title),
      countsCell(domain.good),
      ...(shares ? [shareCell(domain.good)] : []),
    ]),
    notes: hiddenNotes(domains.map((domain) => domain.good)),
  });
  const agencies = data.auditors.filter(({ agency }) => theirs.agencies.includes(agency));
  if (agencies.length > 0)
    draft.say(
      `${list(agencies.map(({ agency, auditors, audits }) => `${agency}: ${counted(auditors, "auditor")}, ${counted(audits, "audit")}`))}.`,
    );
  const found = data.themes.filter(
    (theme) => theirs.themes.includes(theme.code) && !isHidden(theme.share) && theme.share.count > 0,
  );
  if (found.length === 0) return;
  shareTable(
    draft,
    "themes of these domains",
    "Theme",
    "Plans",
    found.map((theme) => ({
      label: `${theme.name} (${theme.polarity === "strength" ? "strength" : "area for improvement"})`,
      share: theme.share,
    })),
  );
}

/** What families said of their plans. */
export function families(data: LearningReportData, draft: Draft): void {
  const views = data.families;
  if (!views) return;
  draft.chapter("families", "What families told us");
  draft.say(
    views.how,
    `Families asked: ${countWords(views.asked)}. Families who answered: ${countWords(views.answered)}.`,
    "Who answers may differ from who does not, so these are the views of those who answered.",
  );
  if (views.rows.length > 0)
    shareTable(
      draft,
      "what families said, of those who answered",
      "Statement",
      "Agreed",
      views.rows.map(({ question, share }) => ({ label: question, share })),
    );
  for (const quote of views.quotes)
    draft.add({
      kind: "quote",
      paragraphs: quote.text.split(/\n+/).filter((text) => text.trim() !== ""),
      lang: quote.lang ?? undefined,
      source: "A family",
    });
}

/** Whether what was done since last time worked. */
export function changed(data: LearningReportData, draft: Draft): void {
  const before = data.previousActions ?? [];
  const notable = data.themes.filter((theme) => theme.change?.worthALook);
  if (!data.change && before.length === 0 && data.previousCycles.length === 0) return;
  draft.chapter("changed", "What changed since last time");
  draft.say(
    data.change
      ? changeSentence(data.change.change, data.change.since)
      : "Whether plans are better than in the last cycle cannot be said, because the two may not be compared.",
  );
  if (notable.length > 0) {
    draft.say("These themes stand out, after allowing for the number of themes compared:");
    draft.bullets(
      notable.map((theme): Inline[] => [
        { text: `${theme.name}: ` },
        {
          text:
            theme.previous && !isHidden(theme.previous) && !isHidden(theme.share)
              ? `from ${countText(theme.previous.count)} of ${countText(theme.previous.n)} plans to ${countText(theme.share.count)} of ${countText(theme.share.n)}`
              : "changed",
          strong: true,
        },
      ]),
    );
    draft.note("A theme that stands out is a reason to ask, not a verdict.");
  }
  if (before.length === 0) {
    draft.say("There are no actions of earlier cycles.");
    return;
  }
  draft.section("Earlier actions, and whether they worked");
  draft.say("“Done” says that an action was carried out. Only a later audit shows whether it worked.");
  draft.table({
    caption: "earlier actions and what a re-audit found",
    head: [[{ text: "Action" }, { text: "Owner" }, { text: "Carried out" }, { text: "What the re-audit found" }]],
    textColumns: 4,
    rows: before.map((action) => [
      words([action.name, action.title].filter(Boolean).join(" ")),
      words(action.owner),
      words(action.standing),
      words(action.found ?? "Not tested yet"),
    ]),
    notes: before.every(({ here }) => !here) ? ["None of them was tested by this audit."] : [],
  });
}

const STEPS = [
  ["said", "You said"],
  ["asked", "We asked"],
  ["did", "We did"],
  ["difference", "The difference it made"],
] as const;

/** What families said, what was asked of services because of it, what was done, and what came of it. */
export function asked(data: LearningReportData, draft: Draft): void {
  const entries = data.asked ?? [];
  if (entries.length === 0) return;
  draft.chapter("asked", "You said, we asked, we did");
  entries.forEach((entry, i) => {
    const text = entry.said ? shortened(entry.said) : `Entry ${i + 1}`;
    draft.section(text);
    draft.add({
      kind: "definitions",
      items: STEPS.map(([key, term]) => ({
        term,
        text: words(entry[key] || (key === "difference" ? differenceOf(entry, data) : "Not said.")),
      })),
    });
  });
}

/** What is known of the difference that the action behind an entry made. What nobody tested is not claimed. */
function differenceOf({ action: name }: AskedData, data: LearningReportData): string {
  const found = name ? testedEffect(name, data) : null;
  if (found) return `A re-audit looked: ${found}`;
  return name ? `We do not know yet. A later audit tests ${name}.` : "We do not know yet.";
}

/** What a re-audit found of an action, by its name; null for one that was not tested or is not of this report. */
export function testedEffect(name: string, { actions, previousActions }: LearningReportData): string | null {
  return (
    previousActions?.find((one) => one.name === name)?.found ?? actions.find((one) => one.name === name)?.effect ?? null
  );
}

/** The beginning of a text as a heading, cut between words. */
function shortened(text: string, most = 70): string {
  const line = text.split("\n")[0] ?? "";
  if (line.length <= most) return line.replace(/[.;,]$/, "");
  const cut = line.slice(0, most);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), 20))}…`;
}
