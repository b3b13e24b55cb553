import { placeInSentence } from "../../rubric/place-in-plan.ts";
import { dayWords } from "../../dates.ts";
import { countText, HIDDEN_SIGN, isHidden, pointsText } from "../../charts/figures.ts";
import { goodWords } from "../../charts/describe.ts";
import { words } from "../blocks.ts";
import type { Draft } from "../draft.ts";
import type { LearningReportData, QuoteData, ThemeData } from "../learning-report-data.ts";
import {
  anyPercent,
  capital,
  counted,
  countsCell,
  hiddenLast,
  hiddenNotes,
  shareCell,
  shareWords,
  together,
} from "../words.ts";
import { shareTable, sourceLine } from "./results.ts";

/** Themes shown in the figure; the table has them all. */
const IN_FIGURE = 10;

export function themes(data: LearningReportData, draft: Draft): void {
  draft.chapter("themes", "Themes");
  const found = hiddenLast(
    data.themes.filter((theme) => isHidden(theme.share) || theme.share.count > 0),
    (theme) => theme.share,
    (theme) => theme.name,
  );
  if (found.length === 0) {
    draft.say("No finding has been coded to a theme.");
    return;
  }
  draft.say(
    "Auditors’ findings were coded to themes. A plan counts once for a theme, however often it shows it, and can show several.",
    changeNote(data),
  );
  const improvements = found.filter((theme) => theme.polarity === "improvement");
  const strengths = found.filter((theme) => theme.polarity === "strength");
  if (improvements.length > 0) polarity(data, draft, "What holds plans back", "areas for improvement", improvements);
  if (strengths.length > 0) polarity(data, draft, "What works well", "strengths", strengths);
}

function polarity(data: LearningReportData, draft: Draft, title: string, kind: string, list: ThemeData[]): void {
  draft.section(title);
  const shown = list.slice(0, IN_FIGURE).filter((theme) => !isHidden(theme.share));
  const first = shown[0];
  if (first)
    draft.say(
      `The commonest of the ${kind} is ${quoted(first.name)}: ${shareWords(first.share)} plans.`,
      alikeNote(shown),
    );
  if (anyPercent(shown.map((theme) => theme.share))) {
    draft.figure(
      `${kind}, share of plans${list.length > shown.length ? `, the first ${shown.length}` : ""}`,
      {
        kind: "intervals",
        of: "share",
        title: `${kind}, share of plans`,
        what: "share of plans",
        rows: shown.map((theme) => ({ label: theme.name, share: theme.share })),
      },
      sourceLine(data, data.grades.n),
    );
  }
  table(draft, kind, list);
  // The number of quotes would tell a hidden number of plans.
  for (const theme of list) if (theme.quotes.length > 0 && !isHidden(theme.share)) voices(draft, theme);
}

/** Where the first two themes may be in another order among all plans, the report says so. */
function alikeNote(shown: ThemeData[]): string {
  const [a, b] = shown.map((theme) => (isHidden(theme.share) ? null : theme.share.interval));
  return a && b && b.upper >= a.lower
    ? "The intervals of the first themes overlap, so their order among all plans could be another."
    : "";
}

function table(draft: Draft, kind: string, list: ThemeData[]): void {
  const compared = list.some((theme) => theme.previous !== null);
  const shares = anyPercent(list.map((theme) => theme.share));
  draft.table({
    caption: `${kind}: plans that show each theme`,
    head: [
      [
        { text: "Theme" },
        { text: "Plans" },
        ...(shares ? [{ text: "Share (95%\u00a0interval)" }] : []),
        ...(compared ? [{ text: "Last cycle" }, { text: "Change in points (95%\u00a0interval)" }] : []),
      ],
    ],
    rows: list.map((theme) => [
      words(theme.name),
      words(isHidden(theme.share) ? HIDDEN_SIGN : countText(theme.share.count)),
      ...(shares ? [shareCell(theme.share)] : []),
      ...(compared ? [theme.previous ? countsCell(theme.previous) : words("–"), change(theme)] : []),
    ]),
    notes: [
      ...(list.some((theme) => theme.change?.worthALook)
        ? [
            "Worth a look: stands out after allowing for the number of themes compared. It is a reason to ask, not a verdict.",
          ]
        : []),
      ...hiddenNotes(list.flatMap((theme) => (theme.previous ? [theme.share, theme.previous] : [theme.share]))),
    ],
  });
}

function change({ change: since }: ThemeData) {
  if (!since) return words("–");
  const limits = together(` (${pointsText(since.interval.lower)} to ${pointsText(since.interval.upper)})`);
  const unsure = since.interval.lower <= 0 && since.interval.upper >= 0;
  const verdict = since.worthALook ? "worth a look" : unsure ? "could not tell" : "";
  return [
    { text: pointsText(since.difference), strong: true },
    { text: limits, soft: true },
    { text: ` ${together(verdict)}`, strong: since.worthALook, soft: !since.worthALook },
  ];
}

