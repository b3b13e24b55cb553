import type { FormEvent, ReactNode } from "react";
import { AskedTogether, classNames, describedByIds, Hint, Label, type LabelSize, type Native } from "./field.tsx";

/**
 * One radio or checkbox. `conditional` stands under its choice and is shown when that is chosen; where a browser cannot
 * tell, it is always shown. Ids are the group's id, then `{id}-2`, `{id}-3`, so that an error link lands on the first.
 */
export type Choice = Native<
  "input",
  { value: string; label: ReactNode; hint?: ReactNode; conditional?: ReactNode; checked?: boolean }
>;

/** A word between choices, such as "or". */
export type Divider = { divider: string };

type GroupProps = {
  name: string;
  /** The name unless given. */
  id?: string;
  /** Left away only where the page has its own fieldset, or for a single checkbox. */
  legend?: ReactNode;
  legendSize?: LabelSize;
  legendIsHeading?: boolean;
  hint?: ReactNode;
  error?: ReactNode;
  describedBy?: string;
  small?: boolean;
};

type RadiosProps = Native<"div", GroupProps & { items: (Choice | Divider)[]; value?: string; inline?: boolean }>;

export function Radios({ items, value, inline, ...group }: RadiosProps) {
  return (
    <Group {...group} kind="radios" inline={inline}>
      {(base) =>
        items.map((item, index) => (
          <Item
            key={index}
            kind="radios"
            item={item}
            name={group.name}
            id={itemId(base, index)}
            checked={isChecked(item, value === undefined ? [] : [value])}
          />
        ))
      }
    </Group>
  );
}

/** `exclusive` unticks the others and is unticked by them: "None of these". */
export type Tick = Choice & { exclusive?: boolean };

type CheckboxesProps = Native<"div", GroupProps & { items: (Tick | Divider)[]; values?: string[] }>;

export function Checkboxes({ items, values = [], ...group }: CheckboxesProps) {
  const inherited = group.legend ? undefined : describedByIds({ ...group, id: group.id ?? group.name });
  return (
    <Group {...group} kind="checkboxes" onChange={keepExclusive}>
      {(base) =>
        items.map((item, index) => {
          const { exclusive, ...choice } = item as Tick;
          return (
            <Item
              key={index}
              kind="checkboxes"
              item={"divider" in item ? item : choice}
              name={group.name}
              id={itemId(base, index)}
              checked={isChecked(item, values)}
              describedBy={inherited}
              behaviour={exclusive ? "exclusive" : undefined}
            />
          );
        })
      }
    </Group>
  );
}

type Kind = "radios" | "checkboxes";

function itemId(base: string, index: number): string {
  return index === 0 ? base : `${base}-${index + 1}`;
}

function isChecked(item: Choice | Divider, values: string[]): boolean {
  return "divider" in item ? false : (item.checked ?? values.includes(item.value));
}

type GroupFrameProps = Native<
  "div",
  GroupProps & { kind: Kind; inline?: boolean; children: (base: string) => ReactNode }
>;

function Group(props: GroupFrameProps) {
  const { name, id = name, legend, legendSize, legendIsHeading, hint, error, describedBy, ...look } = props;
  const { small, inline, kind, children, ...rest } = look;
  return (
    <AskedTogether {...{ id, legend, legendSize, legendIsHeading, hint, error, describedBy }}>
      <div
        className={classNames(`govuk-${kind}`, small && `govuk-${kind}--small`, inline && `govuk-${kind}--inline`)}
        data-module={`govuk-${kind}`}
        {...rest}
      >
        {children(id)}
      </div>
    </AskedTogether>
  );
}

type ItemProps = {
  kind: Kind;
  item: Choice | Divider;
  name: string;
  id: string;
  checked: boolean;
  describedBy?: string;
  behaviour?: "exclusive";
};

function Item({ kind, item, checked, behaviour, describedBy, ...defaults }: ItemProps) {
  if ("divider" in item) return <div className={`govuk-${kind}__divider`}>{item.divider}</div>;
  const { label, hint, conditional, checked: _, id = defaults.id, ...input } = item;
  const conditionalId = `conditional-${id}`;
  return (
    <>
      <div className={`govuk-${kind}__item`}>
        <input
          className={`govuk-${kind}__input`}
          type={kind === "radios" ? "radio" : "checkbox"}
          id={id}
          name={defaults.name}
          defaultChecked={checked}
          data-aria-controls={conditional ? conditionalId : undefined}
          data-behaviour={behaviour}
          aria-describedby={classNames(describedBy, hint && `${id}-item-hint`) || undefined}
          {...input}
        />
        <Label htmlFor={id} variant={`govuk-${kind}__label`}>
          {label}
        </Label>
        {hint && (
          <Hint id={`${id}-item-hint`} variant={`govuk-${kind}__hint`}>
            {hint}
          </Hint>
        )}
      </div>
      {conditional && (
        <div
          className={classNames(`govuk-${kind}__conditional`, !checked && `govuk-${kind}__conditional--hidden`)}
          id={conditionalId}
        >
          {conditional}
        </div>
      )}
    </>
  );
}

function keepExclusive(event: FormEvent<HTMLElement>) {
  const changed = event.target as HTMLInputElement;
  if (!changed.checked) return;
  const alone = changed.dataset.behaviour === "exclusive";
  for (const box of event.currentTarget.querySelectorAll<HTMLInputElement>("input[type=checkbox]")) {
    if (box !== changed && (alone || box.dataset.behaviour === "exclusive")) box.checked = false;
  }
}
