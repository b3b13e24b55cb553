/**
 * `npm run licences`: writes docs/licences.md, the list of everything that is shipped with its licence, from the lock file.
 * Run it when a dependency changes.
 */
import { readFileSync, writeFileSync } from "node:fs";

type Locked = { name?: string; version?: string; license?: string; dev?: boolean };

/** What production installs, from the text of the lock file; one entry a place. An alias is named as the package that it stands for. */
export function shippedPackages(lock: string): { name: string; version: string; license: string | undefined }[] {
  const { packages } = JSON.parse(lock) as { packages: Record<string, Locked> };
  return Object.entries(packages).flatMap(([place, { name, version = "", license, dev }]) =>
    place && !dev ? [{ name: name ?? place.split("node_modules/").at(-1) ?? place, version, license }] : [],
  );
}

/** The list as a page. @throws for a package that tells no licence */
export function licenceList(lock: string): string {
  const lines = shippedPackages(lock).map(({ name, version, license }) => {
    if (!license)
      throw new Error(`${name} ${version} tells no licence: find it out, and leave the package where it has none.`);
    return `| ${name} | ${version} | ${license} |`;
  });
  return `${HEAD}${[...new Set(lines)].sort().join("\n")}\n`;
}

const HEAD = `# Licences of what is shipped

Every package that a production installation holds, from the lock file; written by \`npm run licences\`. A few are for other platforms
and are left out where they do not fit. The text of each licence lies with its package in \`node_modules\`. \`npm run sbom\` writes the same
as a bill of materials (CycloneDX). The product itself is under the MIT licence; the typeface Source Sans 3 and the fonts of the pages are
under the SIL Open Font Licence.

| package | version | licence |
| --- | --- | --- |
`;

if (import.meta.filename === process.argv[1]) {
  writeFileSync("docs/licences.md", licenceList(readFileSync("package-lock.json", "utf8")));
}
