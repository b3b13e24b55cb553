import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { comeFromProvider, providerWith } from "~/server/oidc.server.ts";
import { notFound, safePath } from "~/server/session.server.ts";

/** Where an identity provider sends the browser back to. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const provider = providerWith(params.provider ?? "");
  if (!provider) throw notFound();
  const arrival = await comeFromProvider(request, provider);
  if (!arrival.ok) return redirect(`/sign-in?with=${provider.key}&problem=${arrival.problem}`);
  const { outcome } = arrival;
  if (outcome.kind === "refused") return redirect(`/sign-in?with=${provider.key}&problem=unknown`);
  return redirect(outcome.kind === "code" ? "/sign-in/code" : safePath(arrival.back), { headers: outcome.headers });
}
