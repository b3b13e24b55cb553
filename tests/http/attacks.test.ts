import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Form, PASSWORD } from "../routes/area.ts";
import { openSite, type Reply, type Site } from "./site.ts";
import { auditIdsOf } from "./world.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());

const shut = ({ status, headers }: Reply) => [status, String(headers.location).startsWith("/sign-in")];
const SHUT = [302, true];
const keyIn = (page: Reply) => /name="formKey" value="([^"]+)"/.exec(page.body)?.[1] ?? "";

describe("a session", () => {
  it("is not taken from a cookie that was forged, cut, changed or signed by nobody", async () => {
    const real = await site.cookieOf("lead");
    const parts = (cookie: string) => (cookie.split("; ")[0] ?? "").split(/=(.*)/s);
    const [name = "", value = ""] = parts(real);
    const [token = "", signature = ""] = decodeURIComponent(value).split(".");
    const other = decodeURIComponent(parts(await site.cookieOf("board"))[1] ?? "").split(".");
    expect((await site.ask("/cycles", { cookie: real })).status).toBe(200);
    for (const forged of [
      "",
      "x",
      token,
      `${token}.`,
      `.${signature}`,
      `${token}.${signature.slice(0, -4)}AAA=`,
      `${token}x.${signature}`,
      `${token}.${other[1]}`,
      `${other[0]}.${signature}`,
      `${token}.${signature}.${signature}`,
      `${token.toUpperCase()}.${signature}`,
      "' OR 1=1 --",
      "%00",
      "%E0%A4%A",
      "__proto__",
      "a".repeat(6000),
    ])
      for (const cookie of [`${name}=${encodeURIComponent(forged)}`, `${name}=${forged.replaceAll(/[^!-~]/g, "")}`])
        expect([cookie.slice(-80), ...shut(await site.ask("/cycles", { cookie }))]).toEqual([
          cookie.slice(-80),
          ...SHUT,
        ]);
    // A row that somebody planted without the server's secret.
    const { sessions } = site.store.tables;
    const [row] = await site.store.db.select().from(sessions);
    if (!row) throw new Error("Nobody is signed in");
    await site.store.transaction((tx) =>
      tx.insert(sessions).values({ ...row, id: "ses_planted", token: "planted-token" }),
    );
    expect(shut(await site.ask("/cycles", { cookie: `${name}=planted-token` }))).toEqual(SHUT);
  });

  it("is over for good once signed out, whoever still has the cookie", async () => {
    const cookie = await site.freshCookie("chair@testshire.example");
    expect((await site.ask("/cycles", { cookie })).status).toBe(200);
    expect((await site.ask("/sign-out", { cookie, form: {} })).status).toBe(302);
    expect(shut(await site.ask("/cycles", { cookie }))).toEqual(SHUT);
    expect((await site.ask("/cycles.data", { cookie })).status).toBe(202);
    // What was typed waits on the page until its writer has signed in again; nothing is written meanwhile.
    expect((await site.ask("/urgent-concern", { cookie, form: { words: "x" } })).status).toBe(401);
    expect(await site.store.db.select().from(site.store.tables.concerns)).toEqual([]);
  });

  it("is worth what its owner may do now: nothing once the role has ended", async () => {
    const cookie = await site.cookieOf("chair");
    const { memberships, sessions } = site.store.tables;
    const own = eq(memberships.personId, "per_chair");
    expect((await site.ask("/cycles", { cookie })).status).toBe(200);
    await site.store.transaction((tx) => tx.update(memberships).set({ role: "board_member" }).where(own));
    expect((await site.ask("/cycles/new", { cookie })).status).toBe(403);
    await site.store.transaction((tx) => tx.update(memberships).set({ endsAt: new Date() }).where(own));
    for (const path of ["/cycles", "/reports", "/urgent-concern"])
      expect(shut(await site.ask(path, { cookie }))).toEqual(SHUT);
    await site.store.transaction((tx) => tx.update(memberships).set({ role: "panel_chair", endsAt: null }).where(own));
    await site.store.transaction((tx) =>
      tx
        .update(sessions)
        .set({ expiresAt: new Date(0) })
        .where(eq(sessions.userId, "per_chair")),
    );
    expect(shut(await site.ask("/cycles", { cookie }))).toEqual(SHUT);
  });

  it("is a cookie that no script reads and no other site sends", async () => {
    const reply = await site.ask("/sign-in", {
      form: { email: "board@testshire.example", password: PASSWORD, back: "/" },
    });
    for (const cookie of reply.headers["set-cookie"] ?? []) {
      expect(cookie).toMatch(/HttpOnly/i);
      expect(cookie).toMatch(/SameSite=(Lax|Strict)/i);
      expect(cookie).toMatch(/Path=\//i);
      expect(cookie).not.toMatch(/Domain=/i);
    }
  });
});

describe("the way back after sign-in", () => {
  const BACKS = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/\r\nSet-Cookie: a=1",
    "/%0d%0aSet-Cookie:%20a=1",
    "/\u2028evil",
    "/@evil.example",
    "evil.example",
    " //evil.example",
    "/cycles\u0000",
  ];

  it("never leaves the site and writes no header of its own", async () => {
    const cookie = await site.cookieOf("inspector");
    for (const back of BACKS) {
      const form = { email: "inspector@testshire.example", password: PASSWORD, back };
      const replies = [
        await site.ask("/sign-in", { form }),
        await site.ask("/sign-in", { form: { ...form, back: [back, "/cycles"] } }),
        await site.ask(`/sign-in?back=${encodeURIComponent(back)}`, { cookie }),
      ];
      for (const { status, headers } of replies) {
        expect([back, status]).toEqual([back, 302]);
        const to = new URL(String(headers.location), site.origin);
        expect([back, to.origin]).toEqual([back, site.origin]);
        expect(String(headers.location)).not.toMatch(/[\r\n\\]|^\/[/\\]|^[^/]/);
        expect(String(headers["set-cookie"] ?? "")).not.toMatch(/(^|,)\s*a=1/);
      }
    }
  });

  it("is the page that was asked for, with its query, and never the data behind it", async () => {
    const asked = await site.ask("/cycles?view=published&page=2");
    expect(asked.headers.location).toBe(`/sign-in?back=${encodeURIComponent("/cycles?view=published&page=2")}`);
    const data = await site.ask("/cycles.data?_routes=routes%2Fcycles&page=2");
    expect(data.body).toContain(encodeURIComponent("/cycles?page=2"));
    const hostile = await site.ask("/cycles%0d%0aSet-Cookie:%20a=1?x=%0d%0aSet-Cookie:a=1");
    expect(hostile.headers["set-cookie"]).toBeUndefined();
  });
});

