// Makes sure that the tools which check reports are there: a JDK for veraPDF, and pdftoppm for pictures of pages.
// Installs what is missing through apt-get where that is allowed without asking; otherwise says what to install.
import { spawnSync } from "node:child_process";
import { Stop, say } from "./steps.mjs";

const TOOLS = [
  {
    what: "Java with its compiler, to run veraPDF",
    there: () => run("java", ["--list-modules"]).stdout.includes("jdk.compiler"),
    packages: ["openjdk-17-jdk-headless", "default-jdk-headless"],
  },
  {
    what: "pdftoppm, to look at pages as pictures",
    there: () => run("pdftoppm", ["-v"]).status === 0,
    packages: ["poppler-utils"],
  },
];

function run(command, args, options = {}) {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8", ...options });
  return { status, stdout: stdout ?? "" };
}

/** How apt-get may be called, or null where it may not. */
function aptGet() {
  if (run("apt-get", ["--version"]).status !== 0) return null;
  if (process.getuid?.() === 0) return { command: "apt-get", before: [] };
  return run("sudo", ["-n", "true"]).status === 0 ? { command: "sudo", before: ["-n", "apt-get"] } : null;
}

function install(packages) {
  const apt = aptGet();
  if (!apt) return false;
  const options = { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  run(apt.command, [...apt.before, "update"], options);
  return packages.some(
    (name) => run(apt.command, [...apt.before, "install", "-y", "--no-install-recommends", name], options).status === 0,
  );
}

/** @throws Stop that names what to install, when it is missing and cannot be installed from here. */
export function ensureReportTools() {
  for (const tool of TOOLS) {
    if (tool.there()) continue;
    say(`Installing ${tool.packages[0]}`);
    if (install(tool.packages) && tool.there()) continue;
    throw new Stop(
      `Missing: ${tool.what}. Install it, on Debian or Ubuntu with: sudo apt-get install ${tool.packages[0]}`,
    );
  }
}
