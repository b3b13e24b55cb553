import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = process.cwd();
const filesUnder = (folder: string): string[] =>
  readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = join(folder, name);
    return statSync(join(ROOT, path)).isDirectory() ? filesUnder(path) : [path];
  });
const code = (folder: string) =>
  filesUnder(folder).filter((f) => /\.(ts|tsx|mts|js|mjs)$/.test(f) && !f.endsWith(".d.ts"));

/** What a file imports, as paths from the root where they are the project's own. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map((m) => m[1] as string);
  return found.map((name) => {
    if (name.startsWith("#")) return name.slice(1);
    if (name.startsWith("~/")) return `app/${name.slice(2)}`;
    if (name.startsWith(".")) return relative(ROOT, join(ROOT, file, "..", name));
    return name;
  });
}

describe("the arrows of the house", () => {
  it("audits/ imports neither the database nor the pages, and no framework", () => {
    const wrong = code("audits").flatMap((file) =>
      importsOf(file)
        .filter(
          (name) => /^(db|app)\//.test(name) || /^(@remix-run|react|drizzle-orm|better-sqlite3|pg|express)/.test(name),
        )
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("audits/ reads no clock, no file, no network and no chance of its own", () => {
    const wrong = code("audits").flatMap((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      const bad = /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(|\bprocess\.env\b|\bfetch\(/.exec(text);
      const io = importsOf(file).find((name) => /^node:(?!crypto$|zlib$)/.test(name));
      return [...(bad ? [`${file}: ${bad[0]}`] : []), ...(io ? [`${file} imports ${io}`] : [])];
    });
    expect(wrong).toEqual([]);
  });

  it("db/ imports no page", () => {
    const wrong = code("db").flatMap((file) =>
      importsOf(file)
        .filter((name) => /^app\//.test(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("no route writes SQL or opens a database", () => {
    const wrong = code("app/routes").flatMap((file) =>
      importsOf(file)
        .filter((name) => /^(drizzle-orm|better-sqlite3|pg$|db\/engine|db\/schema)/.test(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("every file has one room: none is longer than 400 lines", () => {
    // All tables stand on one page on purpose: it is the map of what is kept.
    const long = ["audits", "db", "app", "scripts"]
      .flatMap(code)
      .filter((file) => file !== "db/schema.ts" && readFileSync(join(ROOT, file), "utf8").split("\n").length > 400);
    expect(long).toEqual([]);
  });

  it("no room is called utils, helpers, services, lib or common", () => {
    const wrong = ["audits", "db", "app", "tests"]
      .flatMap(filesUnder)
      .filter((f) => /\/(utils?|helpers?|services?|lib|common|misc)\//.test(f));
    expect(wrong).toEqual([]);
  });
});

describe("the door of CSV", () => {
  it("is audits/csv.ts: nothing else doubles quotes or calls a text CSV", () => {
    const wrong = ["audits", "db", "app"]
      .flatMap(code)
      // What a case file of a council may look like is written there as councils write it.
      .filter((file) => file !== "audits/csv.ts" && !file.startsWith("db/demo/"))
      .filter((file) => /'""'|`""`|"\\"\\""|\bas Csv\b/.test(readFileSync(join(ROOT, file), "utf8")))
      .map((file) => `${file}: write CSV with csvOf of audits/csv.ts`);
    expect(wrong).toEqual([]);
  });

  it("gives every file that leaves as CSV, and only download.server.ts lets files leave", () => {
    const attachments = code("app").filter((file) =>
      /content-disposition/i.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(attachments).toEqual(["app/server/download.server.ts"]);
    const typed = code("app").filter((file) => /["'`]text\/csv/.test(readFileSync(join(ROOT, file), "utf8")));
    for (const file of typed.filter((name) => name.startsWith("app/routes/") && name.endsWith(".ts")))
      expect(importsOf(file), file).toContain("app/server/download.server.ts");
  });
});

describe("permission", () => {
  /** Pages that somebody who is not signed in may see. A new one is added here on purpose, or the test fails. */
  const PUBLIC = [
    "sign-in.tsx",
    "sign-in-code.tsx",
    "sign-in-with.ts",
    "sign-in-with-back.ts",
    "forgot-password.tsx",
    "reset.tsx",
    "invitation.tsx",
    // Whoever has the link of a family answers without an account: the secret is the permission.
    "family.tsx",
    "sign-out.ts",
    "accessibility.tsx",
    "privacy.tsx",
    "document.tsx",
    "help.tsx",
    "not-found.tsx",
    "home.tsx",
  ];

  it("every loader and action asks who is asking and whether they may", () => {
    const wrong: string[] = [];
    for (const file of code("app/routes")) {
      const name = file.replace("app/routes/", "");
      if (PUBLIC.includes(name)) continue;
      const text = readFileSync(join(ROOT, file), "utf8");
      for (const part of ["loader", "action"]) {
        const start = text.search(new RegExp(`export (async )?(function|const) ${part}\\b`));
        if (start === -1) continue;
        const end = text.indexOf("\nexport ", start + 1);
        if (!/requireActor\(/.test(text.slice(start, end === -1 ? undefined : end))) wrong.push(`${name}: ${part}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("no route reads a form but through the guard that limits names and numbers of fields", () => {
    const wrong = code("app").filter(
      (file) => !file.endsWith("form.server.ts") && /\.formData\(\)/.test(readFileSync(join(ROOT, file), "utf8")),
    );
    expect(wrong).toEqual([]);
  });

  it("every route that is listed has its file, and every file is listed", () => {
    const listed = [...readFileSync(join(ROOT, "app/routes.ts"), "utf8").matchAll(/"(routes\/[^"]+)"/g)].map(
      (m) => `app/${m[1]}`,
    );
    expect(listed.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(code("app/routes").filter((file) => !listed.includes(file))).toEqual([]);
  });
});
