import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { createSecureContext } from "node:tls";
import { z } from "zod";

/** A whole number, refused in the same words whatever was typed. */
function whole(least: number, most = Number.MAX_SAFE_INTEGER) {
  const words =
    most === Number.MAX_SAFE_INTEGER
      ? `is a whole number, ${least} or more`
      : `is a whole number from ${least} to ${most}`;
  return z.coerce.number(words).int(words).min(least, words).max(most, words);
}
/** Whether a text is an address of the internet protocol, or a network: "10.2.0.0/16". */
function isNetwork(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const most = isIP(address) === 6 ? 128 : 32;
  return (
    isIP(address) > 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits > 0 && +bits <= most))
  );
}
const oneOf = <const Words extends readonly string[]>(...words: Words) =>
  z.enum(words, `is ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`);
const address = () => z.url("is a whole address");

/** What the server is started with. Each setting that is wrong is named with an example, all at once. */
const settings = z.object({
  NODE_ENV: oneOf("production", "development", "test").default("production"),
  PORT: whole(0, 65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  /** The SQLite file, the area's keys and backups live here. */
  DATA_DIR: z.string().default("data"),
  /** A postgres:// address in place of the SQLite file. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "is a postgres:// address")
    // Messages and pages that name the database leave out what stands there, and nothing else.
    .refine((url) => !/[?&]password=/i.test(url), "has its password before the @, not among what follows the ?")
    .optional(),
  /** The address that people type, where it is not http://localhost:PORT. Cookies and the origin check go by it. */
  PUBLIC_URL: address().optional(),
  /** Proxies on other machines that may say who asks, as addresses or networks; this machine always may. */
  TRUSTED_PROXIES: z
    .string()
    .refine((list) => list.split(",").every((one) => isNetwork(one.trim())), "is a list of addresses or networks")
    .optional(),
  /** The mail server. Without one, links are shown to whoever made them, to hand over. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^/\s]+\/?$/, "is an smtp:// or smtps:// address")
    .refine((url) => URL.canParse(url), "is an smtp:// or smtps:// address")
    .optional(),
  /** Who mail comes from; needed with SMTP_URL. */
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>"\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, "is an email address, with a name or without")
    .optional(),
  /** Keys of the identity providers, each of which has settings of its own. */
  OIDC_PROVIDERS: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,19}(?:\s*,\s*[a-z][a-z0-9]{0,19})*$/, "is a list of short names in small letters")
    .optional(),
  /** The area's own certificate with its key (PKCS #12), with which issued reports are signed. */
  REPORT_SIGNING_FILE: z.string().optional(),
  REPORT_SIGNING_PASSWORD: z.string().optional(),
  /** From which level lines are written; a request is "info", a file of the product "debug". */
  LOG_LEVEL: oneOf("fatal", "error", "warn", "info", "debug", "silent").default("info"),
  /** JSON for what collects logs, lines for people. Without it a terminal gets lines, everything else JSON. */
  LOG_FORMAT: oneOf("json", "lines").optional(),
  /** A query that takes this many milliseconds or more is logged, without its values. */
  SLOW_QUERY_MS: whole(0).default(250),
  /** Where measurements are given in the OpenMetrics format: a port of its own. Without it nothing is given. */
  METRICS_PORT: whole(0, 65535).optional(),
  METRICS_HOST: z.string().default("127.0.0.1"),
  /** What a collector must show as "Authorization: Bearer …"; needed where METRICS_HOST reaches beyond this machine. */
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{20,}$/, "has 20 characters or more, without spaces")
    .optional(),
  /** Processes that draw pages beside the one that makes changes, so that no save waits for a page; with 0 one does both. */
  PAGE_PROCESSES: whole(0, 16).default(1),
  /** How long requests that are under way may take to finish when the server is stopped. */
  STOP_SECONDS: whole(1, 600).default(20),
  /** Where backups are written; `backups` in DATA_DIR unless given. */
  BACKUP_DIR: z.string().optional(),
  /** Public keys of the area (age): every backup is encrypted so that the holder of one of their secret keys can read it. */
  BACKUP_RECIPIENTS: z
    .string()
    .regex(/^age1[0-9a-z]{20,}(?:[\s,]+age1[0-9a-z]{20,})*$/, "is one public age key or more, each beginning with age1")
    .optional(),
  /** How many backups the rule keeps: one a day for so many days, one a week, one a month. */
  BACKUP_KEEP: z
    .string()
    .regex(/^\d{1,3} days?, \d{1,3} weeks?, \d{1,3} months?$/, "says how many days, weeks and months")
    .default("14 days, 8 weeks, 3 months"),
});

const NEEDED = "is needed";

