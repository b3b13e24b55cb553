import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setPriority } from "node:os";
import { chromium } from "@playwright/test";
import { learningReport } from "#audits/reports/learning-report.ts";
import type { LearningReportData } from "#audits/reports/learning-report-data.ts";
import { DEMO_PEOPLE } from "#db/demo/people.ts";
import { ensureBrowser } from "../../scripts/ensure-browser.mjs";
import type { WorkMessage } from "../../app/server/worker.ts";
import { startWorker, WORKER_PRIORITY } from "../../app/server/worker-process.ts";
import { fullReport } from "../report/fixtures.ts";
import { type Row, type Times, timed } from "./measure.ts";
import { saveTimes } from "./pages.ts";
import { reportHtml } from "./report-html.ts";
import { type Site, signedIn } from "./site.ts";

const MORE_THEMES = 26;

/**
 * A learning report of 25 pages: its themes and their quotes are what makes such a report long. Every theme of every report speaks in
 * words of its own, so that neither engine meets words that it has set before beyond those that all reports share.
 */
function longReport(number: number): LearningReportData {
  const data = fullReport();
  const [theme] = data.themes;
  if (!theme) throw new Error("The report has no theme");
  const more = Array.from({ length: MORE_THEMES }, (_, i) => {
    const own = (text: string) => inOtherWords(text, number * MORE_THEMES + i);
    const quotes = theme.quotes.map((quote) => ({ ...quote, text: own(quote.text) }));
    return { ...theme, code: `T-${i}`, name: own(theme.name), definition: own(theme.definition ?? ""), quotes };
  });
  return { ...data, themes: [...data.themes, ...more] };
}

/** The same lengths in other letters; one of 676 ways. */
function inOtherWords(text: string, way: number): string {
  const turned = (letter: string, at: number) =>
    String.fromCharCode(97 + ((letter.charCodeAt(0) - 97 + way + (at % 2) * Math.floor(way / 26)) % 26));
  return text.replace(/[a-z]/g, turned);
}

/** The process that sets reports, as the server starts it, with its progress. */
function setter() {
  const child = startWorker();
  const make = (data: LearningReportData) =>
    new Promise<number>((resolve, reject) => {
      const listen = (message: WorkMessage) => {
        if (message.kind === "progress") return;
        child.off("message", listen);
        if (message.kind === "failed") reject(new Error(message.reason));
        else resolve((message.result as { pages: number }).pages);
      };
      child.on("message", listen);
      child.send({ kind: "report", order: { data, size: "standard" } });
    });
  return { child, make };
}

/** A process and everything that it started. */
function familyOf(pid: number): number[] {
  const parents = readdirSync("/proc").flatMap((name): [number, number][] => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return [[Number(name), Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))?.[1])]];
    } catch {
      return [];
    }
  });
  const family = [pid];
  for (const parent of family) for (const [child, of] of parents) if (of === parent) family.push(child);
  return family;
}

/** Proportional memory of a process and everything that it started, in MB. */
function memoryOf(pid: number): number {
  return familyOf(pid).reduce((sum, one) => {
    try {
      return sum + Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, "utf8"))?.[1]) / 1000;
    } catch {
      return sum;
    }
  }, 0);
}

const TICKS_A_SECOND = 100;

/** Processor time that a process and everything that it started have taken so far, in milliseconds. */
function processorOf(pid: number | undefined): number {
  const ticks = familyOf(pid ?? 0).flatMap((one) => {
    try {
      // What stands behind the name, which is in brackets: user and system time, and those of children that have ended.
      return readFileSync(`/proc/${one}/stat`, "utf8").split(") ")[1]?.split(" ").slice(11, 15).map(Number) ?? [];
    } catch {
      return [];
    }
  });
  return (ticks.reduce((sum, each) => sum + each, 0) * 1000) / TICKS_A_SECOND;
}

/** Times of repeated work, and the processor time of one run of it. */
async function timedIn(pid: number | undefined, runs: number, work: () => Promise<unknown>) {
  const before = processorOf(pid);
  const times = await timed(runs, work);
  const one = (processorOf(pid) - before) / (runs + 1);
  return { times, processor: { p50: one, p99: one, runs } };
}

/** The most memory that a process takes while work goes on. */
async function peakOf(pid: number | undefined, work: () => Promise<unknown>): Promise<Times> {
  let peak = 0;
  const look = () => (peak = Math.max(peak, memoryOf(pid ?? 0)));
  const timer = setInterval(look, 40);
  await work();
  look();
  clearInterval(timer);
  return { p50: peak, p99: peak, runs: 1 };
}

/** Chromium, as far behind other work of the machine as the worker puts itself. */
async function startChromium() {
  const args = ["--disable-gpu"];
  const server = await chromium.launchServer({ executablePath: await ensureBrowser(), chromiumSandbox: false, args });
  for (const one of familyOf(server.process().pid ?? 0)) setPriority(one, WORKER_PRIORITY);
  return server;
}

