import type { ActionFunctionArgs, LoaderFunctionArgs, ServerBuild } from "@remix-run/node";
import { data } from "@remix-run/node";
import { isAway, isBusy, isUnwritable } from "#db/engine/errors.ts";
import { log, loggable } from "./log.ts";
import { plainPage } from "./plain-page.ts";
import { noteRequest, referenceOf } from "./request.ts";

/**
 * The built pages, with every loader and action answering for its errors: each carries the reference of its request, so
 * that the page can show it, and one that nobody expected is logged once and leaves as a plain 500.
 */
export function answering(build: ServerBuild): ServerBuild {
  const routes = Object.fromEntries(
    Object.entries(build.routes).map(([id, route]) => {
      if (!route) return [id, route];
      const { loader, action } = route.module;
      // A route without a page of its own answers files and background work; its errors have no page to stand on.
      const alone = route.module.default === undefined && id !== "root";
      const pattern = patternOf(build, id);
      const module = { ...route.module };
      if (loader) module.loader = answered(loader as Handler, pattern, alone) as typeof loader;
      module.action = answered((action ?? refuseForm) as Handler, pattern, alone) as NonNullable<typeof action>;
      if (alone && !loader) module.loader = answered(refuseForm, pattern, alone) as NonNullable<typeof loader>;
      return [id, { ...route, module }];
    }),
  );
  return { ...build, routes };
}

/**
 * The same application with those of its routes alone that save while somebody writes, and their addresses. To find one
 * among all routes takes the framework longer than to save.
 */
export function onlySaves(build: ServerBuild): { build: ServerBuild; paths: string[] } {
  const saves = Object.values(build.routes).flatMap((route) => (route?.path?.endsWith("/save") ? route : []));
  const kept = new Set(["root"]);
  for (const { id } of saves)
    for (let at = build.routes[id]; at; at = at.parentId ? build.routes[at.parentId] : undefined) kept.add(at.id);
  const routes = Object.fromEntries(Object.entries(build.routes).filter(([id]) => kept.has(id)));
  return { build: { ...build, routes }, paths: saves.map(({ id }) => patternOf(build, id)) };
}

/** Where nobody asks for this: a form sent to a page that has none, or a look at an address that only takes forms. */
const refuseForm: Handler = async () => {
  throw data({ sentence: "" }, { status: 405 });
};

type Args = LoaderFunctionArgs & ActionFunctionArgs;
type Handler = (args: Args) => Promise<unknown>;

/** The address of a route as its pattern, ":cycleId" for an id. */
function patternOf({ routes }: ServerBuild, id: string): string {
  const parts: string[] = [];
  for (let at = routes[id]; at; at = at.parentId ? routes[at.parentId] : undefined) if (at.path) parts.unshift(at.path);
  return `/${parts.join("/")}`;
}

const answered =
  (handler: Handler, pattern: string, alone: boolean): Handler =>
  async (args) => {
    const { context, request } = args;
    if (pattern !== "/" || new URL(request.url).pathname === "/") noteRequest({ route: pattern });
    try {
      return await handler(args);
    } catch (thrown) {
      if (thrown instanceof Response) throw thrown;
      const { status, sentence, typed } = isAnswer(thrown) ? refusalOf(thrown) : failureOf(thrown);
      if (!isAnswer(thrown)) log().error({ id: context.requestId, route: pattern, error: loggable(thrown) }, "failed");
      if (alone && !request.url.includes(".data"))
        throw new Response(plainPage(sentence || (WORDS[status] ?? WORDS[500]!), context.requestId), {
          status,
          headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
        });
      throw data({ sentence, reference: referenceOf(context.requestId), ...(typed ? { typed } : {}) }, { status });
    }
  };

type Answer = {
  type: "DataWithResponseInit";
  data: { sentence?: unknown; typed?: unknown } | null;
  init: ResponseInit | null;
};

const isAnswer = (thrown: unknown): thrown is Answer =>
  typeof thrown === "object" && thrown !== null && "type" in thrown && thrown.type === "DataWithResponseInit";

/** What a refusal says, and, where the session was over, what was typed, for the page that keeps it. */
function refusalOf({ data: given, init }: Answer): { status: number; sentence: string; typed?: unknown } {
  const sentence = typeof given?.sentence === "string" ? given.sentence : "";
  return { status: init?.status ?? 500, sentence, ...(init?.status === 401 && { typed: given?.typed }) };
}

/** Where the database itself is the reason, whoever waits is told what to do; everything else is a plain 500. */
function failureOf(thrown: unknown): { status: number; sentence: string; typed?: unknown } {
  if (isUnwritable(thrown))
    return {
      status: 503,
      sentence:
        "Nothing can be saved at the moment, because the database cannot be written. Nothing was changed. Go back and keep what you typed, and tell whoever runs the server.",
    };
  if (isAway(thrown) || isBusy(thrown))
    return {
      status: 503,
      sentence:
        "The database does not answer at the moment. Go back in a minute, and look whether your last change is there before you send it again.",
    };
  return { status: 500, sentence: "" };
}

const WORDS: Record<number, string> = {
  403: "You do not have access to this. Ask your quality lead if you need it.",
  404: "This was not found. It may have been removed, or it is not for you.",
  405: "This address cannot be used in that way. Begin at the start page.",
  409: "This was changed meanwhile. Open the page again to see how it stands.",
  500: "Something went wrong. What was saved before is kept.",
};
