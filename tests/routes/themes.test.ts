import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codebookDraft } from "#db/codebook-drafts.ts";
import { changeSetting } from "#db/settings.ts";
import { actor, plantWorld } from "../http/world.ts";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

type Route = {
  loader: (args: LoaderFunctionArgs) => Promise<unknown>;
  action?: (args: ActionFunctionArgs) => Promise<unknown>;
};

let area: TestArea;
beforeAll(async () => {
  area = await testArea();
  await plantWorld(area.store, area.cycleId);
  const { cycles } = area.store.tables;
  await area.store.transaction((tx) => tx.update(cycles).set({ status: "moderation" }));
});
afterAll(() => area.close());

async function ask(file: string, path: string, as: PersonKey, params: Record<string, string> = {}, form?: Form) {
  const route = (await import(/* @vite-ignore */ `../../app/routes/${file}`)) as Route;
  const request = await area.request(path, { as, form });
  const args = {
    request,
    params: { cycleId: area.cycleId, ...params },
    context: { nonce: "", requestId: "", from: "" },
  };
  const run = form ? route.action! : route.loader;
  const got = await answer(() => run(args as never));
  return got as { status: number; location: string | null; data: never };
}

type View = {
  view: {
    total: number;
    list: string;
    current: {
      id: number;
      seen: number;
      reference: string;
      suggestions: { code: string; because: string[] }[];
      others: { code: string; chosen: boolean }[];
      both: unknown;
    } | null;
    rail: { id: number }[];
  };
};
const coding = async (as: PersonKey, query = "") => {
  const got = await ask("cycle-coding.tsx", `/cycles/x/themes/code${query}`, as);
  return { ...got, view: (got.data as View | null)?.view };
};
const send = (as: PersonKey, form: Form) => ask("cycle-coding.tsx", "/cycles/x/themes/code", as, {}, form);

