import { GROUPINGS, groupLabel, isGrouping, type Grouping } from "#audits/learning/groupings.ts";
import type { GroupCounts } from "#audits/learning/groups.ts";
import { groupsPage } from "#audits/learning/groups-page.ts";
import type { Filter, MeasurePage } from "#audits/learning/page.ts";
import type { CycleTally } from "#audits/learning/tally.ts";
import { PHASES, PHASE_LABELS } from "#audits/vocabulary.ts";
import {
  criterionLevels,
  groupValues,
  levelsByGroup,
  type PlanFilter,
  plansByGroup,
  writersTeams,
} from "#db/tallies.ts";
import { store } from "../database.server.ts";
import type { Asked } from "./ask.server.ts";
import { cycleAsked, cycleOptions, cyclesFor } from "./cycles.server.ts";

/** Grades and domains of the chosen cycle by the chosen attribute; within the partnership also of one phase or team only. */
export async function makeGroups(ask: Asked): Promise<MeasurePage | null> {
  const { view, choice } = ask;
  const internal = view === "internal";
  const tallies = await cyclesFor(ask);
  const tally = cycleAsked(tallies, ask);
  if (!tally) return null;
  const asked = choice.get("by");
  const by: Grouping = isGrouping(asked) && (internal || GROUPINGS[asked].published) ? asked : "phase";
  const narrowing = internal ? await narrowingOf(tally, choice) : null;
  const filters: Filter[] = [
    { name: "cycle", label: "Cycle", value: tally.cycle.id, options: cycleOptions(tallies) },
    {
      name: "by",
      label: "By",
      value: by,
      options: (Object.keys(GROUPINGS) as Grouping[])
        .filter((one) => internal || GROUPINGS[one].published)
        .map((one) => ({ value: one, text: GROUPINGS[one].label })),
    },
    ...(narrowing?.filters ?? []),
  ];
  const filter = narrowing?.filter ?? {};
  return groupsPage({
    tally,
    by,
    view,
    counts: by === "agency" ? null : await countsOf(tally, by, filter),
    levels: by === "agency" ? await criterionLevels(store().db, [tally.cycle.id], filter) : [],
    filters,
    narrowed: narrowing?.words ? { words: narrowing.words, down: narrowing.down } : null,
  });
}

/** The counts of a cycle by group; writers are put together by their organisation. */
export async function countsOf(
  tally: CycleTally,
  by: Exclude<Grouping, "agency">,
  filter: PlanFilter,
): Promise<GroupCounts> {
  const { db } = store();
  const { column } = GROUPINGS[by];
  const ids = [tally.cycle.id];
  const plans = await plansByGroup(db, ids, column, filter);
  const domains = await levelsByGroup(db, ids, "domain", column, filter);
  if (by !== "writer") return { plans, domains };
  const teams = await writersTeams(db);
  const team = <R extends { group: string | null }>(row: R): R => ({
    ...row,
    group: (row.group && teams.get(row.group)) ?? null,
  });
  return { plans: plans.map(team), domains: domains.map(team) };
}

/** Which values of the column a group of the address stands for. */
export async function valuesOf(by: Grouping, group: string | null): Promise<PlanFilter> {
  const { column } = GROUPINGS[by];
  if (column === null) return {};
  if (by !== "writer") return { [column]: [group] };
  const teams = [...(await writersTeams(store().db))];
  const own = teams.filter(([, team]) => team === group).map(([ref]) => ref);
  if (group !== null) return { writerRef: own };
  const known = new Set(teams.map(([ref]) => ref));
  const all = await groupValues(store().db, [], "writerRef");
  return { writerRef: [null, ...all.filter((ref) => ref !== null && !known.has(ref))] };
}

async function narrowingOf(tally: CycleTally, choice: URLSearchParams) {
  const teams = (await groupValues(store().db, [tally.cycle.id], "sendTeam")).filter((team) => team !== null);
  const phase = PHASES.find((one) => one === choice.get("phase"));
  const team = teams.find((one) => one === choice.get("team"));
  const words = [phase && groupLabel("phase", phase).toLowerCase(), team && `team ${team}`].filter(Boolean).join(", ");
  const all = (text: string) => ({ value: "", text });
  const filters: Filter[] = [
    {
      name: "phase",
      label: "Only phase",
      value: phase ?? "",
      options: [all("All phases"), ...PHASES.map((value) => ({ value, text: PHASE_LABELS[value] }))],
    },
    {
      name: "team",
      label: "Only team",
      value: team ?? "",
      options: [all("All teams"), ...teams.map((value) => ({ value, text: value }))],
    },
  ];
  return {
    words,
    filters,
    filter: { ...(phase && { phase: [phase] }), ...(team && { sendTeam: [team] }) } satisfies PlanFilter,
    down: { ...(phase && { phase }), ...(team && { team }) },
  };
}
