import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Actor } from "#audits/people/permissions.ts";
import { valuesOf } from "#audits/rubric/edit/merge.ts";
import { addCriterion, remove } from "#audits/rubric/edit/operations.ts";
import type { Part } from "#audits/rubric/edit/parts.ts";
import { isGuarded } from "#db/engine/errors.ts";
import { actorOf } from "#db/people.ts";
import { approvalsOf, contentHash, recordApproval, retireRubric, rubricsForCycles } from "#db/rubric-approvals.ts";
import {
  binDraft,
  changeDraft,
  documentAt,
  draftOf,
  draftsOf,
  noteVisit,
  othersAt,
  savePart,
  startDraft,
  undoable,
  undoDraft,
} from "#db/rubric-drafts.ts";
import { cancelStagedRubric, keepStagedRubric, stagedRubric, stageRubric } from "#db/rubric-uploads.ts";
import { freeRubricKey, publishDraft } from "#db/rubric-publishing.ts";
import { publishedRubrics, versionsOf } from "#db/rubrics.ts";
import { addPerson, setUpArea } from "#db/set-up.ts";
import { changeSetting } from "#db/settings.ts";
import type { Store } from "#db/store.ts";
import { eventsAbout } from "#db/trail.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { forEachEngine } from "./engines.ts";

