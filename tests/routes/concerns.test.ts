import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { eventsAbout } from "#db/trail.ts";
import { area as running, runOn } from "~/server/database.server.ts";
import { readSettings } from "~/server/settings.ts";
import * as cyclesPage from "~/routes/cycles.tsx";
import * as formPage from "~/routes/urgent-concern.tsx";
import * as receiptPage from "~/routes/urgent-concern-receipt.tsx";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";
import { mailServer, readMail } from "./mail-server.ts";

/** An urgent concern reaches the quality lead by itself, and whoever raised it learns that it did. */

let area: TestArea;
beforeEach(async () => {
  area = await testArea();
});
afterEach(() => area.close());

type Ask = { as?: PersonKey; path?: string; form?: Form; id?: string };
const args = async ({ as, path = "/urgent-concern", form, id }: Ask) =>
  ({
    request: await area.request(path, { as, form }),
    params: { concernId: id },
    context: { nonce: "", requestId: "test", from: "192.0.2.9" },
  }) as unknown as LoaderFunctionArgs & ActionFunctionArgs;
const WORDS = "[Child] said on a page of section A that nobody is home at night";
const concern: Form = { caseReference: "C-0001", words: WORDS, told: "no" };
const raise = async (as: PersonKey): Promise<string> => {
  const out = await answer(async () => formPage.action(await args({ as, form: concern })));
  return out.location?.replace("/urgent-concern/", "") ?? "";
};
const receipt = (as: PersonKey, id: string) => answer(async () => receiptPage.loader(await args({ as, id })));
const takeUp = (as: PersonKey, id: string) => answer(async () => receiptPage.action(await args({ as, id, form: {} })));
const waiting = async (as: PersonKey) =>
  (await answer(async () => cyclesPage.loader(await args({ as, path: "/cycles" })))).data.concerns;

it("waits on the lead's first page until it is taken up, and the receipt says who did and when", async () => {
  const id = await raise("eve");
  expect((await receipt("eve", id)).data).toMatchObject({ reference: "U-0001", told: false, takenUp: null });
  expect(await waiting("lead")).toMatchObject([{ id, reference: "U-0001" }]);
  expect(await waiting("chair")).toEqual([]);
  for (const as of ["eve", "chair", "admin"] as const) expect((await takeUp(as, id)).status).toBe(403);
  expect((await takeUp("lead", id)).status).toBe(302);
  expect((await takeUp("lead", id)).status).toBe(302);
  expect((await receipt("eve", id)).data.takenUp).toMatch(/^Deborah Lane, /);
  expect(await waiting("lead")).toEqual([]);
  // Whoever raised it finds the way back to the receipt; nobody else but the lead is shown it.
  const listed = async (as: PersonKey) =>
    (await answer(async () => formPage.loader(await args({ as })))).data.raised.map((r) => r.id);
  expect([await listed("eve"), await listed("hal"), await listed("lead")]).toEqual([[id], [], [id]]);
  const events = (await eventsAbout(area.store.db, "concern", id)).map((e) => e.sentence);
  expect(events.filter((sentence) => sentence === "Deborah Lane took up urgent concern U-0001.")).toHaveLength(1);
  expect(events.join()).not.toContain("section A");
});

it("is told to the leads by mail, without a word of it or the plan", async () => {
  const server = await mailServer();
  const env = { NODE_ENV: "test", SMTP_URL: server.url, MAIL_FROM: "plans@testshire.example" };
  runOn({ ...running(), settings: readSettings({ ...env, PUBLIC_URL: "https://audit.testshire.example" }) });
  await raise("eve");
  await vi.waitFor(() => expect(server.received).toHaveLength(1), { timeout: 5000 });
  expect(server.received[0]?.to).toEqual([area.people.lead.email]);
  const { head, text } = readMail(server.received[0]!);
  expect(text).toContain("An urgent concern about a child was recorded");
  for (const never of ["C-0001", "section A", "Eve Marsh"]) expect(head + text).not.toContain(never);
  await server.close();
});

it("never gives a reference twice, though old concerns are deleted in time", async () => {
  const first = await raise("eve");
  await area.store.transaction(async (tx) => {
    await tx.delete(tx.tables.concerns).where(eq(tx.tables.concerns.id, first));
  });
  expect((await receipt("hal", await raise("hal"))).data.reference).toBe("U-0002");
});

it("keeps every word when the session is over", async () => {
  const out = await answer(async () => formPage.action(await args({ form: concern })));
  expect(out.status).toBe(401);
  const { typed } = out.data as unknown as { typed: { at: string; fields: [string, string][] } };
  expect(Object.fromEntries(typed.fields)).toMatchObject({ caseReference: "C-0001", words: WORDS });
});
