/**
 * `npm run sbom`: writes build/sbom.cdx.json, the bill of materials of what production installs (CycloneDX), from the lock file.
 * npm writes the bill of everything; what is for building and testing alone is taken out here, because npm's own `--omit=dev`
 * also takes out every package that something for building needs too, express among them.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { shippedPackages } from "./licences.ts";

type Bill = {
  metadata: { component: { name: string } };
  components: { "bom-ref": string }[];
  dependencies: { ref: string; dependsOn: string[] }[];
};

/** @returns the part of a bill of the whole lock file that is shipped; what its packages depend on, as far as that is shipped */
export function shippedBill<B extends Bill>(whole: B, lock: string): B {
  const shipped = new Set(shippedPackages(lock).map(({ name, version }) => `${name}@${version}`));
  const { name, version } = JSON.parse(lock) as { name: string; version: string };
  return {
    ...whole,
    // npm calls the product by the folder that it lies in.
    metadata: { ...whole.metadata, component: { ...whole.metadata.component, name } },
    components: whole.components.filter((one) => shipped.has(one["bom-ref"])),
    dependencies: whole.dependencies
      .filter(({ ref }) => shipped.has(ref) || ref === `${name}@${version}`)
      .map((one) => ({ ...one, dependsOn: one.dependsOn.filter((ref) => shipped.has(ref)) })),
  };
}

/** npm's bill of everything that the lock file of this folder names. */
export function wholeBill(): Bill {
  const args = ["sbom", "--package-lock-only", "--sbom-format=cyclonedx", "--sbom-type=application"];
  // Where the environment says production, npm leaves out by itself.
  const env = { ...process.env, NODE_ENV: "development" as const, npm_config_omit: "" };
  return JSON.parse(
    execFileSync("npm", args, {
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    }),
  ) as Bill;
}

if (import.meta.filename === process.argv[1]) {
  const bill = shippedBill(wholeBill(), readFileSync("package-lock.json", "utf8"));
  mkdirSync("build", { recursive: true });
  writeFileSync("build/sbom.cdx.json", JSON.stringify(bill, null, 2));
  console.log(`build/sbom.cdx.json lists ${bill.components.length} components.`);
}
