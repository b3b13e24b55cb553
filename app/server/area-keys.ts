import { createHmac, randomBytes } from "node:crypto";
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/**
 * The area's own secrets, made at set-up and kept in a file of their own beside, never in, the database: whoever has the
 * database alone can neither sign a session nor find a child from a pseudonym.
 */
const areaKeys = z.object({
  /** Turns what identifies a child into a pseudonym. Losing it means that a later import cannot recognise any case. */
  pseudonymKey: z.string().regex(/^[0-9a-f]{64}$/),
  sessionSecret: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AreaKeys = z.infer<typeof areaKeys>;

export const keysFile = (dataDir: string) => join(dataDir, "area-keys.json");

/** Reads the area's keys, and makes them the first time. `given` sets them, for the demonstration area and tests. @throws when the file is damaged. */
export function areaKeysIn(dataDir: string, given?: AreaKeys): AreaKeys {
  const file = keysFile(dataDir);
  if (existsSync(file)) {
    const read = areaKeys.safeParse(parsed(readFileSync(file, "utf8")));
    if (read.success) return read.data;
    throw new Error(
      `The file of the area's keys, ${file}, is damaged. Put it back from a backup: without it no case can be recognised again.`,
    );
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const keys = given ?? {
    pseudonymKey: randomBytes(32).toString("hex"),
    sessionSecret: randomBytes(32).toString("hex"),
  };
  const handle = openSync(file, "wx", 0o600);
  writeSync(handle, `${JSON.stringify(keys, null, 2)}\n`);
  fsyncSync(handle);
  closeSync(handle);
  chmodSync(file, 0o600);
  return keys;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The key under which what one person could not send waits in a browser: given out only to that person, signed in. On a
 * laptop that is shared, nobody else can read what waits there.
 */
export const waitingKeyOf = (keys: Pick<AreaKeys, "sessionSecret">, personId: string): string =>
  createHmac("sha256", Buffer.from(keys.sessionSecret, "hex")).update(`waiting/${personId}`, "utf8").digest("base64");

/** The pseudonym of an identity: HMAC-SHA-256 under the area's key, first 32 hex digits. */
export function pseudonymMaker(keys: Pick<AreaKeys, "pseudonymKey">): (identity: string) => string {
  const key = Buffer.from(keys.pseudonymKey, "hex");
  return (identity) => createHmac("sha256", key).update(identity, "utf8").digest("hex").slice(0, 32);
}

/** HMAC-SHA-256 under the area's key, for what is looked up but must not be readable or guessable from the database; `purpose` keeps uses apart. */
export function keyedHash(keys: Pick<AreaKeys, "sessionSecret">, purpose: string, text: string): string {
  const key = createHmac("sha256", Buffer.from(keys.sessionSecret, "hex")).update(purpose, "utf8").digest();
  return createHmac("sha256", key).update(text, "utf8").digest("hex");
}
