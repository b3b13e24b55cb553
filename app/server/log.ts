import { DrizzleQueryError } from "drizzle-orm/errors";
import pino, { type Logger } from "pino";

/**
 * What the server says of itself, a line an event. A line holds ids, patterns of addresses, statuses and times. It never
 * holds an address with its query, a body, a cookie, a name or the words of a case, whoever wrote the line that logs.
 */
let logger: Logger | null = null;

export function log(): Logger {
  logger ??= pino(
    {
      level: process.env.LOG_LEVEL || "info",
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => void process.stdout.write(readable() ? inWords(line) : line) },
  );
  return logger;
}

/** A sentence for whoever started the server: a person reads it as it is, whatever the level. */
export function announce(sentence: string): void {
  if (readable()) process.stdout.write(`${sentence}\n`);
  else log().info(sentence);
}

/** Lines for people where a person looks on, JSON for what collects logs. LOG_FORMAT decides where it is set. */
const readable = () => (process.env.LOG_FORMAT ? process.env.LOG_FORMAT === "lines" : process.stdout.isTTY === true);

type Line = { level: string; time: string; msg?: string; id?: string; error?: LoggedError; [field: string]: unknown };

/** One line as a person reads it: time, level if it matters, sentence, the rest as it is. */
function inWords(line: string): string {
  const { level, time, msg = "", error, ...rest } = JSON.parse(line) as Line;
  const more = Object.entries(rest).map(([name, value]) => `${name}=${String(value)}`);
  const head = [time.slice(11, 19), ...(level === "info" ? [] : [level]), msg, ...more].join(" ");
  const cause = error ? `\n  ${[error.name, error.code, error.message].filter(Boolean).join(" ")}` : "";
  return `${head}${cause}${(error?.stack ?? []).map((frame) => `\n    ${frame}`).join("")}\n`;
}

type LoggedError = { name: string; code?: string; message?: string; stack: string[]; cause?: LoggedError };

/** Errors whose own words are the engine's and hold no value: what is missing, what does not fit. */
const PLAIN_WORDS = ["TypeError", "ReferenceError", "DatabaseError", "NothingChanged"];

/**
 * An error as it may stand in a log: what kind, where, why in the words of the engine. Not its message where that may
 * quote what somebody typed, nor the values of a query, which are the words of a form.
 */
export function loggable(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const { code } = error as { code?: unknown };
  const kind = PLAIN_WORDS.find((name) => name === error.name);
  const message = error instanceof DrizzleQueryError ? error.query : kind && withoutQuoted(error.message);
  return {
    name: error.name.slice(0, 60),
    ...(typeof code === "string" || typeof code === "number" ? { code: String(code).slice(0, 60) } : {}),
    ...(message ? { message: message.slice(0, 500) } : {}),
    stack: framesOf(error),
    ...(error.cause && depth < 4 ? { cause: loggable(error.cause, depth + 1) } : {}),
  };
}

/** Where it happened. A stack begins with the message, whose lines may look like anything, so that is taken off first. */
const framesOf = (error: Error): string[] =>
  (error.stack ?? "")
    .replace(error.message, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^at (?:[\w.$<> [\]#]+ \()?(?:file:\/\/|node:|\/)[^"'`]*:\d+:\d+\)?$/.test(line))
    .slice(0, 12);

/** What stands in quotes may be what somebody typed. */
const withoutQuoted = (message: string): string =>
  (message.split("\n")[0] ?? "").replaceAll(/(["'`])(?:(?!\1).)*\1|[“‘].*?[”’]/g, "…");
