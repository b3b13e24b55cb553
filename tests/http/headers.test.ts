import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newFormKey } from "~/server/form.server.ts";
import { openSite, type Reply, type Site } from "./site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite(undefined, { formSeconds: 1 });
});
afterAll(() => site.close());

const policyOf = (reply: Reply) => String(reply.headers["content-security-policy"]);

/** Every kind of answer there is, as somebody who may have it. */
async function everyKind(): Promise<[string, Reply, number][]> {
  const lead = await site.cookieOf("lead");
  const eve = await site.cookieOf("eve");
  const cycle = `/cycles/${site.cycleId}`;
  return [
    ["page", await site.ask(cycle, { cookie: lead }), 200],
    ["data", await site.ask(`${cycle}.data`, { cookie: lead }), 200],
    ["data of a child", await site.ask(`${cycle}.data?_routes=routes/cycle`, { cookie: lead }), 200],
    ["download", await site.ask("/imports/template.csv", { cookie: lead }), 200],
    ["text", await site.ask(`${cycle}/sample.txt`, { cookie: lead }), 200],
    ["background", await site.ask("/still-here", { cookie: lead }), 204],
    ["redirect", await site.ask("/cycles"), 302],
    ["redirect as data", await site.ask("/cycles.data"), 202],
    ["public page", await site.ask("/sign-in"), 200],
    ["refused form", await site.ask("/sign-in", { form: { email: "" } }), 400],
    ["forbidden", await site.ask("/cycles", { cookie: eve }), 403],
    ["forbidden file", await site.ask("/imports/template.csv", { cookie: eve }), 403],
    ["missing", await site.ask("/nothing"), 404],
    ["missing file", await site.ask("/reports/rep_none/pdf", { cookie: lead }), 404],
    ["method", await site.ask("/cycles", { method: "DELETE", cookie: lead }), 405],
    ["other site", await site.ask("/sign-in", { form: {}, headers: { Origin: "https://evil.example" } }), 403],
    ["unreadable", await site.ask("/%E0%A4%A"), 400],
    ["health", await site.ask("/health"), 200],
  ];
}

describe("every answer", () => {
  it("is not kept by any cache, not guessed at, not framed, and says what the page may do", async () => {
    for (const [what, reply, status] of await everyKind()) {
      expect([what, reply.status]).toEqual([what, status]);
      expect([what, reply.headers["cache-control"]]).toEqual([what, "no-store"]);
      expect([what, reply.headers["x-powered-by"], reply.headers["strict-transport-security"]]).toEqual([
        what,
        undefined,
        undefined,
      ]);
      expect({ what, ...reply.headers }).toMatchObject({
        what,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      const policy = policyOf(reply);
      expect(policy, what).toMatch(/^default-src 'none';script-src 'self' 'nonce-[\w+/=]{24}';style-src 'self';/);
      for (const part of ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])
        expect(policy, what).toContain(part);
      expect(policy, what).not.toMatch(/unsafe|\*|http/);
    }
  });

  it("has a nonce of its own, and every script of the page carries it", async () => {
    const pages = [await site.ask("/sign-in"), await site.ask("/sign-in"), await site.ask("/nothing")];
    const nonces = pages.map((page) => /'nonce-([^']+)'/.exec(policyOf(page))?.[1]);
    expect(new Set(nonces).size).toBe(3);
    for (const [i, { body }] of pages.entries()) {
      const scripts = body.match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(2);
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonces[i]}"`))).toEqual([]);
      expect(body).not.toMatch(/<[a-z][^>]*\s(on\w+|style)=/i);
    }
  });

  it("lets the product's own files be kept, and nothing else of their folder be asked for", async () => {
    const style = /href="(\/assets\/[^"]+\.css)"/.exec((await site.ask("/sign-in")).body)?.[1] ?? "";
    const reply = await site.ask(style);
    expect([reply.status, reply.headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
    expect(reply.headers["x-content-type-options"]).toBe("nosniff");
    for (const path of [
      "/assets/none.js",
      "/assets/",
      "/assets/../server/index.js",
      "/assets/..%2f..%2fserver%2findex.js",
      "/.well-known/x",
    ])
      expect((await site.ask(path)).status, path).toBe(404);
  });

  it("asks for encryption from then on where the site's address has it", async () => {
    const { createApp } = await import("~/server/serve.ts");
    const { readSettings } = await import("~/server/settings.ts");
    const { createServer, get } = await import("node:http");
    const settings = readSettings({ NODE_ENV: "test", PUBLIC_URL: "https://audit.example.gov.uk" });
    const build = {
      entry: { module: { health: async () => ({ ok: true }) } },
      routes: {},
      assets: { routes: {} },
      future: {},
    };
    const server = createServer(await createApp(settings, build as never)).listen(0);
    const { port } = server.address() as { port: number };
    const sent = await new Promise<string | undefined>((resolve) =>
      get({ port, path: "/health" }, (response) => resolve(response.headers["strict-transport-security"])),
    );
    server.close();
    expect(sent).toMatch(/^max-age=\d{8}/);
  });
});