/** One identity provider of the council or the NHS (OpenID Connect). */
const provider = z.object({
  /** As it stands on the button: "Sign in with your Northshire Council account". */
  NAME: z.string(NEEDED).min(2, "has 2 characters or more").max(60, "has 60 characters at most"),
  /** Unencrypted only on this machine, for trying things out. */
  ISSUER: z
    .url("is needed, a whole address")
    .refine((url) => /^https:|^http:\/\/(localhost|127\.0\.0\.1)(:|\/|$)/.test(url), "begins with https://"),
  CLIENT_ID: z.string(NEEDED).min(1, NEEDED),
  CLIENT_SECRET: z.string(NEEDED).min(1, NEEDED),
  /** Whether this provider always asks for a second factor itself, so that none is asked for here. */
  SECOND_FACTOR: oneOf("yes", "no").default("no"),
});

export type Provider = {
  key: string;
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  secondFactor: boolean;
};
export type Settings = z.infer<typeof settings> & { providers: Provider[] };

const EXAMPLES: Record<keyof z.infer<typeof settings>, string> = {
  NODE_ENV: "NODE_ENV=production",
  PORT: "PORT=3000",
  HOST: "HOST=127.0.0.1",
  DATA_DIR: "DATA_DIR=/var/lib/ehc-plan-quality",
  DATABASE_URL: "DATABASE_URL=postgres://user:password@localhost:5432/ehc",
  PUBLIC_URL: "PUBLIC_URL=https://audit.example.gov.uk",
  TRUSTED_PROXIES: "TRUSTED_PROXIES=10.2.0.7",
  SMTP_URL: "SMTP_URL=smtps://user:password@mail.example.gov.uk:465",
  MAIL_FROM: "MAIL_FROM=EHC plan quality <plans@example.gov.uk>",
  OIDC_PROVIDERS: "OIDC_PROVIDERS=council,nhs",
  REPORT_SIGNING_FILE: "REPORT_SIGNING_FILE=/etc/ehc-plan-quality/signing.p12",
  REPORT_SIGNING_PASSWORD: "the password of that file",
  LOG_LEVEL: "LOG_LEVEL=info",
  LOG_FORMAT: "LOG_FORMAT=json",
  SLOW_QUERY_MS: "SLOW_QUERY_MS=250",
  METRICS_PORT: "METRICS_PORT=9464",
  METRICS_HOST: "METRICS_HOST=127.0.0.1",
  METRICS_TOKEN: "METRICS_TOKEN=what-openssl-rand-hex-20-prints",
  PAGE_PROCESSES: "PAGE_PROCESSES=1",
  STOP_SECONDS: "STOP_SECONDS=20",
  BACKUP_DIR: "BACKUP_DIR=/var/backups/ehc-plan-quality",
  BACKUP_RECIPIENTS: "BACKUP_RECIPIENTS=age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
  BACKUP_KEEP: "BACKUP_KEEP=14 days, 8 weeks, 3 months",
};

const PROVIDER_EXAMPLES: Record<keyof z.infer<typeof provider>, string> = {
  NAME: "Northshire Council account",
  ISSUER: "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0",
  CLIENT_ID: "the id that the provider gave",
  CLIENT_SECRET: "the secret that the provider gave",
  SECOND_FACTOR: "yes",
};

/** @throws with one line for each setting that cannot be used. Empty settings count as not set. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const result = settings.safeParse(given);
  const lines = result.success
    ? []
    : result.error.issues.map((issue) => {
        const name = String(issue.path[0]) as keyof typeof EXAMPLES;
        return `  ${name} ${issue.message}. Example: ${EXAMPLES[name]}`;
      });
  if (given.REPORT_SIGNING_FILE && !given.REPORT_SIGNING_PASSWORD)
    lines.push("  REPORT_SIGNING_PASSWORD is needed with REPORT_SIGNING_FILE. It is the password of that file");
  if (given.SMTP_URL && !given.MAIL_FROM)
    lines.push(`  MAIL_FROM is needed with SMTP_URL. Example: ${EXAMPLES.MAIL_FROM}`);
  const keys = (result.data?.OIDC_PROVIDERS ?? "").split(",").flatMap((key) => key.trim() || []);
  const providers = keys.flatMap((key) => {
    const read = providerFrom(key, given);
    lines.push(...read.lines);
    return read.provider ?? [];
  });
  lines.push(...misspelt(given, keys));
  if (!result.success || lines.length) throw new Error(`These settings cannot be used:\n${lines.join("\n")}`);
  return { ...result.data, providers };
}

/** A name that begins as ours do and is none: a slip of the pen would leave backups readable, a provider out, or begin an empty database. */
function misspelt(given: Record<string, string | undefined>, providers: string[]): string[] {
  const own = Object.keys(EXAMPLES);
  const ofProviders = providers.flatMap((key) => Object.keys(PROVIDER_EXAMPLES).map((part) => nameOf(key, part)));
  return Object.keys(given)
    .filter(
      (name) =>
        /^(BACKUP|DATABASE|MAIL|METRICS|OIDC|PUBLIC|REPORT_SIGNING|SMTP|TRUSTED)_/.test(name) &&
        ![...own, ...ofProviders].includes(name),
    )
    .map((name) =>
      name.startsWith("OIDC_")
        ? `  ${name} belongs to no provider that OIDC_PROVIDERS lists. Example: ${EXAMPLES.OIDC_PROVIDERS}`
        : `  ${name} is not a setting. Those that begin so: ${own.filter((one) => one.startsWith(name.split("_")[0] ?? "")).join(", ")}`,
    );
}

