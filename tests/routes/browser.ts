/** A browser of one person in tests of pages: it keeps cookies, opens loaders and sends forms as Remix does. */
import { cookiesIn, type Form } from "./area.ts";

type Args = { request: Request; params: Record<string, string>; context: never };
export type Page = {
  loader?: (args: never) => unknown;
  action?: (args: never) => unknown;
};
export type Opened = { status: number; location: string | null; data: unknown; headers: Headers; text: string };

const SITE = "http://localhost:3000";

export function browser(from = "192.0.2.1") {
  const jar = new Map<string, string>();
  const run = async (page: Page, path: string, params: Record<string, string>, form?: Form): Promise<Opened> => {
    const headers = new Headers({ Origin: SITE, "User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/150.0" });
    if (jar.size) headers.set("Cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const pairs = Object.entries(form ?? {}).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
    const body = form && new URLSearchParams(pairs);
    const request = new Request(SITE + path, { method: form ? "POST" : "GET", headers, body });
    const args = { request, params, context: { nonce: "", requestId: "test", from } as never } satisfies Args;
    const part = form ? page.action : page.loader;
    if (!part) throw new Error(`${path} has no ${form ? "action" : "loader"}`);
    const result: unknown = await Promise.resolve(part(args as never)).catch((thrown: unknown) => {
      if (thrown instanceof Response || isData(thrown)) return thrown;
      throw thrown;
    });
    const opened = await openedOf(result);
    for (const pair of cookiesIn(opened.headers).split("; ").filter(Boolean)) {
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      const over = opened.headers.getSetCookie().some((c) => c.startsWith(`${name}=`) && /max-age=0/i.test(c));
      if (over) jar.delete(name);
      else jar.set(name, value);
    }
    return opened;
  };
  return {
    jar,
    open: (page: Page, path: string, params: Record<string, string> = {}) => run(page, path, params),
    send: (page: Page, path: string, form: Form, params: Record<string, string> = {}) => run(page, path, params, form),
  };
}

type WithInit = { type: string; data: unknown; init: ResponseInit | null };
const isData = (value: unknown): value is WithInit =>
  typeof value === "object" && value !== null && "type" in value && value.type === "DataWithResponseInit";

async function openedOf(result: unknown): Promise<Opened> {
  if (result instanceof Response) {
    const text = await result.text();
    const { status, headers } = result;
    return { status, location: headers.get("Location"), data: null, headers, text };
  }
  const [data, init] = isData(result) ? [result.data, result.init] : [result, null];
  const headers = new Headers(init?.headers);
  return { status: init?.status ?? 200, location: null, data, headers, text: JSON.stringify(data) };
}
