import { notFound } from "~/server/session.server.ts";

export const loader = () => {
  throw notFound();
};

export default function NotFound() {
  return null;
}