describe("fields that no page of ours has", () => {
  it("change nothing but what the page changes", async () => {
    const { db, tables } = site.store;
    const board = await site.cookieOf("board");
    const extra: Form = {
      id: "con_mine",
      reference: "U-9999",
      raisedBy: "per_lead",
      raisedAt: "0",
      role: "administrator",
      status: "closed",
      version: "99",
      auditorId: "per_hal",
      personId: "per_lead",
      actor: "per_lead",
    };
    const page = await site.ask("/urgent-concern", { cookie: board });
    const concern = { caseReference: "C-0001", words: "[Child] is left alone", told: "yes", formKey: keyIn(page) };
    expect((await site.ask("/urgent-concern", { cookie: board, form: { ...extra, ...concern } })).status).toBe(302);
    const [row] = (await db.select().from(tables.concerns)).slice(-1);
    expect(row).toMatchObject({ raisedBy: "per_board", reference: "U-0001" });
    expect(row?.id).not.toBe("con_mine");

    const lead = await site.cookieOf("lead");
    const [rubric] = await db.select().from(tables.rubrics);
    const days = (name: string, year: string) => ({
      [`${name}-day`]: "1",
      [`${name}-month`]: "1",
      [`${name}-year`]: year,
    });
    const cycle: Form = {
      ...extra,
      title: "Mass assignment",
      question: "",
      rubricId: rubric?.id ?? "",
      length: "short",
      limitsMode: "applied",
      seed: "0000",
      openedBy: "per_eve",
      codebookId: "cod_none",
      ...days("periodFrom", "2025"),
      ...days("periodTo", "2026"),
      ...days("scoringOpens", "2027"),
      ...days("scoringDue", "2028"),
      formKey: keyIn(await site.ask("/cycles/new", { cookie: lead })),
    };
    const opened = await site.ask("/cycles/new", { cookie: lead, form: cycle });
    expect(opened.status, opened.body.slice(0, 500)).toBe(302);
    const made = (await db.select().from(tables.cycles)).find(({ title }) => title === "Mass assignment");
    expect(made).toMatchObject({ status: "sampling", openedBy: "per_lead", version: 1 });
    expect([made?.seed, made?.id, made?.codebookId]).not.toEqual(expect.arrayContaining(["0000"]));

    const eve = await site.cookieOf("eve");
    const [own = "", ...rest] = await auditIdsOf(site.store, "eve");
    const [theirs = ""] = await auditIdsOf(site.store, "hal");
    const before = await db.select().from(tables.audits).where(eq(tables.audits.id, theirs));
    const answer = {
      ...extra,
      criterion: "",
      score: "2",
      basedOn: "0",
      auditId: theirs,
      submittedAt: "1",
      startedAt: "1",
    };
    const sheet = await site.ask(`/audits/${own}`, { cookie: eve });
    const criterion = String(sheet.headers.location).split("/").at(-1) ?? "";
    const saved = await site.ask(`/audits/${own}/save`, { cookie: eve, form: { ...answer, criterion } });
    expect([saved.status, JSON.parse(saved.body).state]).toEqual([200, "saved"]);
    expect(await db.select().from(tables.answers).where(eq(tables.answers.auditId, theirs))).toEqual([]);
    expect(await db.select().from(tables.audits).where(eq(tables.audits.id, theirs))).toEqual(before);
    expect((await db.select().from(tables.audits).where(eq(tables.audits.id, own)))[0]).toMatchObject({
      auditorId: "per_eve",
      status: "in_progress",
      submittedAt: null,
    });
    expect(rest.length).toBe(2);

    const roles = async () => JSON.stringify(await db.select().from(tables.memberships));
    const had = await roles();
    await site.ask("/sign-in", {
      form: { ...extra, email: "board@testshire.example", password: PASSWORD, back: "/", rememberMe: "true" },
    });
    expect(await roles()).toBe(had);
  });

  it("poison no object: names such as __proto__ are refused or mean nothing", async () => {
    const board = await site.cookieOf("board");
    for (const name of [
      "__proto__",
      "__proto__.admin",
      "__proto__[admin]",
      "constructor.prototype.admin",
      "constructor",
      "hasOwnProperty",
      "toString",
    ]) {
      const formKey = keyIn(await site.ask("/urgent-concern", { cookie: board }));
      const form = { caseReference: "", words: "", told: "constructor", formKey, [name]: "1" };
      const reply = await site.ask("/urgent-concern", { cookie: board, form });
      expect([name, reply.status]).toEqual([name, 400]);
    }
    for (const path of [
      "/cycles?__proto__[x]=1",
      "/cycles?constructor=1",
      "/cases?page=__proto__",
      "/imports/imp_1?show=constructor",
      "/rubrics/__proto__",
      "/cycles/constructor",
    ])
      expect([path, (await site.ask(path, { cookie: await site.cookieOf("lead") })).status < 500]).toEqual([
        path,
        true,
      ]);
    const eve = await site.cookieOf("eve");
    const [own = ""] = await auditIdsOf(site.store, "eve");
    const form = { conflict: "constructor", words: "x" };
    expect((await site.ask(`/audits/${own}/hand-back`, { cookie: eve, form })).status).toBe(400);
    for (const key of ["__proto__", "constructor", "toString"])
      expect((await site.ask(`/audits/${own}/criteria/${key}`, { cookie: eve })).status).toBe(404);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });
});

