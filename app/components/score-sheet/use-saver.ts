import type { RefObject } from "react";
import type { Clash } from "../autosave/save-reply.ts";
import { type Autosaved, bodyOf, useAutosave, wasTouched } from "../autosave/use-autosave.ts";
import { noteAnswer } from "./sheet-memory.ts";
import { boxFor } from "./use-waiting.ts";
import type { WaitingAnswer } from "./waiting.ts";

type Drawn = Pick<Autosaved<Clash>, "saveTo" | "version" | "savedAt" | "held" | "clash" | "unsent"> & {
  criterion: string;
  /** "C-0417, EP2" */
  label: string;
  page: string;
  waitingKey: string;
};

/** Background saving for one answer. What could not be sent waits in the browser, sealed, and is tried again there. */
export function useSaver(form: RefObject<HTMLFormElement>, drawn: Drawn, found: (answer: WaitingAnswer) => void) {
  const { saveTo, criterion, label, page, waitingKey } = drawn;
  return useAutosave<Clash>(form, {
    ...drawn,
    leave: "Some answers on this page are not saved. Leave the page without them?",
    keptElsewhere: async (saver) => !saver.clashed() && (await boxFor(waitingKey)) !== null,
    keep(body, basedOn) {
      noteAnswer(saveTo, criterion, body, basedOn, true);
      void boxFor(waitingKey)
        .then((box) => box?.keep({ saveTo, page, criterion, label, body, basedOn }))
        .catch(() => {});
    },
    gone(body, version) {
      noteAnswer(saveTo, criterion, body, version, false);
      void boxFor(waitingKey)
        .then((box) => box?.gone({ saveTo, criterion }))
        .catch(() => {});
    },
    /** What was written here before and never sent comes back, unless the page says the same already. */
    ready(element) {
      void boxFor(waitingKey).then(async (box) => {
        const waits = (await box?.all())?.find((a) => a.saveTo === saveTo && a.criterion === criterion);
        if (waits && waits.body !== bodyOf(element) && !drawn.clash && !wasTouched(element)) found(waits);
      });
    },
  });
}
