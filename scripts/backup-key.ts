/**
 * `npm run backup:key -- --to /media/safe/ehc-backup-key.txt`: makes the key pair by which the area encrypts its backups.
 * The secret key goes to the file, which belongs in the area's safe and not on the server; the public one is a setting.
 */
import { existsSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { newKey } from "#db/sealed-files.ts";

try {
  const { to } = parseArgs({ options: { to: { type: "string" } } }).values;
  if (!to) throw new Error("Say where the secret key goes: npm run backup:key -- --to /media/safe/ehc-backup-key.txt");
  if (existsSync(to)) throw new Error(`There is a file at ${to} already. A key is never overwritten.`);
  const { secret, recipient } = await newKey();
  writeFileSync(to, `# EHC plan quality, key of the backups. Public key: ${recipient}\n${secret}\n`, {
    mode: 0o600,
    flag: "wx",
  });
  console.log(
    `The secret key is in ${to}. Keep it in two safe places away from this server: without it no backup can be read.`,
  );
  console.log(`Set on the server: BACKUP_RECIPIENTS=${recipient}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
