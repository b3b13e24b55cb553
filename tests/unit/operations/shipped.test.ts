import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { licenceList, shippedPackages } from "../../../scripts/licences.ts";
import { shippedBill, wholeBill } from "../../../scripts/sbom.ts";

const read = (file: string) => readFileSync(file, "utf8");
const manifest = JSON.parse(read("package.json")) as {
  dependencies: Record<string, string>;
  scripts: Record<string, string>;
};

/** Licences under which a council may run and hand on the product without conditions on its own code. */
const FREE = [
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "OFL-1.1",
  "Unlicense",
  "Zlib",
];

describe("what is shipped", () => {
  const list = licenceList(read("package-lock.json"));

  it("stands in docs/licences.md as it is in the lock file (run: npm run licences)", () => {
    expect(read("docs/licences.md")).toBe(list);
  });

  it("holds nothing that only builds or tests, whatever optional peers a library names", () => {
    const shipped = shippedPackages(read("package-lock.json")).map(({ name }) => name);
    for (const name of ["drizzle-kit", "esbuild", "rollup", "sass", "tsx", "typescript", "vite", "vitest"])
      expect(shipped, name).not.toContain(name);
    expect(shipped).toContain("express");
  });

  it("is what the bill of materials lists, package by package", () => {
    const lock = read("package-lock.json");
    const bill = shippedBill(wholeBill(), lock);
    const listed = new Set(shippedPackages(lock).map(({ name, version }) => `${name}@${version}`));
    expect(bill.components.map((one) => one["bom-ref"]).sort()).toEqual([...listed].sort());
    expect(bill.metadata.component.name).toBe("ehc-plan-quality");
    const product = bill.dependencies.find(({ ref }) => ref.startsWith("ehc-plan-quality@"));
    expect(product?.dependsOn).toHaveLength(Object.keys(manifest.dependencies).length + 1);
    for (const { dependsOn } of bill.dependencies) expect(dependsOn.filter((ref) => !listed.has(ref))).toEqual([]);
  });

  it("is free to run and to hand on", () => {
    const rows = [...list.matchAll(/^\| (\S+) \| \S+ \| (.+) \|$/gm)].filter(
      ([, name]) => !["package", "---"].includes(name ?? ""),
    );
    expect(rows.length).toBeGreaterThan(200);
    const others = rows.filter(
      ([, , licence = ""]) =>
        !licence
          .split(/ AND | OR |[()]/)
          .filter(Boolean)
          .every((one) => FREE.includes(one)),
    );
    expect(others.map(([row]) => row)).toEqual([]);
  });

  it("has for each dependency at run time one line in the README that says what it is for", () => {
    const table = read("README.md").split("## Dependencies at run time")[1]?.split("\n## ")[0] ?? "";
    const named = [...table.matchAll(/^\| ([^|]+) \| ([^|]{3,}) \|$/gm)].flatMap(([, names = ""]) => names.split(", "));
    expect(named.filter((name) => !["package", "---"].includes(name ?? "")).sort()).toEqual(
      Object.keys(manifest.dependencies).sort(),
    );
  });
});

/** The settings of a unit, a list a name: a unit may say one more than once. */
const unit = (file: string): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const [, name = "", value = ""] of read(`deploy/${file}`).matchAll(/^(\w+)=(.*)$/gm))
    found.set(name, [...(found.get(name) ?? []), value]);
  return found;
};

describe("the units of systemd", () => {
  const [server, backup] = [unit("ehc-plan-quality.service"), unit("ehc-plan-quality-backup.service")];

  it("keep the folder of the data to its account: each start sets the mode that its unit says", () => {
    for (const one of [server, backup]) {
      expect(one.get("StateDirectory")).toEqual(["ehc-plan-quality"]);
      expect(one.get("StateDirectoryMode")).toEqual(["0700"]);
      expect(one.get("UMask")).toEqual(["0077"]);
    }
  });

  it("let both write where backups go, as both make them and let them go", () => {
    const example = /^# BACKUP_DIR=(.*)$/m.exec(read("deploy/ehc-plan-quality.env.example"))?.[1];
    for (const one of [server, backup]) expect(one.get("ReadWritePaths")).toEqual([`-${example}`]);
    expect(read("docs/operations.md")).toContain(`install -d -o ehc -g ehc -m 0700 ${example}`);
  });

  it("shut both in alike", () => {
    const shut = [...server.keys()].filter((name) => /^(Protect|Private|Restrict|Lock|System|NoNew|Capab)/.test(name));
    expect(shut.length).toBeGreaterThan(15);
    expect(Object.fromEntries(shut.map((name) => [name, backup.get(name)]))).toEqual(
      Object.fromEntries(shut.map((name) => [name, server.get(name)])),
    );
  });

  it("give a stop the time that the server takes for it at most", () => {
    const least = Number(/CLOSE_SECONDS = (\d+)/.exec(read("app/server/serve.ts"))?.[1]) + 20;
    expect(Number(server.get("TimeoutStopSec")?.[0])).toBeGreaterThan(least);
  });
});

describe("the files for running it", () => {
  it("name only commands and settings that there are", () => {
    const settings = read("app/server/settings.ts");
    for (const file of [
      "docs/operations.md",
      "deploy/ehc-plan-quality.env.example",
      "deploy/Containerfile",
      "deploy/ehc-plan-quality.service",
      "deploy/ehc-plan-quality-backup.service",
      "deploy/ehc-plan-quality",
    ]) {
      const text = read(file);
      for (const [, name = ""] of text.matchAll(/npm run (?:-s )?([a-z][a-z:-]*)/g))
        expect(manifest.scripts, `${file}: npm run ${name}`).toHaveProperty([name]);
      for (const [, script = ""] of text.matchAll(/((?:scripts|app\/server)\/[\w.-]+\.(?:ts|mjs))/g))
        expect(() => read(script), `${file}: ${script}`).not.toThrow();
      for (const [, name = ""] of text.matchAll(/^#? ?([A-Z][A-Z_]{3,})=/gm))
        expect(settings, `${file}: ${name}`).toContain(`  ${name}:`);
    }
  });

  it("run as root only commands of the product that there are", () => {
    const commands = /^ {2}(\S+(?: \| \S+)*)\) shift/m.exec(read("deploy/ehc-plan-quality"))?.[1]?.split(" | ") ?? [];
    expect(commands.length).toBeGreaterThan(5);
    for (const name of commands) expect(() => read(`scripts/${name}.ts`), name).not.toThrow();
    for (const [, name = ""] of read("docs/operations.md").matchAll(/^ehc-plan-quality ([a-z-]+)/gm))
      expect(commands).toContain(name);
  });
});