describe("coding on its page", () => {
  it("shows findings of signed-off plans alone, and codes one with what was ticked, the most important first", async () => {
    const { view } = await coding("lead");
    expect(view!.total).toBeGreaterThan(3);
    const plans = await area.store.db.select().from(area.store.tables.moderations);
    const signed = plans.filter((m) => m.signedOffAt).map((m) => m.sampledCaseId);
    const findings = await area.store.db.select().from(area.store.tables.findings);
    const shown = findings.filter((f) => view!.rail.some((r) => r.id === f.id));
    expect(shown.every((f) => signed.includes(f.sampledCaseId))).toBe(true);
    const { current } = view!;
    const form = {
      intent: "code",
      finding: String(current!.id),
      seen: String(current!.seen),
      theme: ["PN-NEEDS", "EP-VAGUE"],
      most: "EP-VAGUE",
    };
    const saved = await send("lead", form);
    expect([saved.status, saved.location]).toEqual([
      302,
      `/cycles/${area.cycleId}/themes/code?after=${current!.id}&done=1`,
    ]);
    const [coded] = await area.store.db.select().from(area.store.tables.codings);
    expect(coded).toMatchObject({ themes: ["EP-VAGUE", "PN-NEEDS"], codedBy: "per_lead", part: "first" });
    // Sent again from the same page, it is refused, and nothing typed is lost.
    const again = await send("chair", form);
    expect(again.status).toBe(409);
    expect(again.data).toMatchObject({ typed: { themes: ["PN-NEEDS", "EP-VAGUE"], most: "EP-VAGUE" } });
  });

  it("refuses a form without a theme or with a line that names somebody, and keeps what was typed", async () => {
    const { view } = await coding("lead");
    const base = { finding: String(view!.current!.id), seen: "0" };
    const empty = await send("lead", { ...base, intent: "code" });
    expect([empty.status, empty.data]).toMatchObject([400, { errors: [{ field: "theme" }] }]);
    const line = await send("lead", { ...base, intent: "none", line: "Ask sam@example.org" });
    expect([line.status, line.data]).toMatchObject([
      400,
      { errors: [{ field: "line" }], typed: { line: "Ask sam@example.org" } },
    ]);
    const none = await send("lead", { ...base, intent: "none", line: "Transport to school" });
    expect(none.status).toBe(302);
    expect((await send("lead", { intent: "undo", list: "first" })).location).toContain("done=undone");
    expect((await coding("lead")).view!.current!.id).toBe(view!.current!.id);
  });

  it("lets no second coder see the first through another door", async () => {
    const lead = await actor(area.store, "lead");
    await changeSetting(area.store, lead, "themes", { codedTwice: 100 }, 0, new Date());
    const [coded] = await area.store.db.select().from(area.store.tables.codings);
    const finding = (await area.store.db.select().from(area.store.tables.findings)).find(
      (f) => f.source === coded!.auditId && f.criterion === coded!.criterion,
    )!;
    const through = await coding("chair", `?finding=${finding.id}`);
    expect(through.location).toBe(`/cycles/${area.cycleId}/themes/code?list=second&finding=${finding.id}`);
    const second = await coding("chair", `?list=second&finding=${finding.id}`);
    expect(second.view!.current).toMatchObject({ both: null, coded: null, seen: 0 });
    expect(JSON.stringify(second.view)).not.toContain("Deborah Lane");
    expect(second.view!.current!.others.filter((t) => t.chosen)).toEqual([]);
    const reasons = second.view!.current!.suggestions.flatMap((s) => s.because).join(" ");
    expect(reasons).not.toContain("earlier finding");
    const found = async (as: PersonKey) => {
      const got = await ask("search.tsx", `/search?theme=EP-VAGUE&case=${finding.reference}`, as);
      return (got.data as { total: number }).total;
    };
    expect([await found("lead"), await found("chair")]).toEqual([1, 0]);
    // Once both have coded, the difference is there for whoever settles it.
    const form = { intent: "code", list: "second", finding: String(finding.id), seen: "0", theme: "OF-SILO" };
    expect((await send("chair", form)).status).toBe(302);
    const differs = await coding("lead", "?list=differences");
    expect(differs.view).toMatchObject({
      total: 1,
      current: { both: { first: { by: "Deborah Lane" }, second: { by: "Chris Vale" } } },
    });
    expect(await found("chair")).toBe(1);
  });
});

describe("the search page", () => {
  it("shows marked excerpts, each with a way to what it is about, and nothing to who may not see it", async () => {
    const got = await ask("search.tsx", "/search?q=leakzqeve0finding", "lead");
    expect(got.status).toBe(200);
    const mine = await ask("search.tsx", "/search?q=leakzqeve*", "eve");
    const { found, total, cycles } = mine.data as {
      found: { href: string; words: { text: string; hit: boolean }[] }[];
      total: number;
      cycles: unknown[];
    };
    expect(total).toBeGreaterThan(0);
    expect(cycles).toEqual([]);
    expect(found.every((f) => f.href.startsWith("/audits/aud_"))).toBe(true);
    expect(found[0]!.words.filter((p) => p.hit).map((p) => p.text)).toEqual([
      expect.stringMatching(/^leakzqeve\dfinding$/),
    ]);
    expect(JSON.stringify(mine.data)).not.toMatch(/leakzq(hal|ivy)/);
    expect((await ask("search.tsx", "/search?q=leakzqeve*&page=999", "eve")).location).toMatch(/page=\d+$/);
  });
});

