import { createHmac } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq, inArray, isNotNull, ne } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Actor } from "#audits/people/permissions.ts";
import { published } from "#audits/results/published.ts";
import { searchTerms } from "#audits/search/query.ts";
import { DEMO_CYCLE, DEMO_PERSON, DEMO_ROOM } from "#db/demo/ids.ts";
import { loadDemonstration } from "#db/demo/load.ts";
import { runDisposal } from "#db/disposal.ts";
import { migrateDatabase } from "#db/engine/migrate.ts";
import { openDatabase } from "#db/engine/open.ts";
import { cyclesKept, cyclesMeasured } from "#db/tallies.ts";
import { evidenceRemoved, figuresOfCycle } from "#db/figures.ts";
import { learntOf } from "#db/findings.ts";
import { GUARDS } from "#db/guards.ts";
import { endHold, holdsOf, placeHold } from "#db/holds.ts";
import { acceptInvitation, invitePerson } from "#db/invitations.ts";
import { removePerson } from "#db/memberships.ts";
import { makeResetLink } from "#db/passwords.ts";
import { actorOf } from "#db/people.ts";
import { disposalsOf, dueForDisposal } from "#db/retention.ts";
import { recordCopy, verifyContents } from "#db/room-visits.ts";
import { changeEntry, choicesOf, contentsOf, roomOf } from "#db/rooms.ts";
import { defineSchema } from "#db/schema.ts";
import { searchFindings } from "#db/search.ts";
import { recordRefusal } from "#db/sessions.ts";
import { changeSetting, settingOf } from "#db/settings.ts";
import type { Store } from "#db/store.ts";
import { eventsAbout } from "#db/trail.ts";
import { verifyTrail } from "#db/trail-check.ts";
import { forEachEngine } from "./engines.ts";

const SUMMER = DEMO_CYCLE.summer2026;
/** Six years and more after the demonstration's closed cycles. */
const LATER = new Date("2033-03-01T10:00:00Z");
const NOW = new Date("2026-11-22T10:00:00Z");

async function demonstration(store: Store): Promise<{ officer: Actor; lead: Actor }> {
  const pseudonymOf = (identity: string) => createHmac("sha256", "key").update(identity).digest("hex").slice(0, 32);
  await loadDemonstration(store, { pseudonymOf, progress: () => {} });
  const officer = (await actorOf(store.db, DEMO_PERSON.dataOfficer, NOW))!;
  const lead = (await actorOf(store.db, DEMO_PERSON.qualityLead, NOW))!;
  return { officer, lead };
}

const causeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Error) => String((error.cause as Error | undefined)?.message ?? error.message),
  );

