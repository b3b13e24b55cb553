import { randomInt } from "node:crypto";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { Secret, TOTP } from "otpauth";
import { encode } from "uqr";
import { keyedHash } from "./area-keys.ts";
import { area } from "./database.server.ts";

/** Codes of authenticator apps (RFC 6238: SHA-1, six digits, 30 seconds) by otpauth, and recovery codes. */

const PERIOD = 30;
/** One step early or late is taken: clocks of telephones differ. */
const WINDOW = 1;

const sealingKey = () => keyedHash(area().keys, "authenticator keys", "");

/** A new key as it is kept: encrypted, so that whoever has the database alone cannot make codes. */
export const newSealedKey = (): Promise<string> =>
  symmetricEncrypt({ key: sealingKey(), data: new Secret({ size: 20 }).base32 });

const totpOf = async (sealed: string, email: string, issuer: string): Promise<TOTP> =>
  new TOTP({
    issuer,
    label: email,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(await symmetricDecrypt({ key: sealingKey(), data: sealed })),
  });

/** What the set-up page shows: the key in groups of four, and the dark squares of the QR code as one SVG path. */
export async function keyToShow(
  sealed: string,
  email: string,
  areaName: string,
): Promise<{ key: string; size: number; path: string }> {
  const totp = await totpOf(sealed, email, `EHC plan quality ${areaName}`.trim());
  const { data, size } = encode(totp.toString(), { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return { key: (totp.secret.base32.match(/.{1,4}/g) ?? []).join(" "), size, path };
}

/** The time step whose code this is, or null when it is none. Whether the step was used before is the database's to say. */
export async function stepOf(sealed: string, code: string, at: Date): Promise<number | null> {
  const digits = code.replace(/\s/g, "");
  if (!/^\d{6}$/.test(digits)) return null;
  const totp = await totpOf(sealed, "", "");
  const delta = totp.validate({ token: digits, timestamp: at.getTime(), window: WINDOW });
  return delta === null ? null : Math.floor(at.getTime() / 1000 / PERIOD) + delta;
}

/** Letters and digits that are not taken for each other. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const HOW_MANY = 10;
const LENGTH = 12;

/** Ten new recovery codes in groups of four, 59 random bits each. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: HOW_MANY }, () => {
    const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
    return (letters.match(/.{4}/g) ?? []).join("-");
  });

/** A recovery code as it is kept: a keyed hash, whichever way it was typed. */
export const recoveryHash = (code: string): string =>
  keyedHash(area().keys, "recovery codes", code.toLowerCase().replace(/[^a-z0-9]/g, ""));

/** Whether what was typed into the one field is a recovery code by its look: it has letters, or is longer than a code. */
export const looksLikeRecoveryCode = (typed: string): boolean => typed.replace(/[^a-z0-9]/gi, "").length > 8;