describe("a write", () => {
  it("is taken from a page of this very site and from nowhere else", async () => {
    const cookie = await site.cookieOf("board");
    const form = { caseReference: "", words: "", told: "" };
    const from = async (headers: Record<string, string>) =>
      (await site.ask("/urgent-concern", { cookie, form, headers })).status;
    expect(await from({})).toBe(400);
    const { port } = site;
    for (const Origin of [
      "null",
      "https://evil.example",
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
      "http://127.0.0.1",
      `http://audit.127.0.0.1:${port}`,
      `http://127.0.0.1:${port}.evil.example`,
      `http://127.0.0.1:${port}@evil.example`,
      `http://user@127.0.0.1:${port}`,
      `http://localhost:${port}`,
      "file://",
      "",
    ])
      expect([Origin, await from({ Origin })]).toEqual([Origin, 403]);
    const ask = (headers: Record<string, string>) => rawPost("/urgent-concern", { Cookie: cookie, ...headers });
    expect(await ask({})).toBe(403);
    for (const site of ["cross-site", "same-site", "none"])
      expect([site, await ask({ "Sec-Fetch-Site": site })]).toEqual([site, 403]);
    expect(await ask({ "Sec-Fetch-Site": "same-origin" })).toBe(400);
  });

  it("is a form that is posted: no other method, and none that calls itself one", async () => {
    const lead = await site.cookieOf("lead");
    const before = (await site.store.db.select().from(site.store.tables.trail)).length;
    const paths = [
      "/",
      "/cycles",
      "/cycles/new",
      `/cycles/${site.cycleId}`,
      "/cycles.data",
      "/imports/template.csv",
      "/sign-out",
      "/health",
      "/assets/x.css",
    ];
    for (const path of paths) {
      for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"]) {
        const reply = await site.ask(path, { cookie: lead, method });
        expect([path, method, reply.status, reply.headers.allow]).toEqual([path, method, 405, "GET, HEAD, POST"]);
      }
      const [head, get] = [
        await site.ask(path, { cookie: lead, method: "HEAD" }),
        await site.ask(path, { cookie: lead }),
      ];
      expect([path, head.status, head.body]).toEqual([path, get.status, ""]);
    }
    const override = { cookie: lead, headers: { "X-HTTP-Method-Override": "POST", "X-Method-Override": "POST" } };
    expect((await site.ask(`/cycles/${site.cycleId}?_method=POST&to=moderation`, override)).status).toBe(200);
    expect((await site.ask("/sign-out?_method=POST", override)).status).toBe(302);
    expect((await site.ask("/cycles", { cookie: lead })).status).toBe(200);
    expect((await site.store.db.select().from(site.store.tables.trail)).length).toBe(before);
    for (const path of ["/cycles", "/help", "/cases", "/imports/template.csv"])
      expect([path, (await site.ask(path, { cookie: lead, form: { a: "1" } })).status]).toEqual([path, 405]);
    expect((await site.ask("/audits/aud_none/save", { cookie: lead })).status).toBe(405);
  });
});

