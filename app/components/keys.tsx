import { Fragment } from "react";

export type KeyHelp = { keys: string[]; does: string };

/** Which key does what: "1 to 4 level, 5 cannot tell". Two keys of one entry are a range. */
export function KeyStrip({ entries }: { entries: KeyHelp[] }) {
  return (
    <p className="keys">
      {entries.map(({ keys, does }, i) => (
        <Fragment key={does}>
          <span className="keys__entry">
            {keys.map((key, j) => (
              <Fragment key={key}>
                {j > 0 && " to "}
                <kbd className="key">{key}</kbd>
              </Fragment>
            ))}{" "}
            {does}
            {i < entries.length - 1 && ","}
          </span>{" "}
        </Fragment>
      ))}
    </p>
  );
}
