import { execFile } from "node:child_process";
import { join } from "node:path";

/** What veraPDF found in one file for one flavour. */
export type Verdict = {
  file: string;
  flavour: string;
  checks: number;
  failed: { rule: string; times: number; required: string }[];
};

const jar = join(import.meta.dirname, "../../../node_modules/@opendataloader/pdf/lib/opendataloader-pdf-cli.jar");
const driver = join(import.meta.dirname, "UaCheck.java");

export type Check = { file: string; flavours: ("ua1" | "2a" | "3a")[] };

/** Checks files with veraPDF, all in one Java process. Rejects where Java is missing or a file has no verdict. */
export async function validate(checks: Check[], path = process.env.PATH): Promise<Verdict[]> {
  const output = await java(
    ["-cp", jar, driver, ...checks.map(({ file, flavours }) => `${flavours.join(",")}=${file}`)],
    path,
  );
  const verdicts = parse(output);
  const expected = checks.reduce((sum, check) => sum + check.flavours.length, 0);
  if (verdicts.length !== expected)
    throw new Error(`veraPDF gave ${verdicts.length} verdicts, not ${expected}:\n${output}`);
  return verdicts;
}

function java(args: string[], path: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      "java",
      args,
      { env: { ...process.env, PATH: path }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else if (error.code === "ENOENT")
          reject(new Error("Java is needed to check reports with veraPDF. Run: node scripts/ensure-report-tools.mjs"));
        else reject(new Error(`veraPDF did not run: ${stderr || error.message}`));
      },
    );
  });
}

function parse(output: string): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const line of output.split("\n")) {
    const [kind, a = "", b = "", c = "0"] = line.split("\t");
    if (kind === "RESULT") verdicts.push({ file: a, flavour: b, checks: Number(c), failed: [] });
    if (kind === "FAILED") verdicts[verdicts.length - 1]?.failed.push({ rule: a, times: Number(b), required: c });
  }
  return verdicts;
}
