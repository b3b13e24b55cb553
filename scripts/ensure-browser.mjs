/**
 * Finds a Chromium for the browser tests, and fetches one when there is none. Plain JavaScript for Node 20, without
 * dependencies, because it may run before anything is installed. As a program it prints the browser's path.
 */
import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Stop } from "./steps.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const WINDOWS = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((folder) =>
  join(process.env[folder] ?? "", "Google", "Chrome", "Application", "chrome.exe"),
);

const say = (sentence) => process.stderr.write(`${sentence}\n`);
const minutes = (count) => count * 60_000;

/** Whether it is there and starts: a browser without its libraries, or a stub that asks for a snap, does not. */
function starts(path) {
  if (!path || !existsSync(path)) return false;
  // On Windows chrome.exe has no --version: it would open a window.
  if (process.platform === "win32") return true;
  return spawnSync(path, ["--version"], { timeout: minutes(0.5) }).status === 0;
}

/** The place where Playwright keeps its own Chromium, whether or not it is there; null without Playwright. */
async function playwrightPath() {
  try {
    const { chromium } = await import("@playwright/test");
    return chromium.executablePath();
  } catch {
    return null;
  }
}

function systemPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const places = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...MAC, ...WINDOWS];
  return places.find(starts) ?? null;
}

function run(command, args, limit) {
  // What it prints goes to the second stream: the first is for the path alone.
  return spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], timeout: limit }).status === 0;
}

async function downloaded() {
  const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
  if (!existsSync(cli)) return null;
  say("No Chromium was found. Fetching Playwright's own …");
  if (!run(process.execPath, [cli, "install", "chromium"], minutes(10))) return null;
  const path = await playwrightPath();
  return starts(path) ? path : null;
}

function installedByApt() {
  if (!existsSync("/usr/bin/apt-get")) return null;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !run("sudo", ["-n", "true"], minutes(0.5))) return null;
  const apt = (...args) =>
    isRoot ? run("apt-get", args, minutes(10)) : run("sudo", ["-n", "apt-get", ...args], minutes(10));
  say("Installing the system's Chromium with apt-get …");
  return apt("update") && apt("install", "-y", "--no-install-recommends", "chromium", "fonts-liberation")
    ? systemPath()
    : null;
}

/**
 * @returns {Promise<string>} the path of a Chromium that starts
 * @throws {Stop} with one sentence that says what to install
 */
export async function ensureBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (starts(named)) return named;
    throw new Stop(`CHROMIUM_PATH names ${named}, which does not start. Name another browser, or unset it.`);
  }
  const own = await playwrightPath();
  if (starts(own)) return own;
  const found = systemPath() ?? (await downloaded()) ?? installedByApt();
  if (found) return found;
  throw new Stop(
    "The browser tests need Chromium: install the package chromium or Google Chrome, or set CHROMIUM_PATH to its program.",
  );
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.stdout.write(`${await ensureBrowser()}\n`);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