const nameOf = (key: string, part: string) => `OIDC_${key.toUpperCase()}_${part}`;

/** Whether only this machine reaches a server that listens there. */
const isLocal = (host: string) => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);

/**
 * What else a server needs that others are to reach; the commands beside it do not.
 * @returns one line a setting that is missing or unsafe, with an example
 */
export function missingToServe(of: Settings): string[] {
  const lines: string[] = [];
  if (!isLocal(of.HOST) && !of.PUBLIC_URL)
    lines.push(`  PUBLIC_URL is needed where HOST is ${of.HOST}, which others reach. Example: ${EXAMPLES.PUBLIC_URL}`);
  const address = of.PUBLIC_URL ? new URL(of.PUBLIC_URL) : null;
  if (address && address.protocol !== "https:" && !isLocal(address.hostname))
    lines.push(
      `  PUBLIC_URL begins with https://, because passwords and case data pass there. Example: ${EXAMPLES.PUBLIC_URL}`,
    );
  if (of.METRICS_PORT !== undefined && !isLocal(of.METRICS_HOST) && !of.METRICS_TOKEN)
    lines.push(
      `  METRICS_TOKEN is needed where METRICS_HOST is ${of.METRICS_HOST}, which others reach. Example: ${EXAMPLES.METRICS_TOKEN}`,
    );
  if (of.METRICS_PORT && of.METRICS_PORT === of.PORT)
    lines.push(`  METRICS_PORT is another port than PORT. Example: ${EXAMPLES.METRICS_PORT}`);
  lines.push(...signingFault(of));
  return lines;
}

/** Whether the area's certificate opens with its password: found out now, and not when a report is to be issued. */
function signingFault({ REPORT_SIGNING_FILE: path, REPORT_SIGNING_PASSWORD: passphrase }: Settings): string[] {
  if (!path) return [];
  try {
    createSecureContext({ pfx: readFileSync(path), passphrase });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith("E") && !code.startsWith("ERR_"))
      return [
        `  REPORT_SIGNING_FILE, ${path}, cannot be read by this account (${code}). Example: ${EXAMPLES.REPORT_SIGNING_FILE}`,
      ];
    if (/mac verify failure/i.test(message)) return ["  REPORT_SIGNING_PASSWORD does not open REPORT_SIGNING_FILE"];
    if (/not enough data|wrong tag|asn1/i.test(message))
      return [`  REPORT_SIGNING_FILE, ${path}, is not a PKCS #12 file. Example: ${EXAMPLES.REPORT_SIGNING_FILE}`];
    // What is left are files of an older encryption, which this check cannot read and the signing can.
  }
  return [];
}

function providerFrom(
  key: string,
  given: Record<string, string | undefined>,
): { provider?: Provider; lines: string[] } {
  const parts = Object.keys(PROVIDER_EXAMPLES) as (keyof typeof PROVIDER_EXAMPLES)[];
  const read = provider.safeParse(Object.fromEntries(parts.map((part) => [part, given[nameOf(key, part)]])));
  if (!read.success)
    return {
      lines: read.error.issues.map((issue) => {
        const part = String(issue.path[0]) as keyof typeof PROVIDER_EXAMPLES;
        return `  ${nameOf(key, part)} ${issue.message}. Example: ${nameOf(key, part)}=${PROVIDER_EXAMPLES[part]}`;
      }),
    };
  const { NAME: name, ISSUER: issuer, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, SECOND_FACTOR } = read.data;
  return { provider: { key, name, issuer, clientId, clientSecret, secondFactor: SECOND_FACTOR === "yes" }, lines: [] };
}

/** The whole address of a path of this site, for links in mail and for identity providers. */
export const addressOf = (settings: Settings, path: string): string =>
  new URL(path, settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).href;
