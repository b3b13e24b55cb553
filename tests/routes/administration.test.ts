import { join } from "node:path";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { giveRole, personOf } from "#db/memberships.ts";
import { theArea } from "#db/people.ts";
import { settingOf } from "#db/settings.ts";
import { latestEvents } from "#db/trail.ts";
import { area as running } from "~/server/database.server.ts";
import { answer, type Form, type PersonKey, type TestArea, testArea } from "./area.ts";

let area: TestArea;
beforeEach(async () => {
  area = await testArea();
});
afterEach(() => area.close());

type Route = {
  loader: (args: LoaderFunctionArgs) => Promise<unknown>;
  action: (args: ActionFunctionArgs) => Promise<unknown>;
};
const run = async (
  part: "loader" | "action",
  file: string,
  as: PersonKey,
  params: Record<string, string>,
  form?: Form,
  query = "",
) => {
  const route = (await import(/* @vite-ignore */ `../../app/routes/${file}`)) as Route;
  const request = await area.request(`/x${query}`, { as, form });
  const context = { nonce: "", requestId: "test", from: "192.0.2.9" };
  return answer(() => route[part]({ request, params, context } as LoaderFunctionArgs & ActionFunctionArgs));
};
const load = (file: string, as: PersonKey, params: Record<string, string> = {}, query = "") =>
  run("loader", file, as, params, undefined, query);
const send = (file: string, as: PersonKey, form: Form, params: Record<string, string> = {}) =>
  run("action", file, as, params, form);
const errorsOf = (out: { data: unknown }) => (out.data as { errors: { field: string; sentence: string }[] }).errors;
const lastSentence = async () => (await latestEvents(area.store.db, 1)).events[0]?.sentence;
const role = (more: Form = {}): Form => ({
  role: "board_member",
  organisationId: "org_council",
  "lastDay-day": "31",
  "lastDay-month": "12",
  "lastDay-year": "2099",
  ...more,
});

