import { Link } from "@remix-run/react";
import { HIDDEN_SIGN, isHidden, shareText, whole } from "#audits/charts/figures.ts";
import type { ThemeData } from "#audits/reports/learning-report-data.ts";
import type { CycleThemes } from "#audits/results/cycle-themes.ts";
import { placeInPlan } from "#audits/rubric/place-in-plan.ts";
import { changeText } from "#audits/results/words.ts";
import { DotLine } from "../figures.tsx";
import { Details } from "../govuk/messages.tsx";
import { type Cell, Table, WideRegion } from "../govuk/table.tsx";
import { Quote } from "../quotes.tsx";

const NO_BREAK = "\u00a0";

const TITLES = { improvement: "Areas for improvement", strength: "Strengths" } as const;

type TableProps = {
  figures: CycleThemes;
  polarity: ThemeData["polarity"];
  /** The cycle whose findings and plans names and counts lead to; null in a view that leads to no single plan. */
  behind: string | null;
};

/** The themes of one kind, one row each, most plans first. Those of few plans are named under the table without counts. */
export function ThemesTable({ figures, polarity, behind }: TableProps) {
  const own = figures.themes.filter((theme) => theme.polarity === polarity);
  const { threshold } = figures.protection;
  const few = own.filter(({ share }) => isHidden(share) || (share.count > 0 && share.count < threshold));
  const rows = own.filter((theme) => !few.includes(theme));
  const { compared, families } = figures.beside;
  if (own.length === 0) return null;
  return (
    <section aria-labelledby={polarity}>
      <h2 className="section" id={polarity}>
        {TITLES[polarity]}
      </h2>
      {rows.length > 0 && (
        <WideRegion label={`${TITLES[polarity]}, table`}>
          <Table
            caption={`${TITLES[polarity]}: plans with each theme`}
            captionSize="hidden"
            firstCellIsHeader
            phoneList
            head={[
              "Theme",
              "Family",
              { content: `Plans of ${figures.grades.n}`, numeric: true },
              "Share of plans",
              "Share, 95% interval",
              ...(compared
                ? [
                    { content: `Last cycle, of ${compared.plans}`, numeric: true },
                    "Change in points",
                    "Change, 95% interval",
                  ]
                : []),
            ]}
            rows={rows.map((theme) => ({
              tone: theme.change?.worthALook ? ("teal" as const) : undefined,
              cells: [
                behind ? (
                  <Link
                    key="findings"
                    className="govuk-link"
                    to={`/search?${new URLSearchParams({ cycle: behind, theme: theme.code })}`}
                  >
                    {theme.name}
                    <span className="govuk-visually-hidden">: its findings</span>
                  </Link>
                ) : (
                  theme.name
                ),
                families[theme.code] ?? "",
                {
                  content: isHidden(theme.share) ? (
                    HIDDEN_SIGN
                  ) : (
                    <Count of={theme} count={theme.share.count} cycle={behind} />
                  ),
                  numeric: true,
                },
                ...shareCells(theme),
                ...(compared
                  ? [
                      {
                        content: <Previous of={theme} cycle={behind && (figures.comparedWith ?? null)} />,
                        numeric: true,
                      },
                      ...changeCells(theme),
                    ]
                  : []),
              ],
            }))}
          />
        </WideRegion>
      )}
      <p className="note-text">
        {fewSentence(few, threshold)} {notFoundSentence(figures.beside.themesNotFound[polarity])}
      </p>
      {rows.map((theme) => (
        <Voices key={theme.code} theme={theme} />
      ))}
    </section>
  );
}

function shareCells({ share }: ThemeData): Cell[] {
  if (isHidden(share)) return ["", HIDDEN_SIGN];
  const { count, n, interval } = share;
  return [
    interval && <DotLine bare width={140} value={count / n} {...interval} label="" />,
    shareText(share).split(",")[0]?.replaceAll(" ", NO_BREAK),
  ];
}

function Previous({ of, cycle }: { of: ThemeData; cycle: string | null }) {
  if (!of.previous) return null;
  return isHidden(of.previous) ? HIDDEN_SIGN : <Count of={of} count={of.previous.count} cycle={cycle} />;
}

/** In how many plans, as the way to them. */
function Count({ of: { code }, count, cycle }: { of: ThemeData; count: number; cycle: string | null }) {
  if (!cycle || count === 0) return whole(count);
  return (
    <Link className="govuk-link" to={`/measures/plans?${new URLSearchParams({ cycle, theme: code })}`}>
      {whole(count)}
      <span className="govuk-visually-hidden">: see the plans</span>
    </Link>
  );
}

function changeCells({ change }: ThemeData): Cell[] {
  if (!change) return ["", ""];
  const { difference, interval, worthALook } = change;
  return [
    <DotLine bare scale="change" width={140} value={difference} {...interval} open={!worthALook} label="" key="dot" />,
    <>
      {changeText(change).replaceAll(" ", NO_BREAK)}
      {worthALook && <strong className="second-line">Worth a look: {difference < 0 ? "fewer" : "more"}</strong>}
    </>,
  ];
}

function fewSentence(few: ThemeData[], threshold: number): string {
  if (few.length === 0) return "";
  const names = few.map(({ name }) => name).join("; ");
  const hidden = few.some(({ share }) => isHidden(share));
  if (hidden)
    return `${few.length} ${few.length === 1 ? "theme is" : "themes are"} listed without counts, because the number of plans is small or would give a small one away: ${names}.`;
  return `${few.length} ${few.length === 1 ? "theme" : "themes"} in fewer than ${threshold} plans ${few.length === 1 ? "is" : "are"} listed without counts: ${names}.`;
}

function notFoundSentence(count: number): string {
  if (count === 0) return "";
  return count === 1 ? "1 theme was not found." : `${count} themes were not found.`;
}

function Voices({ theme }: { theme: ThemeData }) {
  if (theme.quotes.length === 0) return null;
  return (
    <Details summary={`In the words of plans: ${theme.name}`}>
      {theme.definition && <p>{theme.definition}</p>}
      {theme.quotes.map(({ text, section, page }) => (
        <Quote key={text} words={text} source={section ? placeInPlan(section, page) : page ? `Page ${page}` : ""} />
      ))}
    </Details>
  );
}
