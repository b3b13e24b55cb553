import { emailOf, NEWEST_OUT, PASSWORD } from "./large-area.ts";
import { type BenchEngine, type LargeSite, startLargeSite } from "./large-site.ts";
import { floorsOn } from "./learning-floors.ts";
import { type Person, signedIn } from "./site.ts";

/**
 * Every page of learning across audits on the large area, beside its floor: the bare SQL of the page plus a bare page of the
 * framework, measured in the same run, turn by turn. Wanted: within 1.5 times. What the server keeps of a page lasts until the
 * data changes, so the page is timed once more right after every table is said to have changed: how long whoever asks first waits.
 */
const WANTED = 1.5;
const WARM = 2;

export type PageTime = {
  page: string;
  engine: BenchEngine;
  /** Medians in milliseconds: the page, its bare SQL, the bare page. */
  page50: number;
  sql50: number;
  bare50: number;
  first: number;
  anew50: number;
};

type Asked = { page: string; path: string; as: Person; sql: string[]; file?: boolean };

export async function learningPageTimes(
  engine: BenchEngine,
  runs: number,
  also: (large: LargeSite) => Promise<void> = async () => {},
): Promise<PageTime[]> {
  const large = await startLargeSite(engine);
  try {
    await also(large);
    const times: PageTime[] = [];
    for (const asked of await pagesOf(large, engine)) times.push({ engine, ...(await timeOf(large, asked, runs)) });
    return times;
  } finally {
    await large.stop();
  }
}

async function pagesOf(large: LargeSite, engine: BenchEngine): Promise<Asked[]> {
  const cycle = NEWEST_OUT;
  const floor = floorsOn(engine, cycle, "cyc_9");
  const [lead, board, health] = [
    await signedIn(large.site, emailOf("per_lead"), PASSWORD),
    await signedIn(large.site, emailOf("per_board"), PASSWORD),
    await signedIn(large.site, emailOf("per_health"), PASSWORD),
  ];
  const { actions } = large.store.tables;
  const all = await large.store.db.select().from(actions);
  const recorded = all.find(({ effect }) => effect !== null)?.id;
  const waiting = all.find(({ effect, testCycleId }) => effect === null && testCycleId !== null)?.id;
  const ofTheme = all.find(({ measure }) => measure.measure.kind === "theme")?.id;
  const page = (name: string, path: string, sql: string[], as = lead): Asked => ({ page: name, path, as, sql });
  const from = (by: string) => `/measures/groups?cycle=${cycle}&by=${by}`;
  const files = (await lead.get(from("need"))).matchAll(/href="(\/measures\/groups\/[\w-]+\.(\w+)[^"]*)"/g);
  const byFormat = new Map([...files].map(([, href = "", format = ""]) => [format, href.replaceAll("&amp;", "&")]));
  return [
    page("Overview", "/measures/overview", floor.overview),
    page("For the board", "/measures/board", floor.board, board),
    page("Groups by phase", from("phase"), floor.groups),
    page("Groups by need", from("need"), floor.groups),
    page("Groups by agency", from("agency"), floor.agencies),
    page("Groups by writer's team", from("writer"), floor.groups),
    page("Groups, published", from("phase"), floor.groups, board),
    page("Over time, good or better", "/measures/over-time", floor.overTime),
    page("Over time, a step by month", "/measures/over-time?measure=timeliness.plan_20_weeks", floor.overTimeCases),
    page("Over time, published", "/measures/over-time", floor.overTime, board),
    page("Teams", "/measures/teams", floor.teams),
    page("Themes together", "/measures/themes", floor.themesTogether),
    page("Timeliness", "/measures/timeliness", floor.timeliness),
    page("Health input", "/measures/health-input", floor.health),
    page("Health input, its manager", "/measures/health-input", floor.health, health),
    page("Social care input", "/measures/social-care-input", floor.care),
    page("Plans behind a grade", `/measures/plans?cycle=${cycle}&grade=better`, floor.plansByGrade),
    page("Plans behind a theme", `/measures/plans?cycle=${cycle}&theme=EP-VAGUE`, floor.plansByTheme),
    page("Plans behind a criterion", `/measures/plans?cycle=${cycle}&criterion=VC1`, floor.plansByCriterion),
    page("How common", `/cycles/${cycle}/themes`, floor.howCommon),
    page("How common, published", `/cycles/${cycle}/themes?view=published`, floor.howCommon),
    page("Code findings", `/cycles/${cycle}/themes/code`, floor.coding),
    page("Coders", `/cycles/${cycle}/themes/coders`, floor.coders),
    page("Search, before a word", "/search", floor.search),
    page("Search for two words", "/search?q=speech+therapist", floor.searchWords),
    page("Codebooks", "/codebooks", floor.codebook),
    page("Actions", "/actions", floor.actions),
    page("Actions, board", "/actions", floor.actions, board),
    page("Proof chain, effect recorded", `/actions/${recorded}`, floor.chain),
    page("Proof chain, effect to record", `/actions/${waiting}`, floor.chain),
    page("Proof chain, of a theme", `/actions/${ofTheme}`, floor.chain),
    page("Findings behind an action", `/actions/${recorded}/findings`, floor.actionFindings),
    page("Open an action", `/actions/new?cycle=${cycle}`, floor.newAction),
    page("Scorecard", "/scorecard", floor.scorecard),
    page("Scorecard, published", "/scorecard", floor.scorecard, board),
    ...[...byFormat].map(([format, href]) => ({
      ...page(`Groups as ${format.toUpperCase()}`, href, floor.groups),
      file: true,
    })),
    { ...page("Scorecard as CSV", "/scorecard.csv", floor.scorecard), file: true },
  ];
}

const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

async function timeOf(large: LargeSite, { page, path, as, sql }: Asked, runs: number) {
  const spent = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  const first = await spent(() => as.get(path));
  const [pages, queries, bare]: [number[], number[], number[]] = [[], [], []];
  for (let run = -WARM; run < runs; run++) {
    const own = [
      await spent(() => as.get("/help")),
      await spent(async () => {
        for (const query of sql) await large.bare(query);
      }),
      await spent(() => as.get(path)),
    ] as const;
    if (run < 0) continue;
    bare.push(own[0]);
    queries.push(own[1]);
    pages.push(own[2]);
  }
  const anew: number[] = [];
  for (let run = 0; run < runs; run++) {
    await large.bare("update table_changes set n = n + 1 returning name");
    anew.push(await spent(() => as.get(path)));
  }
  return {
    ...{ page, first, page50: median(pages), sql50: median(queries), bare50: median(bare) },
    anew50: median(anew),
  };
}

export function printPageTimes(times: readonly PageTime[]): void {
  const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const lines = times.map(({ page, engine, page50, sql50, bare50, first, anew50 }) => {
    const ratio = page50 / (sql50 + bare50);
    const floor = `${ms(sql50)} + ${ms(bare50)}`;
    return [
      page,
      engine,
      ms(page50),
      floor,
      `${ratio.toFixed(2)}×`,
      ratio <= WANTED ? "yes" : "NO",
      ms(first),
      ms(anew50),
    ];
  });
  const table = [
    ["page", "engine", "p50", "floor: SQL + bare page", "ratio", `≤ ${WANTED}`, "first", "after a change"],
    ...lines,
  ];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((line) => line[column]!.length)));
  for (const line of table) console.log(line.map((cell, column) => cell.padEnd(widths[column]!)).join("  "));
  const met = lines.filter((line) => line[5] === "yes").length;
  console.log(`${met} of ${lines.length} pages are within ${WANTED} times their floor.`);
}
