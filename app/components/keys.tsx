import { Fragment } from "react";

export type KeyHelp = { keys: string[]; does: string };

type SwitchProps = { keys: { on: boolean; turn: (to: boolean) => void }; entries: KeyHelp[] };

/** Which single keys there are while they are on, and the way to turn them off and on. */
export function KeysSwitch({ keys, entries }: SwitchProps) {
  return (
    <>
      {keys.on && <KeyStrip entries={entries} />}
      <p className="soft keys-switch">
        {keys.on ? "They rest while you type. " : "Single keys are off. "}
        <button type="button" className="link-button" onClick={() => keys.turn(!keys.on)}>
          {keys.on ? "Turn keys off" : "Turn keys on"}
        </button>
      </p>
    </>
  );
}

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
