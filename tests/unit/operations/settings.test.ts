import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { missingToServe, readSettings } from "~/server/settings.ts";

/** Makes area.p12 with the password "right". */
const CERTIFICATE = `openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj "/CN=Testshire" &&
  openssl pkcs12 -export -inkey key.pem -in cert.pem -out area.p12 -passout pass:right`;

const refusal = (env: Record<string, string>): string => {
  try {
    readSettings(env);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("settings", () => {
  it("are all told at once where they are wrong, each with an example that is right", () => {
    const env = {
      PORT: "http",
      PUBLIC_URL: "audit",
      DATABASE_URL: "mysql://x",
      SMTP_URL: "smtp://mail.example",
      SLOW_QUERY_MS: "fast",
      METRICS_PORT: "-1",
      METRICS_TOKEN: "short",
      TRUSTED_PROXIES: "10.2.0.7, proxy.example",
      PAGE_PROCESSES: "many",
      STOP_SECONDS: "0",
      BACKUP_RECIPIENTS: "a password",
      BACKUP_KEEP: "for ever",
    };
    const lines = refusal(env).split("\n").slice(1);
    expect(lines.map((line) => line.trim().split(" ")[0]).sort()).toEqual(
      [...Object.keys(env), "MAIL_FROM"].sort().filter((name) => name !== "SMTP_URL"),
    );
    for (const line of lines) {
      const [name, value] = /Example: ([A-Z_]+)=(.*)$/.exec(line)?.slice(1) ?? [];
      expect(refusal({ [name as string]: value as string }), line).not.toContain(`  ${name} `);
      expect(line).not.toMatch(/invalid|expected|received|NaN|option/i);
    }
    expect(lines.find((line) => line.startsWith("  STOP_SECONDS "))).toContain("is a whole number from 1 to 600.");
  });

  it("of a provider that are missing are each told in words", () => {
    const lines = refusal({ OIDC_PROVIDERS: "nhs", OIDC_NHS_SECOND_FACTOR: "perhaps" }).split("\n").slice(1);
    expect(lines.map((line) => line.split(". Example: ")[0])).toEqual([
      "  OIDC_NHS_NAME is needed",
      "  OIDC_NHS_ISSUER is needed, a whole address",
      "  OIDC_NHS_CLIENT_ID is needed",
      "  OIDC_NHS_CLIENT_SECRET is needed",
      "  OIDC_NHS_SECOND_FACTOR is yes or no",
    ]);
  });

  it("that are misspelt are named, since a backup would be left readable or a provider left out", () => {
    expect(refusal({ BACKUP_RECIPIENT: "age1x" })).toContain("BACKUP_RECIPIENT is not a setting");
    expect(refusal({ OIDC_NHS_NAME: "NHS" })).toContain("OIDC_NHS_NAME belongs to no provider");
    expect(refusal({ METRICS_PASSWORD: "x" })).toContain("METRICS_PORT, METRICS_HOST, METRICS_TOKEN");
    expect(refusal({ DATABASE_URI: "postgres://x/y" })).toContain("Those that begin so: DATABASE_URL");
  });

  it("have the password of the database where no message and no page shows it", () => {
    expect(refusal({ DATABASE_URL: "postgres://ehc@db/ehc?password=hunter2" })).toContain(
      "DATABASE_URL has its password",
    );
    expect(refusal({ DATABASE_URL: "postgres://ehc@db/ehc?password=hunter2" })).not.toContain("hunter2");
    expect(refusal({ DATABASE_URL: "postgres://ehc:hunter2@db/ehc?sslmode=verify-full" })).toBe("");
  });
});

describe("a server that others reach", () => {
  const missing = (env: Record<string, string>) =>
    missingToServe(readSettings(env)).map((line) => line.trim().split(" ")[0]);

  it("needs its address, which is encrypted", () => {
    expect(missing({})).toEqual([]);
    expect(missing({ HOST: "0.0.0.0" })).toEqual(["PUBLIC_URL"]);
    expect(missing({ HOST: "0.0.0.0", PUBLIC_URL: "https://audit.example" })).toEqual([]);
    expect(missing({ PUBLIC_URL: "http://audit.example" })).toEqual(["PUBLIC_URL"]);
    expect(missing({ PUBLIC_URL: "http://127.0.0.1:3000" })).toEqual([]);
  });

  it("gives measurements to others only for a token, and never on its own port", () => {
    expect(missing({ METRICS_PORT: "9464" })).toEqual([]);
    expect(missing({ METRICS_PORT: "9464", METRICS_HOST: "0.0.0.0" })).toEqual(["METRICS_TOKEN"]);
    expect(missing({ METRICS_PORT: "9464", METRICS_HOST: "0.0.0.0", METRICS_TOKEN: "x".repeat(20) })).toEqual([]);
    expect(missing({ PORT: "9464", METRICS_PORT: "9464" })).toEqual(["METRICS_PORT"]);
  });

  it("has a certificate that opens, before a report is to be signed with it", () => {
    const folder = mkdtempSync(join(tmpdir(), "ehc-signing-"));
    try {
      const [file, text] = [join(folder, "area.p12"), join(folder, "area.txt")];
      writeFileSync(text, "no certificate");
      execFileSync("sh", ["-c", CERTIFICATE], { cwd: folder, stdio: "ignore" });
      const told = (path: string, password: string) =>
        missingToServe(readSettings({ REPORT_SIGNING_FILE: path, REPORT_SIGNING_PASSWORD: password })).join("\n");
      expect(told(file, "right")).toBe("");
      expect(told(file, "wrong")).toBe("  REPORT_SIGNING_PASSWORD does not open REPORT_SIGNING_FILE");
      expect(told(text, "right")).toContain("is not a PKCS #12 file");
      expect(told(join(folder, "none.p12"), "right")).toContain("cannot be read by this account (ENOENT)");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
