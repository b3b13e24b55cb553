import type { RefObject } from "react";
import { useAskBeforeLeaving } from "~/components/ask-before-leaving.ts";
import type { Current } from "./cockpit.tsx";

type Kept = Pick<Current, "agreed" | "reason" | "finding">;

/** The choice of a level as the form sends it, "" for none and for both views. */
export const chosenOf = (agreed: Kept["agreed"]): string =>
  agreed === null || agreed === "both" ? "" : String(agreed);

/** Whether the form holds a level, a reason, a finding or a grade of the panel's own that is not what is kept. */
export function isUnsettled(form: FormData, kept: Kept | null): boolean {
  const asKept: Record<string, string> = {
    ...(kept && { agreed: chosenOf(kept.agreed), reason: kept.reason, finding: kept.finding }),
    grade: "",
    "override-reason": "",
  };
  return Object.entries(asKept).some(([name, value]) => plain(String(form.get(name) ?? value)) !== plain(value));
}

/** Browsers send line ends of their own, and what is kept is trimmed. */
const plain = (text: string): string => text.replaceAll("\r\n", "\n").trim();

/** Asks before words of a panel are left that no button has kept yet. @returns to be called as the form is sent */
export function useUnsettled(
  form: RefObject<HTMLFormElement>,
  { current, signedOffAt }: { current: (Kept & { key: string }) | null; signedOffAt: string | null },
): () => void {
  const unsent = () =>
    signedOffAt === null && form.current !== null && isUnsettled(new FormData(form.current), current);
  const what = current ? `on ${current.key} ` : "";
  return useAskBeforeLeaving(unsent, `What you chose or typed ${what}is not kept yet. Leave it, and lose it?`);
}
