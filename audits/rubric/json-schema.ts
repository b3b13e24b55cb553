import { z } from "zod";
import { rubricDocument } from "./schema.ts";

/**
 * The format of a rubric as JSON Schema (draft 2020-12), for editors and for other people's programs; published as
 * `public/rubric-format.schema.json`. It tells the form of a document. What a form cannot tell (a key that is named and not
 * there, a cut point out of order) is told by `rubricProblems`.
 */
export function rubricJsonSchema(): Record<string, unknown> {
  return {
    title: "EHC plan audit rubric, format ehc-rubric/1",
    ...z.toJSONSchema(rubricDocument, { io: "input", target: "draft-2020-12" }),
  };
}
