import { z } from "zod";
import { exchangeFile } from "./file.ts";

/** The JSON Schema of the exchange file, as it stands in `public/exchange.schema.json`. */
export function exchangeJsonSchema(): object {
  const schema = z.toJSONSchema(exchangeFile, { target: "draft-2020-12", io: "input" });
  return { ...schema, title: "Exchange file of an audit cycle" };
}
