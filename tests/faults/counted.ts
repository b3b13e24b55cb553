/** What was acknowledged, beside what is there: six sheets of two auditors at once. */
import { expect } from "vitest";
import type { Place } from "#db/copies.ts";
import { openDatabase } from "#db/engine/open.ts";
import { defineSchema } from "#db/schema.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { auditorAtWork, type Server } from "./server.ts";

const PEOPLE = ["eve", "hal"] as const;

/** Two auditors sign in and work on all their sheets at once. @param server the one that runs now */
export async function panelAtWork(place: Place, server: () => Server) {
  const store = await openDatabase(defineSchema, { ...place, readOnly: true });
  const audits = await store.db.select().from(store.tables.audits);
  await store.close();
  const cookies = await Promise.all(PEOPLE.map((key) => server().signIn(key)));
  const workers = audits.map((audit) => ({
    audit: audit.id,
    work: auditorAtWork(
      server,
      cookies[PEOPLE.findIndex((key) => audit.auditorId === `per_${key}`)] ?? "",
      audit.id,
      "VC1",
    ),
  }));
  if (workers.length !== 6) throw new Error("There are not six sheets");
  const count = () => workers.reduce((sum, { work }) => sum + work.acknowledged.length, 0);
  return {
    cookies,
    acknowledged: count,
    refused: () => workers.flatMap(({ work }) => work.refused),
    stop: async () => void (await Promise.all(workers.map(({ work }) => work.stop()))),
    /** Every acknowledged level is there in its version, the newest is what the sheet says, and nothing is there that nobody sent. */
    async allIsThere(at: Place): Promise<void> {
      const kept = await openDatabase(defineSchema, { ...at, readOnly: true });
      const { answers, answerHistory } = kept.tables;
      const history = await kept.db.select().from(answerHistory);
      const now = await kept.db.select().from(answers);
      const { fault } = await verifyTrail(kept.db);
      await kept.close();
      expect(fault).toBeNull();
      const there = new Map(history.map((row) => [`${row.auditId} ${row.version}`, row.score]));
      const lost = workers.flatMap(({ audit, work }) =>
        work.acknowledged
          .filter(({ version, score }) => there.get(`${audit} ${version}`) !== score)
          .map((save) => ({ audit, ...save })),
      );
      expect(lost).toEqual([]);
      for (const { audit, work } of workers) {
        // What was lost is sent again, with the same level under the same version: so each version is acknowledged once.
        const told = work.acknowledged.map(({ version }) => version);
        expect(
          told.filter((version, i) => told.indexOf(version) !== i),
          "no version acknowledged twice",
        ).toEqual([]);
        const mine = history.filter((row) => row.auditId === audit);
        const versions = mine.map(({ version }) => version).sort((a, b) => a - b);
        expect(versions, "no version twice, none left out").toEqual(versions.map((_, i) => i + 1));
        // What was kept though its answer was lost on the way is told at the next try, or was the last thing sent.
        const untold = mine.length - work.acknowledged.length;
        expect(untold).toBeGreaterThanOrEqual(0);
        expect(untold).toBeLessThanOrEqual(work.refused.filter(({ status }) => status === 409).length + work.lost());
        const answer = now.find((row) => row.auditId === audit);
        expect(answer?.version ?? 0).toBe(versions.length);
      }
    },
  };
}