forEachEngine((_engine, open) => {
  it("removes the evidence of a closed cycle when its time is over, keeps what is held, and its results stay", async () => {
    const store = await open({ timeLimit: 120_000 });
    const { officer, lead } = await demonstration(store);
    const { sampledCases, audits, answers, answerHistory, settlements, moderations, cycles, trail } = store.tables;
    const closed = await store.db.select().from(cycles).where(eq(cycles.status, "closed"));
    // Calibrations go too; they have no results that could stay.
    const closedIds = closed.map((c) => c.id);
    const withResults = closed.filter((c) => c.kind === "audit").map((c) => c.id);
    expect(closedIds).toContain(SUMMER);

    // Before the time is over nothing is due.
    expect((await dueForDisposal(store.db, NOW)).kinds.find((k) => k.kind === "plan")).toMatchObject({
      due: [],
      held: [],
    });
    expect(await runDisposal(store, officer, (await dueForDisposal(store.db, NOW)).seen, NOW)).toMatchObject({
      ok: false,
      why: "nothing",
    });

    const [heldPlan] = await store.db
      .select()
      .from(sampledCases)
      .where(and(eq(sampledCases.standing, "sample"), isNotNull(sampledCases.caseId)));
    const held = heldPlan!.snapshot.reference;
    expect(
      await placeHold(store, lead, { scope: "case", subject: held.toLowerCase() }, "A tribunal asks.", LATER),
    ).toEqual({
      ok: true,
    });
    const figures = new Map(
      await Promise.all(
        withResults.map(async (id) => [id, (await figuresOfCycle(store.db, id, "2033-03-01"))!] as const),
      ),
    );
    const before = await dueForDisposal(store.db, LATER);
    const plans = before.kinds.find((k) => k.kind === "plan")!;
    expect(plans.due.length).toBeGreaterThan(40);
    expect(plans.held.map((h) => h.words.split(" ")[0])).toContain(held);
    expect(plans.held[0]?.because).toBe("the case is held: A tribunal asks.");

    // Somebody ends a hold, or changes a period, between the look and the press: nothing is removed.
    const { value, version } = await settingOf(store.db, "retention");
    await changeSetting(store, officer, "retention", { ...value, importDays: 31 }, version, LATER);
    expect(await runDisposal(store, officer, before.seen, LATER)).toMatchObject({ ok: false, why: "changed" });
    expect(await store.db.select().from(answers)).not.toHaveLength(0);

    const count = async (table: typeof audits | typeof answers | typeof sampledCases) =>
      (await store.db.select().from(table as typeof audits)).length;
    const others = (await store.db.select().from(audits)).filter((a) => !closedIds.includes(a.cycleId)).length;
    expect(others).toBeGreaterThan(0);
    const { seen } = await dueForDisposal(store.db, LATER);
    const result = await runDisposal(store, officer, seen, LATER);
    expect(result).toMatchObject({ ok: true });

    const left = await store.db.select().from(sampledCases).where(inArray(sampledCases.cycleId, closedIds));
    expect(new Set(left.map((p) => p.snapshot.reference))).toEqual(new Set([held]));
    const leftAudits = await store.db.select().from(audits).where(inArray(audits.cycleId, closedIds));
    expect(leftAudits.every((a) => left.some((p) => p.id === a.sampledCaseId))).toBe(true);
    expect(await count(audits)).toBe(others + leftAudits.length);
    const known = new Set((await store.db.select().from(audits)).map((a) => a.id));
    for (const row of [...(await store.db.select().from(answers)), ...(await store.db.select().from(answerHistory))])
      expect(known.has(row.auditId)).toBe(true);
    const plansLeft = new Set((await store.db.select().from(sampledCases)).map((p) => p.id));
    const { planResults, planLevels } = store.tables;
    const ofPlans = [settlements, moderations, planResults, planLevels];
    for (const table of ofPlans)
      for (const row of await store.db.select().from(table as typeof moderations))
        expect(plansLeft.has(row.sampledCaseId)).toBe(true);

    // What is left of these cycles counts in no measure; lines over time go on with the figures as they were kept.
    const measured = (await cyclesMeasured(store.db)).map(({ id }) => id);
    expect(closedIds.filter((id) => measured.includes(id))).toEqual([]);
    expect((await cyclesKept(store.db)).map(({ cycle }) => cycle.id).toSorted()).toEqual(
      closed
        .filter(({ kind }) => kind === "audit")
        .map(({ id }) => id)
        .toSorted(),
    );

    // What was found of a plan is not in the index any more, and suggestions have forgotten its words.
    const { findings, findingCodes, codings, themeWords } = store.tables;
    const indexed = await store.db.select().from(findings);
    expect(indexed.every((f) => plansLeft.has(f.sampledCaseId))).toBe(true);
    for (const row of [...(await store.db.select().from(codings)), ...(await store.db.select().from(findingCodes))])
      expect(known.has(row.auditId)).toBe(true);
    const words = new Map((await store.db.select().from(themeWords)).map((w) => [`${w.word} ${w.code}`, w.n]));
    const coded = [...(await learntOf(store.db, [...known])).values()].filter((l) => l.codes.length > 0);
    expect(words.get(" ")).toBe(coded.length);
    expect(coded.length).toBeGreaterThan(0);
    const spoken = new Set(coded.flatMap((l) => ["", ...l.words]));
    expect([...words.keys()].filter((key) => !spoken.has(key.split(" ")[0] ?? ""))).toEqual([]);
    const all = { cycleId: "", kind: "" as const, theme: "", agency: "" as const, reference: "" };
    const found = await searchFindings(store.db, lead, { ...all, terms: searchTerms("section") ?? [] }, 1, 500);
    const still = new Set(indexed.map((f) => `${f.sampledCaseId} ${f.criterion}`));
    expect(found.total).toBeGreaterThan(0);
    expect(found.found.filter((f) => !still.has(`${f.sampledCaseId} ${f.criterion}`))).toEqual([]);

    // The results are as they were, and name no plan.
    for (const id of withResults) {
      const after = (await figuresOfCycle(store.db, id, "2040-01-01"))!;
      expect(published(after)).toEqual(published(figures.get(id)!));
      expect(JSON.stringify(after)).not.toMatch(/\bC-\d{4}\b/);
      expect(await evidenceRemoved(store.db, id)).toEqual(LATER);
    }
    expect(await evidenceRemoved(store.db, DEMO_CYCLE.autumn2026)).toBeNull();

    // A report without content, an event, and a chain that holds.
    const [report] = await disposalsOf(store.db);
    expect(report).toMatchObject({ by: officer.name, counts: { plan: { removed: plans.due.length } } });
    const [last] = (await store.db.select().from(trail)).slice(-1);
    expect(last?.kind).toBe("disposal.run");
    expect((await verifyTrail(store.db)).fault).toBeNull();

    // Outside a run the guards stand as ever, also for what a finished run listed.
    for (const [what, work] of [
      ["answers", store.transaction((tx) => tx.delete(tx.tables.answers))],
      ["audits", store.transaction((tx) => tx.delete(tx.tables.audits))],
      ["history", store.transaction((tx) => tx.delete(tx.tables.answerHistory))],
      ["sampled", store.transaction((tx) => tx.delete(tx.tables.sampledCases))],
      ["figures", store.transaction((tx) => tx.update(tx.tables.frozenFigures).set({ figures: {} }))],
      ["disposals", store.transaction((tx) => tx.update(tx.tables.disposals).set({ finishedAt: null }))],
      ["disposals", store.transaction((tx) => tx.delete(tx.tables.disposals))],
      ["items", store.transaction((tx) => tx.delete(tx.tables.disposalItems))],
      ["holds", store.transaction((tx) => tx.delete(tx.tables.legalHolds))],
    ] as const)
      expect(await causeOf(work), what).toMatch(/stays?\b|ended, never deleted/);

    // Inside a run they give way to what it lists, and to nothing else; never to a plan that is held.
    const [other] = (await store.db.select().from(sampledCases)).filter(
      (p) => p.caseId !== null && !closedIds.includes(p.cycleId),
    );
    const openRun = (subjectId: string, table: "audits" | "sampledCases") =>
      store.transaction(async (tx) => {
        const t = tx.tables;
        await tx
          .insert(t.disposals)
          .values({ id: "dsp_x", runBy: officer.id, startedAt: LATER, periods: {}, counts: {} });
        await tx.insert(t.disposalItems).values({ disposalId: "dsp_x", kind: "plan", subjectId });
        if (table === "audits") await tx.delete(t.audits).where(ne(t.audits.sampledCaseId, subjectId));
        else await tx.delete(t.sampledCases).where(eq(t.sampledCases.id, subjectId));
      });
    expect(await causeOf(openRun(other!.id, "audits"))).toMatch(/An audit is evidence|foreign key/i);
    // A reserve of the same case has no audits that would keep it by reference.
    const bare = left.find((p) => !leftAudits.some((a) => a.sampledCaseId === p.id));
    expect(bare).toBeDefined();
    expect(await causeOf(openRun(bare!.id, "sampledCases"))).toMatch(/stays as it was drawn/);

    // When the hold ends, the plan goes with the next run.
    const [hold] = await holdsOf(store.db);
    expect(hold).toMatchObject({ on: held, placedByName: lead.name, endedAt: null });
    expect(await endHold(store, lead, hold!.id, "The tribunal has ended.", LATER)).toEqual({ ok: true });
    expect(await endHold(store, lead, hold!.id, "Again.", LATER)).toMatchObject({ ok: false });
    const again = await dueForDisposal(store.db, LATER);
    expect(await runDisposal(store, officer, again.seen, LATER)).toMatchObject({ ok: true });
    expect(await store.db.select().from(sampledCases).where(inArray(sampledCases.cycleId, closedIds))).toEqual([]);
    const draws = await store.db
      .select()
      .from(store.tables.draws)
      .where(inArray(store.tables.draws.cycleId, closedIds));
    expect(draws.flatMap((d) => d.record.exclusions)).toEqual([]);
    expect(published((await figuresOfCycle(store.db, SUMMER, "2040-01-01"))!)).toEqual(published(figures.get(SUMMER)!));
    expect((await verifyTrail(store.db)).fault).toBeNull();
  });

  it("empties what an inspection room showed of a plan, keeps that it was shown, and leaves a held plan's alone", async () => {
    const store = await open({ timeLimit: 120_000 });
    const { officer, lead } = await demonstration(store);
    const { roomContents, roomEntries, roomCopies, sampledCases } = store.tables;
    const contents = () => contentsOf(store.db, DEMO_ROOM);
    const room = (await roomOf(store.db, DEMO_ROOM))!;
    const before = await contents();
    const [first, second, ...more] = before.filter((row) => row.sampledId !== null);
    expect(first?.content?.blocks.length).toBeGreaterThan(3);
    expect(second?.content?.blocks.length).toBeGreaterThan(3);
    // A copy left the room, the lead wrote about one of the plans, and another is held.
    const mark = { number: 1, person: lead.name, role: "quality lead", room: room.title, at: NOW };
    const copy = { content: first!, format: "json" as const, part: null, mark, sha256: "c".repeat(64) };
    expect(await recordCopy(store, lead, room, copy, false)).toBe(true);
    const copies = await store.db.select().from(roomCopies);
    const ofFirst = and(eq(roomEntries.roomId, DEMO_ROOM), eq(roomEntries.key, first!.key));
    const choice = (await choicesOf(store.db, DEMO_ROOM)).get(first!.key)!;
    const about = { standing: "taken" as const, words: "The provision of this plan was put right in March." };
    expect(await changeEntry(store, lead, DEMO_ROOM, first!.key, about, choice.version, NOW)).toMatchObject({
      ok: true,
    });
    const [plan] = await store.db.select().from(sampledCases).where(eq(sampledCases.id, second!.sampledId!));
    const hold = { scope: "case" as const, subject: plan!.snapshot.reference.toLowerCase() };
    expect(await placeHold(store, lead, hold, "A tribunal asks.", LATER)).toEqual({ ok: true });

    const { seen } = await dueForDisposal(store.db, LATER);
    expect(await runDisposal(store, officer, seen, LATER)).toMatchObject({ ok: true });

    const after = new Map((await contents()).map((row) => [row.id, row]));
    for (const row of [first!, ...more]) expect(after.get(row.id)).toEqual({ ...row, content: null, sampledId: null });
    for (const row of before.filter((one) => one.sampledId === null || one.id === second!.id))
      expect(after.get(row.id)).toEqual(row);
    const [entry] = await store.db.select().from(roomEntries).where(ofFirst);
    expect(entry).toMatchObject({ sampledId: null, standing: "open", words: "", reason: "" });
    expect(await store.db.select().from(roomCopies)).toEqual(copies);
    const verified = new Map((await verifyContents(store.db, DEMO_ROOM)).map((one) => [one.row.id, one]));
    expect(verified.get(first!.id)?.verdict).toBe("gone");
    expect(verified.get(first!.id)?.event?.sentence).toContain(first!.sha256);
    expect(verified.get(second!.id)?.verdict).toBe("fits");
    expect((await verifyTrail(store.db)).fault).toBeNull();

    // Nobody else may empty it, nor a run that does not list the plan.
    const emptied = (id: string) =>
      store.transaction((tx) =>
        tx.update(tx.tables.roomContents).set({ content: null, sampledId: null }).where(eq(roomContents.id, id)),
      );
    for (const row of before.filter((one) => one.sampledId === null || one.id === second!.id))
      expect(await causeOf(emptied(row.id)), row.key).toMatch(/stays as it was/);
  });

  it("removes the names of people who have left, and the chain still holds", async () => {
    const store = await open({ timeLimit: 120_000 });
    const { officer } = await demonstration(store);
    const { memberships, people, accounts, trail, trailNames, draws } = store.tables;
    const tom = (await store.db.select().from(people).where(eq(people.id, DEMO_PERSON.educationAuditor)))[0]!;
    const end = (personId: string, endsAt: Date) =>
      store.transaction((tx) => tx.update(memberships).set({ endsAt }).where(eq(memberships.personId, personId)));
    await end(tom.id, new Date("2026-12-01T00:00:00Z"));
    await end(DEMO_PERSON.qualityLead, new Date("2026-12-01T00:00:00Z"));
    const events = await store.db.select().from(trail);
    const own = events.find((e) => e.actorId === tom.id)!;

    const tooEarly = new Date("2028-11-30T10:00:00Z");
    const dueAt = async (at: Date) => (await dueForDisposal(store.db, at)).kinds.find((k) => k.kind === "name")!.due;
    expect(await dueAt(tooEarly)).toEqual([]);
    const at = new Date("2028-12-02T10:00:00Z");
    expect((await dueAt(at)).map((d) => d.words)).toContain(tom.name);
    const { seen } = await dueForDisposal(store.db, at);
    expect(await runDisposal(store, officer, seen, at)).toMatchObject({ ok: true });

    const [number] = (await store.db.select().from(trailNames).where(eq(trailNames.personId, tom.id))).map(
      (n) => n.number,
    );
    const called = `A person who has left (P-${String(number).padStart(4, "0")})`;
    const read = (await eventsAbout(store.db, own.subjectKind, own.subjectId)).find(
      (e) => e.position === own.position,
    )!;
    expect(read.actorName).toBe(called);
    expect(read.sentence).toMatch(/^A person who has left \(P-\d{4}\) /);
    expect(read.hash).toBe(own.hash);
    expect((await verifyTrail(store.db)).fault).toBeNull();

    const person = (await store.db.select().from(people).where(eq(people.id, tom.id)))[0]!;
    expect(person).toMatchObject({ name: called, email: `p-${number}@removed.invalid` });
    expect(await store.db.select().from(accounts).where(eq(accounts.userId, tom.id))).toEqual([]);
    // The name is nowhere: neither as a trail name, nor in a sentence, nor in the record of a draw.
    const everything = JSON.stringify([
      await store.db.select().from(trail),
      await store.db.select().from(trailNames),
      await store.db.select().from(people),
      await store.db.select().from(draws),
    ]);
    expect(everything).not.toContain(tom.name);
    expect(everything).not.toContain("Deborah Lane");
    expect(everything).toContain(officer.name.split(" ")[1]);
  });

  it("leaves no name of somebody who was invited: who came and left, and who never came", async () => {
    const store = await open({ timeLimit: 120_000 });
    const { officer, lead } = await demonstration(store);
    const membership = { role: "board_member" as const, organisationId: "org_demo_council", agency: null };
    const memberships = [{ ...membership, writerRef: null, lastDay: null }];
    const invite = async (name: string, email: string) => {
      const made = await invitePerson(store, lead, { name, email, memberships }, NOW);
      if (!made.ok) throw new Error(made.sentence);
      return made;
    };
    await invite("Never Came", "never@northshire.example");
    const link = await invite("Priya Nair", "priya@northshire.example");
    const accepted = await acceptInvitation(store, link.secret, "copper meadow lanterns", NOW);
    if (!accepted.ok) throw new Error(accepted.sentence);
    const priya = { id: accepted.personId, name: "Priya Nair" };
    await makeResetLink(store, lead, priya, NOW);
    await recordRefusal(store, priya, "the password did not match", NOW);
    await removePerson(store, lead, priya.id, NOW);

    const at = new Date("2029-01-02T10:00:00Z");
    const { seen } = await dueForDisposal(store.db, at);
    expect(await runDisposal(store, officer, seen, at)).toMatchObject({ ok: true });
    const { trail, trailNames, people, invitations, tickets } = store.tables;
    const left = [trail, trailNames, people, invitations, tickets].map((table) => store.db.select().from(table));
    const everything = JSON.stringify(await Promise.all(left));
    for (const gone of ["Priya", "Never Came", "never@northshire"]) expect(everything).not.toContain(gone);
    expect((await verifyTrail(store.db)).fault).toBeNull();
  });

  it("empties the link to a child, and drops a plan that left the caseload, an old concern and an undecided upload", async () => {
    const store = await open({ timeLimit: 120_000 });
    const { officer, lead } = await demonstration(store);
    const { cases, sampledCases, concerns, imports, sessions } = store.tables;
    const sampled = await store.db.select().from(sampledCases).where(eq(sampledCases.cycleId, SUMMER));
    const elsewhere = new Set(
      (
        await store.db
          .select()
          .from(sampledCases)
          .where(and(ne(sampledCases.cycleId, SUMMER), ne(sampledCases.standing, "reserve")))
      ).map((s) => s.caseId),
    );
    const one = sampled.find((s) => s.standing === "sample" && !elsewhere.has(s.caseId))!;
    const [known] = await store.db.select().from(cases).where(eq(cases.id, one.caseId!));
    const old = new Date("2026-11-01T10:00:00Z");
    await store.transaction(async (tx) => {
      await tx.update(cases).set({ active: false }).where(eq(cases.id, one.caseId!));
      for (const [id, active] of [
        ["cas_gone", false],
        ["cas_here", true],
      ] as const)
        await tx.insert(cases).values({ ...known!, id, pseudonym: id, reference: `C-${id}`, active });
      await tx
        .insert(imports)
        .values({ id: "imp_w", status: "preview", files: ["secret.csv"], staged: "{}", startedAt: old });
      const concern = { caseReference: one.snapshot.reference, words: "w", told: "yes", raisedBy: lead.id };
      await tx.insert(concerns).values({ id: "con_1", reference: "U-9001", ...concern, raisedAt: old });
      const stamps = { createdAt: old, updatedAt: old, expiresAt: old };
      await tx.insert(sessions).values({ id: "ses_old", token: "t", userId: lead.id, ...stamps });
    });
    const at = new Date("2034-01-10T10:00:00Z");
    expect(await placeHold(store, lead, { scope: "everything", subject: "" }, "An inquiry.", at)).toEqual({ ok: true });
    expect((await dueForDisposal(store.db, at)).kinds.flatMap((k) => k.due)).toEqual([]);
    await endHold(store, lead, (await holdsOf(store.db))[0]!.id, "It is over.", at);
    const due = await dueForDisposal(store.db, at);
    expect(due.kinds.filter((k) => k.due.length).map((k) => k.kind)).toEqual(
      expect.arrayContaining(["plan", "concern", "import", "session"]),
    );
    await runDisposal(store, officer, due.seen, at);
    expect(await store.db.select().from(concerns).where(eq(concerns.id, "con_1"))).toEqual([]);
    expect((await store.db.select().from(imports).where(eq(imports.id, "imp_w")))[0]).toMatchObject({
      status: "cancelled",
      staged: null,
      files: [],
    });
    expect(await store.db.select().from(sessions).where(eq(sessions.id, "ses_old"))).toEqual([]);
    const [link] = await store.db.select().from(cases).where(eq(cases.id, one.caseId!));
    expect(link).toMatchObject({
      pseudonym: `removed:${one.caseId!}`,
      caseRef: null,
      reference: one.snapshot.reference,
    });
    expect(await store.db.select().from(cases).where(eq(cases.id, "cas_gone"))).toEqual([]);
    expect((await store.db.select().from(cases).where(eq(cases.id, "cas_here"))).length).toBe(1);
  });
});