const AT = new Date("2026-11-22T09:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);
const EP2: Part = { kind: "criterion", ref: "EP2" };

async function area(store: Store) {
  await setUpArea(
    store,
    { name: "Testshire", partners: "Testshire Council and others", concernContacts: [], demonstration: false },
    [
      { id: "org_council", name: "Testshire Council", agency: "education" },
      { id: "org_icb", name: "Testshire Integrated Care Board", agency: "health" },
    ],
    AT,
  );
  const person = async (name: string): Promise<Actor> => {
    const memberships = [{ organisationId: "org_council", role: "quality_lead" as const, agency: null }];
    const email = `${name.toLowerCase()}@testshire.example`;
    const id = await addPerson(store, { id: null, name: "Set-up" }, { name, email, password: null, memberships }, AT);
    return (await actorOf(store.db, id, AT)) as Actor;
  };
  const [lead, sam] = [await person("Deborah"), await person("Sam")];
  const base = (await publishedRubrics(store.db)).find((r) => r.key === "ehc-plan-full");
  if (!base) throw new Error("No rubric ships");
  const start = { key: base.key, document: base.document, basedOn: base.id, from: "from version 1.0.0" };
  const draftId = await startDraft(store, lead, start, AT);
  const draft = async () => {
    const found = await draftOf(store.db, draftId);
    if (!found) throw new Error("The draft is gone");
    return found;
  };
  const save = async (by: Actor, values: Record<string, string[]>, basedOn: number, at = later(1)) =>
    savePart(store, by, draftId, { part: EP2, values: { ...(await values_()), ...values }, basedOn, choice: null }, at);
  const values_ = async () => valuesOf((await draft()).document, EP2) ?? {};
  const title = async () => (await values_()).title;
  return { lead, sam, base, draftId, draft, save, title };
}

forEachEngine((_name, open) => {
  it("keeps every step of a draft, takes steps back and makes them again, exactly", async () => {
    const store = await open();
    const { lead, draftId, draft, save, title } = await area(store);
    const before = (await draft()).document;
    for (let i = 1; i <= 55; i++) await save(lead, { title: [`Title ${i}`] }, i, later(i));
    await changeDraft(store, lead, draftId, (d) => remove(d, "domain", "HS"), later(60));
    expect(await undoable(store.db, draftId)).toMatchObject({
      undo: expect.stringContaining("removed the domain HS"),
      redo: null,
    });
    for (let i = 0; i < 56; i++) {
      const undone = await undoDraft(store, lead, draftId, "undo", (await draft()).version, later(61 + i));
      expect(undone.ok).toBe(true);
    }
    expect((await draft()).document).toEqual(before);
    expect((await undoDraft(store, lead, draftId, "undo", (await draft()).version, later(120))).ok).toBe(false);
    await undoDraft(store, lead, draftId, "redo", (await draft()).version, later(121));
    expect(await title()).toEqual(["Title 1"]);
    expect(await documentAt(store.db, await draft(), 1)).toEqual(before);
  });

  it("keeps what two people changed in different fields, and overwrites neither text where they changed the same", async () => {
    const store = await open();
    const { lead, sam, draftId, draft, save, title } = await area(store);
    const drawn = (await draft()).version;
    const own = valuesOf((await draft()).document, EP2) ?? {};
    expect((await save(sam, { title: ["Sam’s"] }, drawn)).ok).toBe(true);
    const sent = (values: Record<string, string[]>, choice: { keep: "mine" | "theirs"; seen: number } | null = null) =>
      savePart(store, lead, draftId, { part: EP2, values: { ...own, ...values }, basedOn: drawn, choice }, later(3));
    const other = await sent({ weight: ["4"] });
    // The page does not show Sam's title yet, so it goes on from what it was drawn with.
    expect(other).toMatchObject({ ok: true, version: drawn, theirs: ["the title"] });
    expect(await title()).toEqual(["Sam’s"]);
    const clash = await sent({ title: ["Deborah’s"], weight: ["4"] });
    expect(clash).toMatchObject({ ok: false, why: "clash", disputes: [{ mine: "Deborah’s", theirs: "Sam’s" }] });
    expect(await title()).toEqual(["Sam’s"]);
    const seen = (await draft()).version;
    await save(sam, { title: ["Sam’s second"] }, seen);
    // Chosen over a text that is not there any more: asked again.
    expect((await sent({ title: ["Deborah’s"] }, { keep: "mine", seen })).ok).toBe(false);
    expect((await sent({ title: ["Deborah’s"] }, { keep: "mine", seen: (await draft()).version })).ok).toBe(true);
    expect(await title()).toEqual(["Deborah’s"]);
  });

  it("does not undo unseen what another person did since", async () => {
    const store = await open();
    const { lead, sam, draftId, draft, save, title } = await area(store);
    await save(lead, { title: ["Deborah’s"] }, 1);
    const seen = (await draft()).version;
    await save(sam, { title: ["Sam’s"] }, seen);
    expect((await undoDraft(store, lead, draftId, "undo", seen, later(5))).ok).toBe(false);
    expect(await title()).toEqual(["Sam’s"]);
    // What one did oneself since the page was drawn, a save in the background, is known.
    expect((await undoDraft(store, sam, draftId, "undo", seen, later(6))).ok).toBe(true);
    expect(await title()).toEqual(["Deborah’s"]);
  });

  it("says who else has the draft open, and forgets them after a while", async () => {
    const store = await open();
    const { lead, sam, draftId, save } = await area(store);
    await noteVisit(store, sam, draftId, later(1));
    await noteVisit(store, sam, draftId, later(2));
    expect(await othersAt(store.db, draftId, lead.id, later(3))).toEqual([{ name: "Sam", lastChange: null }]);
    await save(sam, { title: ["Sam’s"] }, 1, later(4));
    expect(await othersAt(store.db, draftId, lead.id, later(5))).toEqual([{ name: "Sam", lastChange: later(4) }]);
    expect(await othersAt(store.db, draftId, sam.id, later(3))).toEqual([]);
    expect(await othersAt(store.db, draftId, lead.id, later(20))).toEqual([]);
  });

  it("publishes a draft once, frozen by the database, and ends the draft", async () => {
    const store = await open();
    const { lead, base, draftId, draft, save } = await area(store);
    await save(lead, { title: ["A better title"] }, 1);
    const how = { seen: 2, version: "1.0.1", agreedBy: "The board", agreedOn: "2026-11-20" };
    expect((await publishDraft(store, lead, draftId, { ...how, seen: 1 }, later(5))).ok).toBe(false);
    expect((await publishDraft(store, lead, draftId, { ...how, version: "1.0.0" }, later(5))).ok).toBe(false);
    const published = await publishDraft(store, lead, draftId, how, later(6));
    expect(published.ok).toBe(true);
    const [latest] = await versionsOf(store.db, base.key);
    expect(latest).toMatchObject({ version: "1.0.1", basedOn: base.id, agreedBy: "The board" });
    await expect(draft()).rejects.toThrow("gone");
    expect((await publishDraft(store, lead, draftId, { ...how, version: "1.0.2" }, later(7))).ok).toBe(false);
    const { rubrics, rubricDraftSteps } = store.tables;
    const rewrite = store.transaction((tx) =>
      tx
        .update(rubrics)
        .set({ title: "Rewritten" })
        .where(eq(rubrics.id, latest?.id ?? "")),
    );
    await expect(rewrite).rejects.toSatisfy(isGuarded);
    await expect(store.transaction((tx) => tx.delete(rubrics))).rejects.toSatisfy(isGuarded);
    await expect(store.transaction((tx) => tx.delete(rubricDraftSteps))).rejects.toSatisfy(isGuarded);
    expect((await verifyTrail(store.db)).brokenAt).toBeNull();
  });

  it("does not publish what a problem stops, and keeps the draft as it was", async () => {
    const store = await open();
    const { lead, draftId, draft } = await area(store);
    await changeDraft(store, lead, draftId, (d) => addCriterion(d, "EP"), later(1));
    const { version } = await draft();
    const how = { seen: version, version: "2.0.0", agreedBy: "The board", agreedOn: "2026-11-20" };
    expect(await publishDraft(store, lead, draftId, how, later(2))).toEqual({
      ok: false,
      sentence: expect.stringContaining("EP6"),
    });
    expect((await draft()).version).toBe(version);
    expect(await versionsOf(store.db, "ehc-plan-full")).toHaveLength(1);
  });

  it("lets a rubric be used once each required partner agrees to this very text, and no longer when the text changes", async () => {
    const store = await open();
    const { lead, base, draftId, draft, save } = await area(store);
    const required = { partnersWhoAgree: ["org_council", "org_icb"] };
    await changeSetting(store, lead, "rubrics", required, 0, AT);
    const whyOf = async (id: string) => (await rubricsForCycles(store.db)).find((r) => r.rubric.id === id)?.why;
    expect(await whyOf(base.id)).toBe(
      "Testshire Council and Testshire Integrated Care Board have not agreed to it yet.",
    );
    const yes = (organisationId: string, agreed = true) => ({
      organisationId,
      agreed,
      confirmedBy: "Ngozi Barrett",
      confirmedOn: "2026-11-20",
    });
    await save(lead, { weight: ["3"] }, 1);
    const approved = (await draft()).document;
    await recordApproval(store, lead, approved, yes("org_council"), later(2));
    await recordApproval(store, lead, approved, yes("org_icb"), later(3));
    expect((await approvalsOf(store.db, approved)).missing).toEqual([]);
    await save(lead, { weight: ["2"] }, 2);
    expect((await approvalsOf(store.db, (await draft()).document)).missing).toHaveLength(2);
    await undoDraft(store, lead, draftId, "undo", 3, later(4));

    const how = { seen: 4, version: "1.1.0", agreedBy: "The board", agreedOn: "2026-11-20" };
    const published = await publishDraft(store, lead, draftId, how, later(5));
    const id = published.ok ? published.rubricId : "";
    expect(await whyOf(id)).toBeNull();
    await recordApproval(store, lead, approved, yes("org_icb", false), later(6));
    expect(await whyOf(id)).toBe("Testshire Integrated Care Board has not agreed to it yet.");
    const { rubricApprovals } = store.tables;
    await expect(store.transaction((tx) => tx.delete(rubricApprovals))).rejects.toSatisfy(isGuarded);
    await expect(store.transaction((tx) => tx.update(rubricApprovals).set({ agreed: true }))).rejects.toSatisfy(
      isGuarded,
    );
  });

  it("goes by the text that is agreed to, not by its number", async () => {
    const store = await open();
    const { base } = await area(store);
    expect(contentHash({ ...base.document, version: "9.9.9" })).toBe(contentHash(base.document));
    expect(contentHash({ ...base.document, title: "Another" })).not.toBe(contentHash(base.document));
  });

  it("takes a retired version out of use, and brings it back", async () => {
    const store = await open();
    const { lead, base } = await area(store);
    const why = async () => (await rubricsForCycles(store.db)).find((r) => r.rubric.id === base.id)?.why;
    await retireRubric(store, lead, base, { retired: true, reason: "The law changed." }, later(1));
    await retireRubric(store, lead, base, { retired: true, reason: "Pressed twice." }, later(2));
    expect(await why()).toBe("It is retired.");
    await retireRubric(store, lead, base, { retired: false, reason: "" }, later(3));
    expect(await why()).toBeNull();
    const events = (await eventsAbout(store.db, "rubric", base.id)).map((e) => e.kind);
    expect(events).toEqual(["rubric.published", "rubric.retired", "rubric.brought_back"]);
  });

  it("brings a deleted draft back as it was, and lets nobody change it meanwhile", async () => {
    const store = await open();
    const { lead, draftId, draft, save } = await area(store);
    await save(lead, { title: ["Kept"] }, 1);
    const before = (await draft()).document;
    await binDraft(store, lead, draftId, true, later(2));
    expect(await draftsOf(store.db)).toEqual([]);
    expect(await draftsOf(store.db, true)).toHaveLength(1);
    const part = { part: EP2, values: { title: ["Late"] }, basedOn: 2, choice: null };
    expect((await savePart(store, lead, draftId, part, later(3))).ok).toBe(false);
    await expect(binDraft(store, lead, draftId, true, later(3))).rejects.toThrow();
    await binDraft(store, lead, draftId, false, later(4));
    expect((await draft()).document).toEqual(before);
  });

  it("makes a draft of an upload once, for whoever uploaded it, and keeps nothing of one that is put away", async () => {
    const store = await open();
    const { lead, sam, base } = await area(store);
    const read = { file: "our rubric.xlsx", document: base.document, problems: [] };
    const staged = await stageRubric(store, lead, read, AT);
    expect(await stagedRubric(store.db, sam, staged)).toBeNull();
    await expect(keepStagedRubric(store, sam, staged, "own", later(1))).rejects.toThrow();
    const before = (await draftsOf(store.db)).length;
    const id = await keepStagedRubric(store, lead, staged, "own", later(1));
    expect((await draftOf(store.db, id))?.document).toMatchObject({ key: "own", title: base.title });
    await expect(keepStagedRubric(store, lead, staged, "own-2", later(2))).rejects.toThrow();
    const other = await stageRubric(store, lead, read, AT);
    await cancelStagedRubric(store, lead, other);
    expect((await stagedRubric(store.db, lead, other))?.document).toBeNull();
    expect(await draftsOf(store.db)).toHaveLength(before + 1);
    expect((await eventsAbout(store.db, "rubric_draft", id)).map((e) => e.kind)).toEqual([
      "rubric.draft_started",
      "rubric.imported",
    ]);
  });

  it("gives every rubric a key of its own", async () => {
    const store = await open();
    const { lead, base } = await area(store);
    expect(await freeRubricKey(store.db, "Our own: Nôtre!")).toBe("our-own-no-tre");
    expect(await freeRubricKey(store.db, base.key)).not.toBe(base.key);
    expect(await freeRubricKey(store.db, "12")).toBe("rubric");
    await startDraft(store, lead, { key: "rubric", document: {}, basedOn: null, from: "" }, AT);
    expect(await freeRubricKey(store.db, "!")).toBe("rubric-2");
  });
});
