/**
 * Files that only the area can read: the age format, so that its own tool opens them without this product
 * (`age -d -i key.txt backup.sqlite.age`). The server holds public keys alone: who breaks into it can read no backup.
 */
import { createHash } from "node:crypto";
import { closeSync, createReadStream, createWriteStream, openSync, readSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { DatabaseError } from "./engine/errors.ts";
import { writeWhole } from "./engine/files.ts";

const HEAD = "age-encryption.org/v1\n";

/** Whether a file is in the age format. */
export function isSealed(file: string): boolean {
  const descriptor = openSync(file, "r");
  try {
    const head = Buffer.alloc(HEAD.length);
    return readSync(descriptor, head, 0, head.length, 0) === head.length && head.toString("latin1") === HEAD;
  } finally {
    closeSync(descriptor);
  }
}

/** A new secret key of an area, and the public one that belongs to it. */
export async function newKey(): Promise<{ secret: string; recipient: string }> {
  const secret = await generateX25519Identity();
  return { secret, recipient: await identityToRecipient(secret) };
}

/** The secret keys in the text of a key file: comments begin with "#". */
export const secretsIn = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("AGE-SECRET-KEY-"));

const streamOf = (file: string) => Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;

/**
 * Encrypts a file to a new one for the holders of the keys, reads that again, and compares. A key that exists only while
 * this runs is one of those that can read it: so the whole file is proved readable though the area's key is elsewhere.
 * @throws DatabaseError for a recipient that is none
 */
export async function seal(file: string, target: string, recipients: readonly string[]): Promise<void> {
  const own = await newKey();
  const encrypter = new Encrypter();
  for (const recipient of [...recipients, own.recipient]) {
    try {
      encrypter.addRecipient(recipient);
    } catch (error) {
      throw new DatabaseError(`${recipient} is not a public age key: it was mistyped or cut off.`, { cause: error });
    }
  }
  await writeWhole(target, async (part) => {
    const sealed = await encrypter.encrypt(streamOf(file) as never);
    await pipeline(Readable.fromWeb(sealed as never), createWriteStream(part));
    const [before, after] = [await checksum(streamOf(file)), await checksum(await opened(part, [own.secret]))];
    if (before !== after) throw new DatabaseError("The encrypted copy could not be read again as it was written.");
  });
}

/** Decrypts a file to a new one. @throws DatabaseError when no key fits, or the file is damaged */
export async function unseal(file: string, target: string, secrets: readonly string[]): Promise<void> {
  if (secrets.length === 0)
    throw new DatabaseError(
      "This backup is encrypted. Name the file with the area's secret key: --key /path/to/key.txt",
    );
  await writeWhole(target, async (part) => {
    try {
      await pipeline(Readable.fromWeb((await opened(file, secrets)) as never), createWriteStream(part));
    } catch (error) {
      const sentence =
        "The backup could not be decrypted: the key is not one that it was made for, or the file is damaged.";
      throw new DatabaseError(sentence, { cause: error });
    }
  });
}

async function opened(file: string, secrets: readonly string[]): Promise<ReadableStream<Uint8Array>> {
  const decrypter = new Decrypter();
  for (const secret of secrets) decrypter.addIdentity(secret);
  return (await decrypter.decrypt(streamOf(file) as never)) as unknown as ReadableStream<Uint8Array>;
}

async function checksum(stream: ReadableStream<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest("hex");
}
