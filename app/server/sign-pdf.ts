import { readFileSync } from "node:fs";
import { P12Signer, PDF } from "@libpdf/core";

/** The area's own certificate with its key, a PKCS #12 file, and the password of that file. */
export type SigningFile = { path: string; password: string };

/**
 * Signs a finished PDF: a detached CMS signature (SHA-256, ETSI.CAdES.detached) over the whole file, appended to it, so that the
 * bytes before it stay as they were. The moment is the one that is given, and no time-stamping service vouches for it.
 *
 * @throws when the certificate cannot be read or the password is wrong
 */
export async function signPdf(bytes: Uint8Array, { path, password }: SigningFile, at: Date): Promise<Uint8Array> {
  const signer = await P12Signer.create(new Uint8Array(readFileSync(path)), password);
  const file = await PDF.load(bytes);
  const signed = await file.sign({
    signer,
    reason: "Issued report",
    signingTime: at,
    fieldName: "Issued",
    subFilter: "ETSI.CAdES.detached",
    digestAlgorithm: "SHA-256",
  });
  return signed.bytes;
}
