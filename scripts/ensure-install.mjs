/**
 * Installs the packages when they are missing or out of date, and finds the Node to run the product with. Plain
 * JavaScript for Node 20, without dependencies, because it runs before anything is installed.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { say, Stop } from "./steps.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const modules = join(root, "node_modules");
const stamp = join(modules, ".installed-lock");
const lock = join(root, "package-lock.json");
const isWindows = process.platform === "win32";

/** What starts the scripts. */
const LEAST_TO_START = [20, 0];
/** What runs the product: with an older Node, better-sqlite3 ends the process without a message. */
const LEAST_TO_RUN = [22, 14];

function atLeast(version, [major, minor]) {
  const [a, b] = version.replace(/^v/, "").split(".").map(Number);
  return a > major || (a === major && b >= minor);
}

const lockHash = () => createHash("sha256").update(readFileSync(lock)).digest("hex");

const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages ?? {};

/** Whether npm's own record of what it installed has every package of the lock file that every platform needs. */
function hasLockedPackages() {
  const record = join(modules, ".package-lock.json");
  if (!existsSync(record)) return false;
  const installed = packagesOf(record);
  return Object.entries(packagesOf(lock)).every(
    ([place, { version, optional, peer }]) => place === "" || optional || peer || installed[place]?.version === version,
  );
}

function isInstalled() {
  if (existsSync(stamp)) return readFileSync(stamp, "utf8").trim() === lockHash();
  if (!hasLockedPackages()) return false;
  writeFileSync(stamp, lockHash());
  return true;
}

const REASONS = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i,
    "The package registry could not be reached. Check the network, or name a registry with `npm config set registry`.",
  ],
  [
    /E401|E403|E404|ETARGET/,
    "The registry refused or does not have a package. Check which one `npm config get registry` names.",
  ],
  [/EUSAGE|in sync/i, "package-lock.json does not fit package.json. Run `npm install` and look at what changed."],
  [/EACCES|EPERM/, `This account may not write to ${root}. Change the folder's owner.`],
  [/spawn npm ENOENT/, "npm was not found. It comes with Node: install Node 24."],
  [/ENOSPC/, "The disk is full. The packages need about 1 GB."],
];

/** @throws {Stop} with one sentence about what to do */
async function install() {
  say(`Installing the packages with npm ci (${existsSync(modules) ? "the list has changed" : "the first time"}) …`);
  const begun = Date.now();
  // npm tells its scripts which program it is; outside npm the one on the path is used.
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  const [command, args] = npm?.endsWith(".js")
    ? [node, [npm, "ci", "--loglevel=error"]]
    : ["npm", ["ci", "--loglevel=error"]];
  const program = spawn(command, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "pipe"],
    shell: isWindows && command === "npm",
  });
  let complaint = "";
  program.stderr.on("data", (text) => {
    complaint += text;
    process.stderr.write(text);
  });
  const code = await new Promise((resolve) => {
    program.once("error", (error) => {
      complaint += error.message;
      resolve(1);
    });
    program.once("close", resolve);
  });
  if (code !== 0) {
    const known = REASONS.find(([pattern]) => pattern.test(complaint));
    throw new Stop(`The packages were not installed. ${known?.[1] ?? "What npm printed above says why."}`);
  }
  writeFileSync(stamp, lockHash());
  say(`Installed in ${Math.round((Date.now() - begun) / 1000)} seconds.`);
}

/** The Node that came with the packages when it runs here, else the one that runs this. @throws {Stop} when both are too old */
function nodeToRun() {
  const own = join(modules, ".bin", "node");
  if (!isWindows && existsSync(own)) {
    const { status, stdout } = spawnSync(own, ["--version"], { encoding: "utf8" });
    if (status === 0 && atLeast(stdout.trim(), LEAST_TO_RUN)) return own;
  }
  if (atLeast(process.version, LEAST_TO_RUN)) return process.execPath;
  throw new Stop(`Node ${LEAST_TO_RUN.join(".")} or newer is needed and this is ${process.version}. Install Node 24.`);
}

/** @throws {Stop} when SQLite's native part does not load under the Node that runs the product */
function checkSqlite(node) {
  const program = 'new (require("better-sqlite3"))(":memory:").close()';
  const { status, stderr } = spawnSync(node, ["-e", program], { cwd: root, encoding: "utf8" });
  if (status === 0) return;
  const reason = /^\w*Error: .*/m.exec(stderr ?? "")?.[0] ?? "it ended without a message";
  throw new Stop(
    `SQLite (better-sqlite3) does not load on ${process.platform} ${process.arch} (${reason}). Run \`npm rebuild better-sqlite3\`; ` +
      "where there is no prebuilt version it compiles one, which needs Python 3, make and a C++ compiler.",
  );
}

/**
 * Makes the packages ready to use.
 * @returns {Promise<string>} the path of the Node to run the product with
 * @throws {Stop} with a sentence that says what to do
 */
export async function ensureInstalled() {
  if (!atLeast(process.version, LEAST_TO_START)) {
    throw new Stop(
      `Node ${LEAST_TO_START[0]} or newer is needed to begin, and this is ${process.version}. Install Node 24.`,
    );
  }
  if (!isInstalled()) await install();
  const node = nodeToRun();
  checkSqlite(node);
  return node;
}