describe("the codebook", () => {
  const drafts = async () => (await codebookDraft(area.store.db))!;
  it("is changed in a draft, entry by entry, and nothing of another person is overwritten unseen", async () => {
    await ask("codebooks.tsx", "/codebooks", "lead", {}, {});
    const draft = await drafts();
    const params = { draftId: draft.id, code: "EP-VAGUE" };
    const path = `/codebooks/drafts/${draft.id}/themes/EP-VAGUE`;
    const got = await ask("codebook-draft-theme.tsx", path, "lead", params);
    const { fields, seen } = got.data as { fields: Record<string, string>; seen: number };
    const theirs = await ask("codebook-draft-theme.tsx", path, "lead", params, {
      ...fields,
      seen: String(seen),
      definition: "Their words",
    });
    expect(theirs.location).toContain("done=saved");
    const mine = await ask("codebook-draft-theme.tsx", path, "lead", params, {
      ...fields,
      seen: String(seen),
      definition: "My words",
      include: "Mine",
    });
    expect([mine.status, mine.data]).toMatchObject([
      409,
      { clash: { disputes: [{ name: "definition", mine: "My words", theirs: "Their words" }] } },
    ]);
    const kept = await ask("codebook-draft-theme.tsx", path, "lead", params, {
      ...fields,
      seen: String(seen),
      definition: "My words",
      include: "Mine",
      keep: "theirs",
    });
    expect(kept.status).toBe(302);
    expect((await drafts()).document.themes.find((t) => t.code === "EP-VAGUE")).toMatchObject({
      definition: "Their words",
      include: "Mine",
    });
    const undone = await ask("codebook-draft.tsx", `/codebooks/drafts/${draft.id}`, "lead", params, {
      intent: "undo",
      seen: "99",
    });
    expect(undone.location).toContain("done=undone");
  });

  it("draws its title and words as typed where these were refused, and as they are kept where something else was", async () => {
    const { id } = (await codebookDraft(area.store.db))!;
    const post = (form: Form) => ask("codebook-draft.tsx", `/codebooks/drafts/${id}`, "lead", { draftId: id }, form);
    const typed = { title: "", about: "What we look for." };
    expect(await post({ intent: "about", ...typed })).toMatchObject({ status: 400, data: { typed } });
    expect(await post({ intent: "remove NO-SUCH" })).toMatchObject({ status: 409, data: { typed: null } });
  });

  it("splits and merges by a form that says what is missing, and publishes once it is confirmed", async () => {
    const draft = await drafts();
    const end = (form: Form) =>
      ask("codebook-draft-end.tsx", "/x", "lead", { draftId: draft.id, code: "EP-VAGUE" }, form);
    expect((await end({ how: "split", why: "" })).data).toMatchObject({ errors: [{ field: "why" }] });
    expect((await end({ how: "split", why: "Two asks", code0: "EP-HOURS", name0: "No hours" })).data).toMatchObject({
      errors: [{ field: "code0" }],
    });
    const parts = { code0: "ep-hours", name0: "No hours", code1: "EP-WHO", name1: "Nobody named" };
    expect((await end({ how: "split", why: "Two asks", findings: "again", ...parts })).location).toContain(
      "done=split",
    );
    const publish = async (form: Form) =>
      ask(
        "codebook-draft-publish.tsx",
        "/x",
        "lead",
        { draftId: draft.id },
        { seen: String((await drafts()).version), ...form },
      );
    expect((await publish({ step: "major" })).data).toMatchObject({ errors: [{ field: "confirm" }] });
    const done = await publish({ step: "major", confirm: "yes" });
    expect(done.location).toMatch(/^\/codebooks\/cbk_/);
    const id = done.location!.split("/").at(-1)!;
    const csv = await ask("codebook-export.ts", `/codebooks/${id}/export/csv`, "eve", {
      codebookId: id,
      format: "csv",
    });
    expect(csv.status).toBe(200);
    const compared = await ask("codebook-compare.tsx", "/codebooks/compare", "eve");
    expect(JSON.stringify(compared.data)).toContain("which was split. Not comparable with before.");
  });

  it("moves a cycle to the new version, in which what was coded to the split theme waits", async () => {
    const { view } = await coding("lead");
    const newer = (view as unknown as { newer: { id: string } }).newer;
    expect((await send("chair", { intent: "codebook", codebook: newer.id })).status).toBe(403);
    expect((await send("lead", { intent: "codebook", codebook: newer.id })).location).toContain("done=codebook");
    const waits = (await area.store.db.select().from(area.store.tables.findings)).filter((f) => f.waits);
    expect(waits.map((f) => f.state)).toEqual(["open"]);
  });
});
