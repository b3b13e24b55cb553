import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** A certificate of nobody in this folder, as an area would have its own, and the password of its file. */
export function certificateIn(folder: string): { path: string; password: string } {
  const [key, cert, path] = ["key.pem", "cert.pem", "signing.p12"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const run = (line: string, ...more: string[]) =>
    execFileSync("openssl", [...line.split(" "), ...more], { stdio: "pipe" });
  run(`req -x509 -newkey rsa:2048 -nodes -keyout ${key} -out ${cert} -days 3650 -subj`, "/CN=Northshire Council");
  run(`pkcs12 -export -inkey ${key} -in ${cert} -out ${path} -passout pass:secret`);
  return { path, password: "secret" };
}
