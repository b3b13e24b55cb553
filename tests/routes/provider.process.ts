/**
 * A real OpenID Connect provider in a process of its own, on loopback. The test that starts it says by messages who signs
 * in there, and what is wrong with the answer.
 */
import { OAuth2Server } from "oauth2-mock-server";

export type ProviderOrder = {
  claims: Record<string, unknown>;
  wrong?: "audience" | "issuer" | "signature" | "nonce" | "expired";
};

let order: ProviderOrder = { claims: {} };
process.on("message", (next: ProviderOrder) => {
  order = next;
  process.send?.("ready");
});

const server = new OAuth2Server();
await server.issuer.keys.generate("RS256");
server.service.on("beforeTokenSigning", (token: { payload: Record<string, unknown> }) => {
  Object.assign(token.payload, order.claims);
  if (order.wrong === "audience") token.payload.aud = "another-client";
  if (order.wrong === "issuer") token.payload.iss = "http://localhost:1";
  if (order.wrong === "nonce") token.payload.nonce = "of another sign-in";
  if (order.wrong === "expired") token.payload.exp = Math.floor(Date.now() / 1000) - 3600;
});
server.service.on("beforeResponse", (response: { body: Record<string, unknown> }) => {
  const [head, body, signature = ""] = String(response.body.id_token).split(".");
  if (order.wrong === "signature")
    response.body.id_token = [head, body, (signature[0] === "A" ? "B" : "A") + signature.slice(1)].join(".");
});
await server.start(0, "localhost");
process.send?.({ issuer: server.issuer.url });
process.on("disconnect", () => process.exit());