async function printed(address: string, html: string): Promise<void> {
  const browser = await chromium.connect(address);
  const page = await browser.newPage();
  await page.setContent(html);
  await page.pdf({ format: "A4", tagged: true, outline: true });
  await page.close();
  await browser.close();
}

/**
 * A report of 25 pages, made in the process that sets reports, beside Chromium printing the same content: both running already,
 * both from nothing, and the most memory that each takes.
 */
export async function reportRows(runs: number): Promise<Row[]> {
  const data = longReport(0);
  let number = 0;
  const next = () => longReport(++number);
  const html = (data: LearningReportData) => reportHtml(learningReport(data));
  const worker = setter();
  const pages = await worker.make(data);
  if (pages < 25) throw new Error(`The report has ${pages} pages, not 25`);
  const memory = await peakOf(worker.child.pid, async () => {
    for (let i = 0; i < runs; i++) await worker.make(next());
  });
  const { times, processor } = await timedIn(worker.child.pid, runs, () => worker.make(next()));
  worker.child.kill("SIGKILL");

  const server = await startChromium();
  const floorMemory = await peakOf(server.process().pid, () => printed(server.wsEndpoint(), html(data)));
  const print = () => printed(server.wsEndpoint(), html(next()));
  const { times: floorTimes, processor: floorProcessor } = await timedIn(server.process().pid, runs, print);
  await server.close();

  const cold = await timed(Math.min(runs, 3), async () => {
    const fresh = setter();
    await fresh.make(next());
    await ended(fresh.child);
  });
  const floorCold = await timed(Math.min(runs, 3), async () => {
    const fresh = await startChromium();
    await printed(fresh.wsEndpoint(), html(next()));
    await fresh.close();
  });
  const floor = "Chromium prints the same content";
  return [
    { what: `Report of ${pages} pages, in its process`, times, floor, floorTimes },
    { what: "Processor time of that", times: processor, floor, floorTimes: floorProcessor },
    { what: "The same, from nothing", times: cold, floor: `${floor}, from nothing`, floorTimes: floorCold },
    { what: "Memory while it is made", unit: "MB", times: memory, floor, floorTimes: floorMemory },
  ];
}

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

const REPORTS_AT_ONCE = 10;
/** How many saves go by between two looks whether reports are still being made. */
const SAVES_A_LOOK = 5;

/** Saving a score while ten reports that were asked for at once are being made, beside saving it alone, before and after. */
export async function besideReportsRow(site: Site, saves: number): Promise<Row> {
  const ask = await reportsToAsk(site);
  const first = await saveTimes(site, saves);
  let last = "";
  const times = await saveTimes(site, saves, async (run) => {
    if (run % SAVES_A_LOOK !== 0) return;
    if (!last || !(await ask.underWay(last))) last = await ask.ten();
  });
  while (await ask.underWay(last)) await new Promise((resolve) => setTimeout(resolve, 250));
  const after = await saveTimes(site, saves);
  const floorTimes = { p50: (first.p50 + after.p50) / 2, p99: Math.max(first.p99, after.p99), runs: saves * 2 };
  return { what: "Saving one score, ten reports being made", times, floor: "saving one score alone", floorTimes };
}

/** Asking for ten PDFs of the demonstration's report, and whether the last of them is still to come. */
async function reportsToAsk(site: Site) {
  const person = DEMO_PEOPLE.find(({ role }) => role.includes("quality lead"));
  if (!person) throw new Error("The demonstration area has no quality lead");
  const lead = await signedIn(site, person.email, person.password);
  const report = /\/reports\/(wri_[\w-]+)/.exec(await lead.get("/cycles/cyc_demo_summer_2026/report"))?.[1];
  if (!report) throw new Error("The demonstration area has no report");
  const release = `/reports/${report}/release`;
  return {
    /** The address at which the last one is watched. */
    async ten(): Promise<string> {
      let last = "";
      for (let i = 0; i < REPORTS_AT_ONCE; i++) {
        const field = /<input[^>]*name="formKey"[^>]*>/.exec(await lead.get(release))?.[0] ?? "";
        const formKey = /value="([^"]+)"/.exec(field)?.[1] ?? "";
        const answer = await lead.post(release, { intent: "pdf", size: "standard", formKey });
        if (answer.status !== 302) throw new Error(`A report was not taken: ${answer.status}`);
        last = answer.location;
      }
      return last;
    },
    async underWay(address: string): Promise<boolean> {
      const page = await lead.get(address);
      if (page.includes("The report was not made")) throw new Error("A report was not made");
      return page.includes("The report is being made");
    },
  };
}
