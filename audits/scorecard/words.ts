import { type Csv, csvOf } from "../csv.ts";
import { countText, HIDDEN_SIGN, isHidden, percentText, pointsText, shareText } from "../charts/figures.ts";
import type { Card, Point, Row } from "./card.ts";
import { QUESTION_LABELS } from "./questions.ts";

/** "55% (40 to 69), 22 of 40", "40", "c" */
export const valueText = ({ value }: Point): string =>
  value.kind === "count" ? countText(value.count) : shareText(value.share);

const VERDICTS = { better: "up", worse: "down", could_not_tell: "could not tell" } as const;

/** What a number of the card stands on: "Summer 2026, rubric 1.0.0", "1 April to 31 July 2026". */
export const standingText = ({ label, cycle }: Point): string =>
  cycle ? `${label}, rubric ${cycle.rubricVersion}` : label;

/** "+12 points (−3 to +26): could not tell", "+8", "" */
export function changeText({ change, more }: Row): string {
  if (change) {
    const { difference, interval, verdict } = change;
    return `${pointsText(difference)} points (${pointsText(interval.lower)} to ${pointsText(interval.upper)}): ${VERDICTS[verdict]}`;
  }
  if (more !== null) return more === 0 ? "the same" : more > 0 ? `+${more}` : `−${-more}`;
  return "";
}

/** One sentence that a board member can repeat. */
export function cardLead({ rows }: Card): string {
  const told = rows.filter((r) => r.points.length > 0).length;
  const moved = (verdict: "better" | "worse") => rows.filter((r) => r.change?.verdict === verdict);
  const [up, down] = [moved("better"), moved("worse")];
  const compared = rows.filter((r) => r.change).length;
  if (told === 0) return "No row has a number yet.";
  if (compared === 0)
    return `${told} of ${rows.length} rows have numbers. None can be compared with an earlier period yet.`;
  const said = (list: Row[], word: string) =>
    list.length ? [`${list.length} went ${word}: ${list.map((r) => r.indicator.title).join("; ")}.`] : [];
  const rest = compared - up.length - down.length;
  const tail = rest ? [`Of ${rest} we could not tell.`] : [];
  return [
    `${compared} rows can be compared with an earlier period.`,
    ...said(up, "up"),
    ...said(down, "down"),
    ...tail,
  ].join(" ");
}

/** The card as a file: a line for each row and period. Hidden numbers are the sign, and so is what tells of them. */
export function cardCsv(card: Card): Csv {
  const head = [
    "Question",
    "Row",
    "Period",
    "From",
    "To",
    "Number",
    "Of",
    "Share",
    "95% from",
    "95% to",
    "Compared with",
    "Change",
    "Rubric version",
  ];
  const lines = card.rows.flatMap((row) =>
    row.points.length === 0
      ? [[QUESTION_LABELS[row.indicator.question], row.indicator.title, row.why, ...Array<string>(10).fill("")]]
      : row.points.map((point, i) => lineOf(row, point, i === row.points.length - 1)),
  );
  return csvOf([[`Scorecard, ${card.view} view, ${card.on}`], head, ...lines]);
}

function lineOf(row: Row, point: Point, last: boolean): (string | number | null)[] {
  const { value } = point;
  const start = [QUESTION_LABELS[row.indicator.question], row.indicator.title, point.label, point.from, point.to];
  const compared = last ? [row.before?.label ?? null, changeText(row) || null] : [null, null];
  const end = [...compared, point.cycle?.rubricVersion ?? null];
  if (value.kind === "count")
    return [...start, isHidden(value.count) ? HIDDEN_SIGN : value.count, null, null, null, null, ...end];
  if (isHidden(value.share)) return [...start, HIDDEN_SIGN, HIDDEN_SIGN, HIDDEN_SIGN, null, null, ...end];
  const { count, n, interval } = value.share;
  const limit = (x: number | undefined) => (x === undefined ? null : Math.round(x * 1000) / 10);
  return [...start, count, n, percentText(count, n), limit(interval?.lower), limit(interval?.upper), ...end];
}
