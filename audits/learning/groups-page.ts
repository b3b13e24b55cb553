import { isHidden, type Share, shareText, whole } from "../charts/figures.ts";
import { periodWords } from "../dates.ts";
import { AGENCIES, AGENCY_LABELS } from "../vocabulary.ts";
import { criterionShares } from "./criterion-shares.ts";
import { GROUPINGS, groupingName, groupLabel, type Grouping } from "./groupings.ts";
import { type GroupCounts, groupRows, type GroupRow, publishedGroups } from "./groups.ts";
import type { Cell, Filter, MeasurePage, PlansBehind, Section } from "./page.ts";
import { gradedDomains } from "./published-cycle.ts";
import { type CycleTally, goodGrades, goodOf, type LevelCount } from "./tally.ts";

type Asked = {
  tally: CycleTally;
  by: Grouping;
  view: "internal" | "published";
  /** Null for the agencies that criteria belong to. */
  counts: GroupCounts | null;
  levels: LevelCount[];
  filters: Filter[];
  /** What the plans were narrowed to, in words and as fields of addresses. */
  narrowed: { words: string; down: Pick<PlansBehind, "phase" | "team"> } | null;
};

/** What every number of a cycle stands on. */
export function cycleStanding(tally: CycleTally): { name: string; value: string }[] {
  const { cycle, rubric, draw } = tally;
  const { n, notGraded } = goodOf(tally);
  const drawn = { random: "a random sample", chosen: "chosen for a reason", none: "not drawn" }[draw];
  return [
    { name: "Cycle", value: cycle.title },
    {
      name: "Plans",
      value: `${whole(n)} graded of ${whole(tally.sampled)}, ${drawn}${notGraded >= 5 ? `, ${notGraded} not graded` : ""}`,
    },
    { name: "Period", value: periodWords(cycle.periodFrom, cycle.periodTo) },
    { name: "Rubric", value: `${rubric.title}, version ${rubric.version}` },
    { name: "Limits", value: cycle.limitsMode === "applied" ? "applied" : "tried out, not applied" },
  ];
}

/** The same in one line, for a picture or a file. */
export function cycleSource(tally: CycleTally): string {
  const { cycle, rubric } = tally;
  const method = tally.draw === "chosen" ? "plans chosen for a reason, so no intervals" : "95% intervals (Wilson)";
  return `${cycle.title}, n = ${goodOf(tally).n} plans, ${periodWords(cycle.periodFrom, cycle.periodTo)}; ${rubric.title}, version ${rubric.version}; ${method}.`;
}

/** Grades and domains of a cycle by group. */
export function groupsPage(asked: Asked): MeasurePage {
  const { tally, by, view, counts, filters, narrowed } = asked;
  const title = `Groups: ${groupingName(by)}`;
  const standing = [...cycleStanding(tally), ...(narrowed ? [{ name: "Only", value: narrowed.words }] : [])];
  const base = { title, view, standing, filters };
  if (by === "agency" || !counts) return { ...base, ...agencies(asked) };
  const internal = view === "internal";
  const rows = internal ? groupRows(tally, by, counts) : publishedGroups(tally, by, counts);
  if (rows.length === 0) return { ...base, lead: "No plan fits what you chose.", sections: [] };
  return {
    ...base,
    lead: `${sentence(findingOf(rows, by))}.`,
    sections: [gradesSection(asked, rows), domainsSection(asked, rows), readWithCare],
  };
}

const readWithCare: Section = {
  id: "care",
  title: "How to read groups",
  words: [
    "Groups whose lines overlap could easily come from the same share. To compare two groups to within 15 points either way, plan about 40 plans in each. Groups stand in a fixed order and are not ranked.",
  ],
};