describe("text that is meant to confuse", () => {
  const TRICKS = [
    "\u0000",
    "C-0001\u202e",
    "\ud800",
    "Zalgo h\u0301\u0302\u0303\u0304".repeat(50),
    "😀".repeat(500),
    "\u200b\u200b",
    "\ufeff",
    "İI",
    "'; drop table audits; --",
    "{{7*7}}#{7*7}",
    "%s%n%x",
    "../../etc/passwd",
    "a\u2028b\u2029c",
  ];

  it("is taken as text or refused in words, wherever it is put", async () => {
    const [board, lead] = [await site.cookieOf("board"), await site.cookieOf("lead")];
    for (const text of TRICKS) {
      const formKey = keyIn(await site.ask("/urgent-concern", { cookie: board }));
      const form = { caseReference: text, words: text, told: "yes", formKey };
      const replies = [
        await site.ask("/urgent-concern", { cookie: board, form }),
        await site.ask("/sign-in", { form: { email: `${text}@testshire.example`, password: text, back: text } }),
        await site.ask(`/urgent-concern?case=${encodeURIComponent(text.toWellFormed())}`, { cookie: board }),
        await site.ask(`/cases?page=${encodeURIComponent(text.toWellFormed())}`, { cookie: lead }),
        await site.ask(`/cycles/${encodeURIComponent(text.toWellFormed())}`, { cookie: lead }),
        await site.ask(`/reports/${encodeURIComponent(text.toWellFormed())}/pdf`, { cookie: lead }),
      ];
      for (const reply of replies) expect([text, reply.status < 500, reply.status]).toEqual([text, true, reply.status]);
    }
    for (const path of [
      "/%ED%A0%80",
      "/%00",
      "/cycles/%2e%2e/%2e%2e/etc/passwd",
      "/cycles/..%2f..%2fdata",
      "/CYCLES",
      "//cycles",
      "/cycles//new",
      "/cycles/%0a",
    ])
      expect([path, (await site.ask(path, { cookie: lead })).status < 500]).toEqual([path, true]);
    expect((await site.store.db.select().from(site.store.tables.audits)).length).toBe(6);
  });
});