describe("looking after people", () => {
  const hal = { personId: "per_hal" };

  it("gives a role, which holds from the next page on, and ends it", async () => {
    const out = await send("person-role-new.tsx", "admin", role(), hal);
    expect([out.status, out.location]).toEqual([302, "/people/per_hal?done=given"]);
    expect((await load("reports.tsx", "hal")).status).toBe(200);
    const { memberships } = (await personOf(area.store.db, "per_hal"))!;
    const given = memberships.find((m) => m.role === "board_member")!;
    const ended = await send("person-role.tsx", "admin", { intent: "end" }, { ...hal, membershipId: given.id });
    expect(ended.location).toBe("/people/per_hal?done=ended");
    expect((await load("reports.tsx", "hal")).status).toBe(403);
    expect(await lastSentence()).toBe("Adam Rook ended the role of Hal Brook as board member.");
  });

  it("shows the last day of a role as it was typed, in winter and in summer", async () => {
    for (const [month, shown] of [
      ["11", "30 November 2099"],
      ["6", "30 June 2099"],
    ] as const) {
      const person = { personId: month === "11" ? "per_hal" : "per_eve" };
      await send("person-role-new.tsx", "admin", role({ "lastDay-day": "30", "lastDay-month": month }), person);
      const page = (await load("person.tsx", "admin", person)).data as {
        memberships: { id: string; ends: string | null }[];
      };
      const given = page.memberships.find((m) => m.ends)!;
      expect(given.ends).toBe(shown);
      const form = (await load("person-role.tsx", "admin", { ...person, membershipId: given.id })).data;
      expect(form).toMatchObject({ typed: { day: "30", month: month.padStart(2, "0"), year: "2099" } });
    }
  });

  it("says at each field what a role still needs, and keeps what was typed", async () => {
    const out = await send("person-role-new.tsx", "admin", role({ "lastDay-month": "13" }), hal);
    expect(out.status).toBe(400);
    expect(errorsOf(out)).toEqual([{ field: "lastDay-day", sentence: "The last day must be a real date" }]);
    const none = await send("person-role-new.tsx", "admin", { role: "auditor", organisationId: "org_nowhere" }, hal);
    expect(errorsOf(none).map((e) => e.field)).toEqual(["organisationId", "agency"]);
    expect(none.data).toMatchObject({ typed: { role: "auditor" } });
  });

  it("lets a quality lead make nobody an administrator, and change no administrator", async () => {
    const made = await send("person-role-new.tsx", "lead", role({ role: "administrator" }), hal);
    expect(made.status).toBe(403);
    expect((await load("person-change.tsx", "lead", { personId: "per_admin" })).status).toBe(403);
    expect((await send("person-remove.tsx", "lead", { x: "" }, { personId: "per_admin" })).status).toBe(403);
    const offered = (await load("person-role-new.tsx", "lead", hal)).data as {
      choices: { roles: { value: string }[] };
    };
    expect(offered.choices.roles.map((r) => r.value)).not.toContain("administrator");
  });

  it("lets nobody change their own roles or remove themselves", async () => {
    const own = { personId: "per_admin" };
    expect((await send("person-role-new.tsx", "admin", role(), own)).status).toBe(403);
    expect((await send("person-remove.tsx", "admin", { x: "" }, own)).status).toBe(403);
  });

  it("takes only the fields of the form: no role and no organisation comes in by way of another form", async () => {
    const { memberships } = (await personOf(area.store.db, "per_hal"))!;
    const held = memberships[0]!;
    const forged = role({
      role: "administrator",
      "agency-auditor": "social_care",
      version: String(held.version),
      id: "x",
    });
    const out = await send("person-role.tsx", "lead", forged, { ...hal, membershipId: held.id });
    expect(out.location).toBe("/people/per_hal?done=role");
    const after = (await personOf(area.store.db, "per_hal"))!.memberships;
    expect(after.map((m) => [m.role, m.organisationId, m.agency])).toEqual([["auditor", "org_council", "social_care"]]);
  });

  it("does not change the role of another person by way of this person's address", async () => {
    const other = (await personOf(area.store.db, "per_eve"))!.memberships[0]!;
    const out = await send("person-role.tsx", "admin", { intent: "end" }, { ...hal, membershipId: other.id });
    expect(out.status).toBe(404);
  });

  it("removes a person, whose open session is worth nothing from then on", async () => {
    const session = await area.request("/my-audits", { as: "hal" });
    const page = await load("person-remove.tsx", "admin", hal);
    expect(page.data).toMatchObject({ openAudits: 3 });
    expect((await send("person-remove.tsx", "admin", { x: "" }, hal)).location).toBe("/people?removed=yes");
    const { whoIsAsking } = await import("~/server/session.server.ts");
    expect(await whoIsAsking(session)).toBeNull();
    const list = (await load("people.tsx", "admin", {}, "?left=yes")).data as { people: { name: string }[] };
    expect(list.people.map((p) => p.name)).toEqual(["Hal Brook"]);
  });

  it("changes a name that looks like mark-up as text, and tells the second of two who change it", async () => {
    const seen = ((await load("person-change.tsx", "admin", hal)).data as { seen: string }).seen;
    const form = { name: "<img src=x onerror=alert(1)>", email: "hal@testshire.example", seen };
    expect((await send("person-change.tsx", "admin", form, hal)).location).toBe("/people/per_hal?done=changed");
    const second = await send("person-change.tsx", "lead", { ...form, name: "Hal B" }, hal);
    expect(second.status).toBe(400);
    expect(errorsOf(second)[0]?.sentence).toMatch(/^Somebody else changed this account meanwhile/);
    expect(second.data).toMatchObject({ typed: { name: "Hal B" } });
    expect((await personOf(area.store.db, "per_hal"))?.person.name).toBe(form.name);
  });

  it("makes a link for a password, which is shown once where no mail can be sent, and ends sessions", async () => {
    const session = await area.request("/my-audits", { as: "hal" });
    const page = (await load("person-sign-in.tsx", "admin", hal)).data as { sessions: unknown[]; factor: boolean };
    expect([page.sessions.length, page.factor]).toEqual([1, false]);
    const link = (await send("person-sign-in.tsx", "admin", { intent: "link" }, hal)).data as {
      link: { link: string };
    };
    expect(link.link.link).toMatch(/^http:\/\/localhost:3000\/reset\/\S{20,}$/);
    expect(JSON.stringify((await latestEvents(area.store.db, 1)).events)).not.toContain(
      link.link.link.split("/").at(-1),
    );
    expect((await send("person-sign-in.tsx", "admin", { intent: "remove-factor" }, hal)).status).toBe(409);
    const { whoIsAsking } = await import("~/server/session.server.ts");
    expect(await whoIsAsking(session)).not.toBeNull();
    await send("person-sign-in.tsx", "admin", { intent: "end-sessions" }, hal);
    expect(await whoIsAsking(session)).toBeNull();
    expect((await send("person-sign-in.tsx", "lead", { intent: "link" }, { personId: "per_admin" })).status).toBe(403);
  });

  it("finds people by name, address, organisation and role", async () => {
    const found = async (q: string) =>
      (
        (await load("people.tsx", "admin", {}, `?q=${encodeURIComponent(q)}`)).data as { people: { name: string }[] }
      ).people.map((p) => p.name);
    expect(await found("hal@")).toEqual(["Hal Brook"]);
    expect(await found("health auditor")).toEqual(["Hal Brook"]);
    expect(await found("nobody at all")).toEqual([]);
    await giveRole(
      area.store,
      { id: null, name: "Set-up" },
      "per_board",
      { role: "inspector", organisationId: "org_council", agency: null, writerRef: null, lastDay: "2099-01-01" },
      new Date(),
    );
    expect(await found("inspector")).toEqual(["Bo Hill", "Ines Crow"]);
  });
});