/** "by phase, the groups cannot be told apart": for the lead and for the title of the picture. */
function findingOf(rows: GroupRow[], by: Grouping): string {
  const start = `by ${groupingName(by)},`;
  const known = rows.flatMap(({ group, good }) =>
    isHidden(good) || !good.interval
      ? []
      : [{ group, lower: good.interval.lower, upper: good.interval.upper, share: good.count / good.n }],
  );
  if (known.length < 2) return `${start} too few groups have 10 plans or more to be compared`;
  const least = known.reduce((a, b) => (a.share <= b.share ? a : b));
  const most = known.reduce((a, b) => (a.share >= b.share ? a : b));
  if (least.upper >= most.lower) return `${start} the groups cannot be told apart: their intervals overlap`;
  return `${start} ${groupLabel(by, most.group)} (${percent(most.share)} good or better) and ${groupLabel(by, least.group)} (${percent(least.share)}) differ by more than their intervals`;
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
const percent = (share: number) => `${Math.floor(share * 100 + 0.5)}%`;

function gradesSection({ tally, by, view, narrowed }: Asked, rows: GroupRow[]): Section {
  const { rubric, cycle } = tally;
  const good = goodGrades(rubric);
  const title = findingOf(rows, by);
  const labelled = rows.map((row) => ({ ...row, label: groupLabel(by, row.group) }));
  const down = (row: GroupRow, more: Partial<PlansBehind> = {}): PlansBehind => ({
    cycle: cycle.id,
    by,
    group: row.group,
    ...narrowed?.down,
    ...more,
  });
  const source = `${cycleSource(tally)}${narrowed ? ` Only ${narrowed.words}.` : ""}`;
  return {
    id: "grades",
    title: "Plans good or better",
    ...(rows.every(({ good: share }) => isHidden(share)) && {
      words: ["No group has enough plans on both sides to show how many were good or better."],
    }),
    ...(rows.some(({ good: share }) => !isHidden(share)) && {
      figure: {
        id: "grades",
        chart:
          view === "internal"
            ? {
                kind: "domains",
                title,
                levels: rubric.grades.map(({ key, label }) => ({ label, good: good.has(key) })),
                rows: labelled.map(({ label, grades, good: share }) => ({ label, counts: grades ?? [], good: share })),
                rowsAre: { one: "Group", many: "groups" },
              }
            : {
                kind: "intervals",
                of: "share",
                title,
                what: "share of plans good or better",
                rows: labelled.map(({ label, good: share }) => ({ label, share })),
              },
        source,
      },
    }),
    table: {
      id: "groups",
      caption: `Plans good or better by ${groupingName(by)}`,
      columns: [
        { label: GROUPINGS[by].label, numeric: false },
        { label: "Plans", numeric: true },
        ...(view === "internal" ? rubric.grades.map(({ label }) => ({ label, numeric: true })) : []),
        { label: "Good or better (95% interval)", numeric: true },
      ],
      rows: labelled.map((row): Cell[] => [
        { text: row.label },
        { text: row.n === null ? "c" : String(row.n), down: down(row) },
        ...(row.grades ?? []).map((count, i) => ({
          text: String(count),
          down: down(row, { grade: rubric.grades[i]?.key }),
        })),
        { text: shareText(row.good), down: down(row, { grade: "better" }) },
      ]),
      source,
    },
  };
}

function domainsSection({ tally, by, narrowed }: Asked, rows: GroupRow[]): Section {
  const domains = gradedDomains(tally);
  if (rows.every((row) => [...row.domains.values()].every(isHidden)))
    return {
      id: "domains",
      title: "Domains",
      words: ["No group has enough plans on both sides to show its domains."],
    };
  return {
    id: "domains",
    title: "Domains",
    table: {
      id: "domains",
      caption: `Plans good or better in each domain by ${groupingName(by)}`,
      columns: [
        { label: GROUPINGS[by].label, numeric: false },
        ...domains.map(({ title }) => ({ label: title, numeric: true })),
      ],
      rows: rows.map((row): Cell[] => [
        { text: groupLabel(by, row.group) },
        ...domains.map(({ key }) => ({
          text: shortShare(row.domains.get(key)),
          down: { cycle: tally.cycle.id, by, group: row.group, ...narrowed?.down, domain: key, with: "good" },
        })),
      ]),
      source: `${cycleSource(tally)} Plans that are not graded in a domain are not counted in it.`,
    },
  };
}

/** "73%, 29 of 40", without the interval, which a table of many columns has no room for. */
const shortShare = (share: Share | undefined): string => (share ? shareText(share).replace(/ \([^)]*\)/, "") : "");

/** What criteria ask, by the agency that answers for it: levels, not plans. */
function agencies({ tally, levels, view }: Asked): Pick<MeasurePage, "lead" | "sections"> {
  const shares = criterionShares(tally, levels, view === "internal");
  const asked = tally.rubric.criteria.filter(({ key }) => levels.some((row) => row.key === key));
  const all = "Several agencies together";
  const rows = [...AGENCIES, "all" as const].flatMap((agency) => {
    const own = asked.filter(({ responsible }) => responsible === agency);
    return own.length
      ? [{ label: agency === "all" ? all : AGENCY_LABELS[agency], own, share: shares.together(own) }]
      : [];
  });
  const source = `${cycleSource(tally)} Counted are levels of criteria, several to a plan, so intervals are narrower than they should be.`;
  return {
    lead: "Levels that panels agreed, by the agency that answers for what a criterion asks.",
    sections: [
      {
        id: "agencies",
        title: "Levels good or better",
        figure: {
          id: "agencies",
          chart: {
            kind: "intervals",
            of: "share",
            title: "levels good or better by the agency that answers for them",
            what: "share of levels good or better",
            rows: rows.map(({ label, own, share }) => ({
              label,
              note: `${own.length} ${own.length === 1 ? "criterion" : "criteria"}`,
              share,
            })),
          },
          source,
        },
        table: {
          id: "criteria",
          caption: "Criteria by the agency that answers for them",
          columns: [
            { label: "Criterion", numeric: false },
            { label: "Agency", numeric: false },
            { label: "Good or better (95% interval)", numeric: true },
          ],
          rows: rows.flatMap(({ label, own }) =>
            own.map((criterion): Cell[] => [
              { text: `${criterion.key} ${criterion.title}` },
              { text: label },
              {
                text: shareText(shares.of(criterion)),
                down: { cycle: tally.cycle.id, criterion: criterion.key, with: "good" },
              },
            ]),
          ),
          source,
        },
      },
    ],
  };
}
