import type { Reply } from "./site.ts";

/** An answer without what differs between any two requests: the nonce, the reference, the keys of its forms, the moment, an id. */
export function same({ status, headers, body }: Reply, id?: string): string {
  const {
    date: _date,
    "x-request-id": requestId,
    "content-length": _length,
    "content-security-policy": policy,
    "set-cookie": _cookies,
    ...rest
  } = headers;
  const nonce = /'nonce-([^']+)'/.exec(String(policy))?.[1] ?? "-";
  const text = JSON.stringify({ status, rest, policy, body })
    .replaceAll(nonce, "NONCE")
    .replaceAll(String(requestId).slice(0, 8), "REFERENCE");
  const keys = [
    ...text.matchAll(/name=\\"formKey\\" value=\\"([\w-]{22})/g),
    ...text.matchAll(/formKey[\\"]+,[\\"]+([\w-]{22})/g),
  ];
  const plain = keys.reduce((so, [, key]) => so.replaceAll(key ?? "", "KEY"), text);
  return id ? plain.replaceAll(id, "ID") : plain;
}
