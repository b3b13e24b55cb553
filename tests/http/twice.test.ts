import { count } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyAnswer } from "#audits/panel/answer.ts";
import { ownAudits, ownSheet, saveAnswer, submitAudit } from "#db/audits.ts";
import { cockpitOf, settle, signOff } from "#db/moderations.ts";
import { actorOf } from "#db/people.ts";
import type { Form } from "../routes/area.ts";
import { openSite, type Reply, type Site } from "./site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite(async (store, cycleId) => {
    // One plan that is signed off, so that a report can be made.
    const at = new Date("2026-11-03T09:00:00Z");
    const [eve, hal, chair] = await Promise.all(
      ["eve", "hal", "chair"].map((key) => actorOf(store.db, `per_${key}`, at)),
    );
    if (!eve || !hal || !chair) throw new Error("Somebody is missing");
    const plan = (await ownAudits(store.db, eve.id))[0]?.sampled.id ?? "";
    for (const who of [eve, hal]) {
      const own = (await ownAudits(store.db, who.id)).find(({ sampled }) => sampled.id === plan);
      const sheet = own && (await ownSheet(store.db, own.audit.id, who.id));
      if (!sheet) throw new Error("The plan has no sheet");
      for (const { key } of sheet.asked) {
        const quotes = [{ section: "F", page: 3, words: "[Child] will have access to support." }];
        await saveAnswer(store, who, sheet.audit.id, { ...emptyAnswer(key), score: 2, quotes }, 0, at);
      }
      expect(await submitAudit(store, who, sheet.audit.id, at)).toEqual({ ok: true });
    }
    const cockpit = await cockpitOf(store.db, cycleId, plan);
    for (const { criterion } of cockpit.ok ? cockpit.cockpit.moderation.queue : [])
      await settle(
        store,
        chair,
        cycleId,
        plan,
        { criterion: criterion.key, agreed: 2, reason: "Clear", finding: "" },
        [],
        at,
      );
    expect(await signOff(store, chair, cycleId, plan, [chair.id], at)).toEqual({ ok: true });
  });
});
afterAll(() => site.close());

const keyIn = (page: Reply) => /name="formKey" value="([^"]+)"/.exec(page.body)?.[1] ?? "";
const rows = async (table: "concerns" | "cycles" | "writtenReports" | "imports") => {
  const [row] = await site.store.db.select({ n: count() }).from(site.store.tables[table]);
  return row?.n ?? 0;
};
const date = (name: string, day: string) => {
  const [year = "", month = "", at = ""] = day.split("-");
  return { [`${name}-day`]: at, [`${name}-month`]: month, [`${name}-year`]: year };
};

const concern: Form = { caseReference: "C-0001", words: "[Child] is left alone", told: "yes" };
const newCycle = async (): Promise<Form> => {
  const [rubric] = await site.store.db.select().from(site.store.tables.rubrics);
  return {
    title: "Spring 2027",
    question: "",
    rubricId: rubric?.id ?? "",
    length: "short",
    limitsMode: "applied",
    ...date("periodFrom", "2026-01-01"),
    ...date("periodTo", "2026-10-31"),
    ...date("scoringOpens", "2027-01-04"),
    ...date("scoringDue", "2027-01-29"),
  };
};

/** Every form that makes something new: who sends it, from which page, and what is counted. */
const FORMS: [string, "concerns" | "cycles" | "writtenReports" | "imports", string, () => Promise<Form> | Form][] = [
  ["board", "concerns", "/urgent-concern", () => concern],
  ["lead", "cycles", "/cycles/new", newCycle],
  ["lead", "writtenReports", "/cycles/CYCLE/report", () => ({ kind: "learning", view: "internal" })],
];

describe("a form that makes something new", () => {
  for (const [person, table, path, form] of FORMS) {
    it(`makes one of ${table} when it is sent twice at once, and leads both to it`, async () => {
      const at = path.replace("CYCLE", site.cycleId);
      const cookie = await site.cookieOf(person);
      const before = await rows(table);
      const formKey = keyIn(await site.ask(at, { cookie }));
      const sent = { ...(await form()), formKey };
      const replies = await Promise.all([1, 2, 3].map(() => site.ask(at, { cookie, form: sent })));
      expect(replies.map(({ status }) => status)).toEqual([302, 302, 302]);
      expect(new Set(replies.map(({ headers }) => headers.location)).size).toBe(1);
      expect(await rows(table)).toBe(before + 1);
      const later = await site.ask(at, { cookie, form: sent });
      expect([later.headers.location, await rows(table)]).toEqual([replies[0]?.headers.location, before + 1]);
      const fresh = keyIn(await site.ask(at, { cookie }));
      expect(fresh).not.toBe(formKey);
      expect((await site.ask(at, { cookie, form: { ...(await form()), formKey: fresh } })).status).toBe(302);
      expect(await rows(table)).toBe(before + 2);
    });

    it(`makes nothing of ${table} without the key of its page`, async () => {
      const at = path.replace("CYCLE", site.cycleId);
      const cookie = await site.cookieOf(person);
      const before = await rows(table);
      for (const key of [{} as Form, { formKey: "" }, { formKey: "x" }, { formKey: "a".repeat(5000) }]) {
        const reply = await site.ask(at, { cookie, form: { ...(await form()), ...key } });
        expect([reply.status, reply.body.includes("could not be read")]).toEqual([400, true]);
      }
      expect(await rows(table)).toBe(before);
    });
  }

  it("reads an upload once that is sent twice at once", async () => {
    const cookie = await site.cookieOf("data");
    const before = await rows("imports");
    const fields = { formKey: keyIn(await site.ask("/imports/new", { cookie })), ...date("reference", "2026-01-01") };
    const parts = Object.entries(fields).map(
      ([name, value]) => `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const file = 'Content-Disposition: form-data; name="files"; filename="cases.csv"\r\nContent-Type: text/csv';
    const body = `${parts.join("")}--edge\r\n${file}\r\n\r\nnothing,of,use\r\n\r\n--edge--\r\n`;
    const headers = { "Content-Type": "multipart/form-data; boundary=edge" };
    const replies = await Promise.all([1, 2].map(() => site.ask("/imports/new", { cookie, body, headers })));
    expect(replies.map(({ status }) => status)).toEqual([302, 302]);
    expect(replies[0]?.headers.location).toBe(replies[1]?.headers.location);
    expect(await rows("imports")).toBe(before + 1);
  });

  it("takes other words under the same key as another form: a second concern is never lost", async () => {
    const cookie = await site.cookieOf("board");
    const before = await rows("concerns");
    const formKey = keyIn(await site.ask("/urgent-concern", { cookie }));
    const first = await site.ask("/urgent-concern", { cookie, form: { ...concern, formKey } });
    const other = { ...concern, caseReference: "C-0002", formKey };
    const second = await site.ask("/urgent-concern", { cookie, form: other });
    expect(first.headers.location).not.toBe(second.headers.location);
    expect(await rows("concerns")).toBe(before + 2);
  });

  it("does not lead to what somebody else made with the same key", async () => {
    const [board, eve] = [await site.cookieOf("board"), await site.cookieOf("eve")];
    const form = { ...concern, formKey: keyIn(await site.ask("/urgent-concern", { cookie: board })) };
    const [mine, theirs] = [
      await site.ask("/urgent-concern", { cookie: board, form }),
      await site.ask("/urgent-concern", { cookie: eve, form }),
    ];
    expect(mine.headers.location).not.toBe(theirs.headers.location);
  });
});
