import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { data } from "@remix-run/node";
import type { Step } from "#audits/panel/life.ts";
import { isBusy } from "#db/engine/errors.ts";
import { openDatabase } from "#db/engine/open.ts";
import { indexCycles } from "#db/findings.ts";
import { theArea } from "#db/people.ts";
import { defineSchema } from "#db/schema.ts";
import { NothingChanged, type Store, withoutValues } from "#db/store.ts";
import { type AreaKeys, areaKeysIn, keysFile } from "./area-keys.ts";
import { countChange, observeQueries } from "./metrics.ts";
import { readSettings, type Settings } from "./settings.ts";

/** The one open database of this process, the area's keys and the settings. Opened before the server listens. */
type Running = { store: Store; keys: AreaKeys; settings: Settings };

let running: Running | null = null;

/** Opens the database, which must be migrated already, and the area's keys. Calling it again changes nothing. */
export async function openArea(settings: Settings = readSettings(process.env)): Promise<void> {
  if (running) return;
  mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o700 });
  const store = await openDatabase(defineSchema, {
    url: settings.DATABASE_URL,
    file: join(settings.DATA_DIR, "audit.sqlite"),
    observe: observeQueries(settings.SLOW_QUERY_MS),
  });
  try {
    await keysMustBeThere(store, settings);
    // What was written before there was an index of findings is made good here, once.
    await indexCycles(store);
  } catch (error) {
    await store.close();
    throw error;
  }
  running = { store: answering(store), keys: areaKeysIn(settings.DATA_DIR), settings };
}

/** An area that is set up has its keys: new ones in their place would recognise no case, and nobody would notice. */
async function keysMustBeThere(store: Store, { DATA_DIR }: Settings): Promise<void> {
  const file = keysFile(DATA_DIR);
  const found = existsSync(file) ? null : await theArea(store.db);
  if (found)
    throw new Error(
      `The keys of ${found.name} are missing: there is no ${file}. Put the file back from where it is kept apart from the backups. Without it no case can be recognised again.`,
    );
}

/** For tests: runs the routes on a database of their own. */
export function runOn(area: Running): void {
  running = { ...area, store: answering(area.store) };
}

/** What a write answers where somebody else was faster. */
const FASTER = data({ sentence: "" }, { status: 409 });

/** Whether a write was refused because somebody else was faster. */
export const wasFaster = (error: unknown): boolean => error === FASTER;

/** Makes a change; where somebody else was faster, gives the sentence, so that a page can keep what was typed. */
export async function unlessFaster(change: Promise<Step> | Promise<void>, sentence: string): Promise<Step> {
  try {
    return ((await change) as Step | undefined) ?? { ok: true };
  } catch (error) {
    if (!wasFaster(error)) throw error;
    return { ok: false, sentence };
  }
}

/** A store whose writes answer a page in words when another person was faster, or the database was held for too long. */
function answering(store: Store): Store {
  const inWords = (error: unknown): never => {
    if (error instanceof NothingChanged) throw FASTER;
    if (isBusy(error)) {
      const sentence = "The database was busy for too long, and nothing was changed. Go back, and send it again.";
      throw data({ sentence }, { status: 503 });
    }
    throw withoutValues(error);
  };
  return {
    ...store,
    async transaction(work) {
      try {
        const result = await store.transaction(work);
        countChange("kept");
        return result;
      } catch (error) {
        countChange(error instanceof NothingChanged ? "clash" : isBusy(error) ? "busy" : "undone");
        return inWords(error);
      }
    },
  };
}

export function area(): Running {
  if (!running) throw new Error("The database is not open yet");
  return running;
}

export const store = (): Store => area().store;

/** The moment of this request. Rooms below take time as an argument; this is where it comes from. */
export const now = (): Date => new Date();

/** The day it is where the plans are: dates of cycles and reports are days in England. */
export const today = (): string => DAY_IN_ENGLAND.format(now());
// To make one takes longer than a query, and lists ask for the day once a row.
const DAY_IN_ENGLAND = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" });

export async function databaseHealth(): Promise<{ ok: boolean; database: string; area: string | null }> {
  if (!running) return { ok: false, database: "closed", area: null };
  const health = await running.store.health();
  if (!health.ok) return { ok: false, database: "does not answer", area: null };
  const found = await theArea(running.store.db);
  return { ok: found !== null, database: running.store.kind, area: found?.name ?? null };
}

export async function closeDatabase(): Promise<void> {
  const open = running;
  running = null;
  await open?.store.close();
}
