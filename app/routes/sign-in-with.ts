import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { goToProvider, providerWith } from "~/server/oidc.server.ts";
import { notFound, safePath } from "~/server/session.server.ts";

/** Leads to an identity provider. A link, not a form: the browser's policy lets no form lead to another site. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const provider = providerWith(params.provider ?? "");
  if (!provider) throw notFound();
  const going = await goToProvider(provider, safePath(new URL(request.url).searchParams.get("back")));
  if (!going.ok) return redirect(`/sign-in?with=${provider.key}&problem=${going.problem}`);
  return redirect(going.url, { headers: going.headers });
}