describe("organisations and settings", () => {
  it("adds, renames and removes an organisation, and says why one stays", async () => {
    expect((await send("organisation-new.tsx", "admin", { name: "", agency: "" })).status).toBe(400);
    expect((await send("organisation-new.tsx", "admin", { name: "Forum", agency: "forum" })).location).toBe(
      "/organisations?done=added",
    );
    expect((await send("organisation-new.tsx", "admin", { name: "FORUM", agency: "" })).status).toBe(409);
    const used = await send("organisation.tsx", "admin", { intent: "remove" }, { organisationId: "org_council" });
    expect(errorsOf(used)[0]?.sentence).toMatch(/so it stays/);
    const rename = {
      name: "Council of Testshire",
      agency: "education",
      "seen-name": "Testshire Council",
      "seen-agency": "education",
    };
    const at = { organisationId: "org_council" };
    expect((await send("organisation.tsx", "admin", rename, at)).location).toBe("/organisations?done=changed");
    expect((await send("organisation.tsx", "admin", { ...rename, name: "Other" }, at)).status).toBe(409);
  });

  it("changes what the area is called and whom an urgent concern goes to", async () => {
    const words = { name: "Testshire and Wold", partners: "All of us", version: "1" };
    expect((await send("settings-area.tsx", "admin", words)).location).toBe("/settings?saved=yes");
    expect((await send("settings-area.tsx", "admin", words)).status).toBe(409);
    const contact = { "name-0": "Duty team", "role-0": "any worry", "telephone-0": "01632 960117", version: "2" };
    expect((await send("settings-contacts.tsx", "admin", { ...contact, "telephone-0": "call me" })).status).toBe(400);
    expect((await send("settings-contacts.tsx", "admin", { version: "2" })).status).toBe(400);
    expect((await send("settings-contacts.tsx", "admin", contact)).location).toBe("/settings?saved=yes");
    expect(await theArea(area.store.db)).toMatchObject({
      name: "Testshire and Wold",
      concernContacts: [{ name: "Duty team", role: "any worry", telephone: "01632 960117" }],
    });
  });

  it("sets who needs a second factor and the time without activity, within what is safe", async () => {
    const { version } = await settingOf(area.store.db, "sign_in");
    const form = { secondFactorFor: ["inspector", "king"], idleMinutes: "30", version: String(version) };
    expect((await send("settings-sign-in.tsx", "admin", { ...form, idleMinutes: "600" })).status).toBe(400);
    expect((await send("settings-sign-in.tsx", "admin", form)).location).toBe("/settings?saved=yes");
    expect((await settingOf(area.store.db, "sign_in")).value).toEqual({
      secondFactorFor: ["inspector"],
      idleMinutes: 30,
    });
    expect(await lastSentence()).toBe("Adam Rook changed the settings of sign-in.");
  });

  it("makes a backup that opens, lists it, and records its fingerprint", async () => {
    // A process of its own copies the file, which these tests keep elsewhere.
    await area.store.backup(join(running().settings.DATA_DIR, "audit.sqlite"));
    expect((await send("system.tsx", "admin", { intent: "backup" })).location).toBe("/system?made=yes");
    const page = (await load("system.tsx", "admin")).data as { ok: boolean; files: { name: string }[] };
    expect(page.ok).toBe(true);
    expect(page.files).toHaveLength(1);
    expect(await lastSentence()).toMatch(/^Adam Rook made the backup backup-.*\.sqlite, SHA-256 [0-9a-f]{64}\.$/);
  });
});
