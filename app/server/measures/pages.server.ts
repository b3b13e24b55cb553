import { INPUT_SERVICES, type InputService, inputPage } from "#audits/learning/input-page.ts";
import type { MeasurePage } from "#audits/learning/page.ts";
import { timelinessPage } from "#audits/learning/timeliness-page.ts";
import { type Actor, may } from "#audits/people/permissions.ts";
import { caseloadOf } from "#db/caseload.ts";
import { criterionLevels } from "#db/tallies.ts";
import { stepsInForce } from "#db/steps.ts";
import { whileUnchanged } from "#db/unchanged.ts";
import { store } from "../database.server.ts";
import { insist } from "../session.server.ts";
import type { Ask, Asked } from "./ask.server.ts";
import { makeBoard, makeOverview } from "./dashboards.server.ts";
import { type FileFormat, fileOf, type MadeFile } from "./files.server.ts";
import { makeGroups } from "./groups.server.ts";
import { makeOverTime } from "./lines.server.ts";
import { makeTeams } from "./teams.server.ts";
import { makeThemes } from "./themes.server.ts";
import { cycleAsked, cycleOptions, cyclesFor } from "./cycles.server.ts";

type Maker = {
  name: string;
  may: (actor: Actor) => ReturnType<typeof may>;
  /** Null while there is nothing to count. */
  make: (asked: Asked) => Promise<MeasurePage | null>;
  /** What the page will show, and what has to happen first. */
  empty: string;
};

const forReaders = (actor: Actor) => may(actor, "measures.published");

/** Every page of measures, in the order of the bar. */
const PAGES = {
  overview: {
    name: "Overview",
    may: (actor) => may(actor, "results.view"),
    empty: "What was done, how well, and what stands out. It starts when a panel has signed off its first plans.",
    make: makeOverview,
  },
  board: {
    name: "For the board",
    may: forReaders,
    empty: "The figures for the board start when the first cycle’s moderation has ended.",
    make: makeBoard,
  },
  groups: {
    name: "Groups",
    may: forReaders,
    empty: "Groups are compared within a cycle. Results start when a panel has signed off its first plans.",
    make: makeGroups,
  },
  "over-time": {
    name: "Over time",
    may: forReaders,
    empty: "Lines over time need cycles with results, or case records. There are none yet.",
    make: makeOverTime,
  },
  teams: {
    name: "Teams",
    may: forReaders,
    empty: "Teams are compared within a cycle. Results start when a panel has signed off its first plans.",
    make: makeTeams,
  },
  themes: {
    name: "Themes together",
    may: forReaders,
    empty: "Themes are counted within a cycle. They start when a panel has signed off its first plans.",
    make: makeThemes,
  },
  timeliness: {
    name: "Timeliness",
    may: forReaders,
    empty: "Timeliness is counted from the dates of cases. Import case records first.",
    async make({ view, choice }) {
      const caseload = await caseloadOf(store().db);
      if (!caseload) return null;
      const steps = await stepsInForce(store().db);
      return timelinessPage(caseload, { year: choice.get("year"), series: choice.get("series"), view, steps });
    },
  },
  "health-input": inputMaker("health", "Health input"),
  "social-care-input": inputMaker("social_care", "Social care input"),
} satisfies Record<string, Maker>;

export type PageName = keyof typeof PAGES;
export const PAGE_NAMES = Object.keys(PAGES) as PageName[];

function inputMaker(service: InputService, name: string): Maker {
  return {
    name,
    may: (actor) => may(actor, "measures.service", { service }),
    empty: "What a service gave is counted from the dates of cases and from audits. Import case records first.",
    async make(ask) {
      const { db } = store();
      const tallies = await cyclesFor(ask);
      const tally = cycleAsked(tallies, ask);
      return inputPage(await caseloadOf(db), {
        service,
        year: ask.choice.get("year"),
        view: ask.view,
        steps: (await stepsInForce(db)).get(`advice.${service}`) ?? [],
        cycles: cycleOptions(tallies),
        cycle: tally && { tally, levels: await criterionLevels(db, [tally.cycle.id]) },
      });
    },
  };
}

export const isPage = (name: string | undefined): name is PageName => name !== undefined && Object.hasOwn(PAGES, name);

/** One page for this person. @throws 403 where the page is not theirs */
export async function makePage(name: PageName, ask: Ask): Promise<MeasurePage | null> {
  insist(PAGES[name].may(ask.actor));
  const { view, choice, maySetSteps } = ask;
  const asked: Asked = { view, choice, maySetSteps };
  return whileUnchanged(store().db, nameInMemory(name, asked), () => PAGES[name].make(asked));
}

const nameInMemory = (name: PageName, { view, choice, maySetSteps }: Asked): string =>
  JSON.stringify(["measures", name, view, maySetSteps, [...choice]]);

/** One figure or table of a page as a file; null where there is none of this name. @throws 403 where the page is not theirs */
export async function makeFile(name: PageName, ask: Ask, id: string, format: FileFormat): Promise<MadeFile | null> {
  insist(PAGES[name].may(ask.actor));
  return whileUnchanged(store().db, `${nameInMemory(name, ask)} ${id} ${format}`, async () => {
    const page = await makePage(name, ask);
    return page && fileOf(page, id, format);
  });
}

export const nameOf = (name: PageName): string => PAGES[name].name;
export const emptyWords = (name: PageName): string => PAGES[name].empty;

/** The pages that this person may open, for the bar. */
export const partsFor = (actor: Actor): { name: string; href: string }[] =>
  PAGE_NAMES.filter((page) => PAGES[page].may(actor).ok).map((page) => ({
    name: PAGES[page].name,
    href: `/measures/${page}`,
  }));

/** The page of the service that a manager runs. */
export const servicePageOf = (actor: Actor): PageName | null => {
  const service = INPUT_SERVICES.find((one) =>
    actor.memberships.some((m) => m.role === "service_manager" && m.agency === one),
  );
  return service ? (`${service.replace("_", "-")}-input` as PageName) : null;
};
