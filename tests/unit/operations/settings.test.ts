import { describe, expect, it } from "vitest";
import { missingToServe, readSettings } from "~/server/settings.ts";

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
    }
  });

  it("that are misspelt are named, since a backup would be left readable or a provider left out", () => {
    expect(refusal({ BACKUP_RECIPIENT: "age1x" })).toContain("BACKUP_RECIPIENT is not a setting");
    expect(refusal({ OIDC_NHS_NAME: "NHS" })).toContain("OIDC_NHS_NAME belongs to no provider");
    expect(refusal({ METRICS_PASSWORD: "x" })).toContain("METRICS_PORT, METRICS_HOST, METRICS_TOKEN");
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
});