function voices(draft: Draft, theme: ThemeData): void {
  draft.part(`theme-${theme.code.toLowerCase()}`, theme.name);
  if (theme.definition) draft.say(theme.definition);
  for (const quote of theme.quotes) {
    const paragraphs = quote.text.split(/\n+/).filter((text) => text.trim() !== "");
    draft.add({ kind: "quote", paragraphs, lang: quote.lang ?? undefined, source: place(quote) });
  }
}

function place({ section, page }: QuoteData): string {
  const place = section ? placeInSentence(section, page) : page === null ? "" : `page ${page}`;
  return place ? `From a plan, ${place}` : "From a plan";
}

function changeNote(data: LearningReportData): string {
  if (data.previousCycles.length === 0 || data.themes.some((theme) => theme.previous !== null)) return "";
  return "Themes are not compared with the last cycle, because the rubric or the kind of sample differs.";
}

function quoted(name: string): string {
  return `‘${name}’`;
}

export function groups(data: LearningReportData, draft: Draft): void {
  if (data.groups.length === 0) return;
  draft.chapter("groups", "By group");
  draft.say("Groups in a sample of this size are small. Two groups whose intervals overlap cannot be told apart.");
  for (const group of data.groups) {
    shareTable(
      draft,
      `plans ${goodWords(data.levels).toLowerCase()}, ${group.title}`,
      capital(group.title.replace(/^by /, "")),
      goodWords(data.levels),
      group.rows.map(({ label, good }) => ({ label, share: good })),
    );
  }
}

export function actions(data: LearningReportData, draft: Draft): void {
  const own = data.recommendations ?? [];
  if (data.actions.length === 0 && own.length === 0) return;
  draft.chapter("actions", "Actions");
  if (data.actions.length > 0) {
    draft.say(
      `The partnership has agreed ${counted(data.actions.length, "action")}. Each has an owner, a date and a measure; a later cycle tests whether it worked.`,
    );
    draft.add({
      kind: "recommendations",
      items: data.actions.map((action, i) => ({
        label: `Action ${i + 1}`,
        title: action.title,
        text: action.detail,
        facts: [
          { term: "Owner", text: action.owner },
          { term: "Due", text: dayWords(action.due) },
          { term: "Measure", text: action.measure },
          ...(action.baseline ? [{ term: "Now", text: action.baseline }] : []),
          ...(action.target ? [{ term: "Target", text: action.target }] : []),
          ...(action.state ? [{ term: "State", text: action.state }] : []),
          ...(action.effect ? [{ term: "Effect", text: action.effect }] : []),
        ],
      })),
    });
  }
  recommendations(data, draft);
  if (data.actions.length >= TABLE_FROM) actionTable(data, draft);
}

/** From so many actions on, a table across the page shows them side by side. */
const TABLE_FROM = 3;

function actionTable(data: LearningReportData, draft: Draft): void {
  draft.section("All actions side by side");
  const known = (key: "baseline" | "target" | "state") => data.actions.some((action) => action[key]);
  const columns = [
    { head: "Action", of: (a: ActionOf) => [a.name, a.title].filter(Boolean).join(" ") },
    { head: "Owner", of: (a: ActionOf) => a.owner },
    { head: "Due", of: (a: ActionOf) => together(dayWords(a.due)) },
    { head: "Measure", of: (a: ActionOf) => a.measure },
    ...(known("baseline") ? [{ head: "Now", of: (a: ActionOf) => a.baseline ?? "–" }] : []),
    ...(known("target") ? [{ head: "Target", of: (a: ActionOf) => a.target ?? "–" }] : []),
    ...(known("state") ? [{ head: "State", of: (a: ActionOf) => a.state ?? "–" }] : []),
  ];
  draft.table({
    caption: "actions with their owners, dates and measures",
    head: [columns.map(({ head }) => ({ text: head }))],
    textColumns: columns.length,
    rows: data.actions.map((action) => columns.map(({ of }) => words(of(action)))),
    notes: [],
    wide: true,
  });
}

type ActionOf = LearningReportData["actions"][number];

function recommendations(data: LearningReportData, draft: Draft): void {
  const own = data.recommendations ?? [];
  if (own.length === 0) return;
  if (data.actions.length > 0) draft.section("What this report recommends");
  else draft.say(`This report makes ${counted(own.length, "recommendation")}.`);
  draft.add({
    kind: "recommendations",
    items: own.map((item, i) => ({
      label: `Recommendation ${i + 1}`,
      title: item.title,
      text: item.text,
      facts: [
        ...(item.owner ? [{ term: "Owner", text: item.owner }] : []),
        ...(item.due ? [{ term: "By", text: item.due }] : []),
        ...(item.measure ? [{ term: "Measure", text: item.measure }] : []),
      ],
    })),
  });
}