/** A form without the header that says where it comes from. */
const rawPost = (path: string, headers: Record<string, string>) =>
  raw(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${site.port}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n${Object.entries(
      headers,
    )
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("")}\r\na=1`,
  ).then((text) => Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1]));

/** Sends bytes as they are. @returns everything that came back until the server ended the connection */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(site.port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" ? resolve(answer) : reject(error),
    );
  });
}

describe("a body", () => {
  const head = (path: string, more: string) =>
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${site.port}\r\nOrigin: ${site.origin}\r\nContent-Type: application/x-www-form-urlencoded\r\n${more}\r\n`;

  it("has to say how long it is, keeps to it, and is not too large", async () => {
    expect(await raw(`${head("/sign-in", "Transfer-Encoding: chunked\r\n")}3\r\na=1\r\n0\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 411 [\s\S]*did not say how large/,
    );
    expect(await raw(`${head("/sign-in", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n")}a=1`)).toMatch(
      /^HTTP\/1.1 400/,
    );
    expect(await raw(`${head("/sign-in", "Content-Length: 3\r\nContent-Length: 9\r\n")}a=1`)).toMatch(/^HTTP\/1.1 400/);
    expect(await raw(`${head("/sign-in", "Content-Length: -3\r\n")}a=1`)).toMatch(/^HTTP\/1.1 400/);
    for (const [path, most] of [["/sign-in", 2] as const, ["/imports/new", 64] as const]) {
      const text = await raw(head(path, `Content-Length: ${most * 1024 * 1024 + 1}\r\n`));
      expect(text).toMatch(/^HTTP\/1.1 413 /);
      expect(text).toContain(`at most ${most} MB can be sent at once`);
      expect(text).toMatch(/Connection: close/i);
    }
    expect(await raw(`GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1:${site.port}\r\nContent-Length: 3\r\n\r\na=1`)).toMatch(
      /^HTTP\/1.1 400 /,
    );
  });

  it("that never ends is not waited for", async () => {
    const began = Date.now();
    const text = await raw(`${head("/sign-in", "Content-Length: 1000\r\n")}email=a`);
    expect(text).toMatch(/^HTTP\/1.1 408 /);
    expect(text).toContain("took too long to arrive");
    expect(Date.now() - began).toBeLessThan(5000);
  });

  it("made to choke the reader is refused in words, soon", async () => {
    const data = await site.cookieOf("data");
    const part = (name: string, value = "x") =>
      `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const multipart = (body: string) => ({
      cookie: data,
      body: `${body}--edge--\r\n`,
      headers: { "Content-Type": "multipart/form-data; boundary=edge" },
    });
    const bombs: [string, Parameters<Site["ask"]>[1]][] = [
      ["10,000 parts", multipart(Array.from({ length: 10_000 }, (_, i) => part(`files${i}`)).join(""))],
      ["10,000 of one name", multipart(part("files").repeat(10_000))],
      ["a huge name", multipart(part("a".repeat(1_000_000)))],
      ["a deep name", multipart(part(`a${".b".repeat(5000)}`))],
      ["a huge index", multipart(part("tags[50000000]"))],
      ["many indices", { cookie: data, form: { [`a${"[0]".repeat(2000)}`]: "1" } }],
      ["no end", { ...multipart(""), body: `${part("files")}--edge` }],
      ["no boundary", { ...multipart(""), headers: { "Content-Type": "multipart/form-data" } }],
      ["another type", { cookie: data, body: '{"a":1}', headers: { "Content-Type": "application/json" } }],
      [
        "100,000 fields",
        {
          cookie: data,
          body: "a=1&".repeat(100_000),
          headers: { "Content-Type": "application/x-www-form-urlencoded" },
        },
      ],
      [
        "a prototype",
        { cookie: data, form: { __proto__x: "1", "constructor.prototype.admin": "1", "__proto__[admin]": "1" } },
      ],
    ];
    for (const [what, how] of bombs) {
      const began = Date.now();
      const reply = await site.ask("/imports/new", how);
      expect([what, reply.status]).toEqual([what, 400]);
      expect(reply.body, what).toMatch(/could not be read|Select the files|Upload/);
      expect(Date.now() - began, what).toBeLessThan(3000);
    }
    expect(({} as { admin?: string }).admin).toBeUndefined();
  });

  it("that is an archive, a picture or a spreadsheet is not taken for a case file", async () => {
    const cookie = await site.cookieOf("data");
    for (const [name, bytes, sentence] of [
      ["cases.zip", "PK\u0003\u0004rest", "a zip file"],
      ["cases.csv", "PK\u0003\u0004rest", "a zip file"],
      ["cases.xlsx", "PK\u0003\u0004[Content_Types].xml", "an Excel workbook"],
      ["cases.html", "<!doctype html><script>alert(1)</script>", "a web page"],
      ["cases.csv", "\u0000\u0001", "not a text file"],
    ] as const) {
      const date = { "reference-day": "1", "reference-month": "1", "reference-year": "2026" };
      const fields = Object.entries({ formKey: newFormKey(), ...date }).map(
        ([field, value]) => `--edge\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
      );
      const body = `${fields.join("")}--edge\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n${bytes}\r\n--edge--\r\n`;
      const reply = await site.ask("/imports/new", {
        cookie,
        body,
        headers: { "Content-Type": "multipart/form-data; boundary=edge" },
      });
      const told = reply.status === 302 ? await outcomeOf(String(reply.headers.location), cookie) : reply;
      expect([name, told.body.includes(sentence) ? sentence : told.body]).toEqual([name, sentence]);
    }
    expect(await site.store.db.select().from(site.store.tables.cases)).toHaveLength(6);
  });
});

it("sends no code to a browser that asks whether it may make code from text, which the policy refuses", () => {
  const sent = readdirSync("build/client/assets").filter((file) => file.endsWith(".js"));
  expect(sent.length).toBeGreaterThan(100);
  const asks = (file: string) =>
    /\bFunction\(|\beval\(|jitless/.test(readFileSync(`build/client/assets/${file}`, "utf8"));
  expect(sent.filter(asks)).toEqual([]);
});

/** The page of an import once its files are read. */
async function outcomeOf(path: string, cookie: string): Promise<Reply> {
  for (;;) {
    const page = await site.ask(path, { cookie });
    if (!page.body.includes("Reading your files")) return page;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