it("leaves no byte of a removed quote in the SQLite file or its log", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ehc-bytes-"));
  try {
    const file = join(folder, "audit.sqlite");
    await migrateDatabase({ file, guards: GUARDS, now: NOW });
    const store = await openDatabase(defineSchema, { file });
    const { officer } = await demonstration(store);
    const { audits, answers } = store.tables;
    const closed = await store.db.select().from(audits).where(eq(audits.cycleId, SUMMER));
    const rows = await store.db
      .select()
      .from(answers)
      .where(inArray(answers.auditId, closed.map((a) => a.id).slice(0, 50)));
    const quote = rows.flatMap((r) => r.quotes.map((q) => q.words)).find((w) => w.length > 30)!;
    const marked = `${quote.slice(0, 20)} sole-mark-4711`;
    await store.transaction((tx) =>
      tx.update(answers).set({ note: marked }).where(eq(answers.auditId, rows[0]!.auditId)),
    );
    const found = () =>
      [file, `${file}-wal`].filter((f) => existsSync(f)).some((f) => readFileSync(f).includes("sole-mark-4711"));
    expect(found()).toBe(true);
    const { seen } = await dueForDisposal(store.db, LATER);
    expect(await runDisposal(store, officer, seen, LATER)).toMatchObject({ ok: true, compacted: true });
    expect(found()).toBe(false);
    await store.close();
    expect(found()).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
