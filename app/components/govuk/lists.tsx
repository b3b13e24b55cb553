import type { ReactNode } from "react";
import { classNames, type Native } from "./field.tsx";
import { Tag, type TagTone } from "./messages.tsx";

/** `hiddenText` finishes the link for screen readers: "Change" + "date of birth". */
export type RowAction = Native<"a", { text: ReactNode; href: string; hiddenText?: string }>;
export type SummaryRow = { key: ReactNode; value: ReactNode; actions?: RowAction[] };
export type SummaryCard = Native<"div", { title?: ReactNode; headingLevel?: 2 | 3 | 4; actions?: RowAction[] }>;

export function SummaryList({
  rows,
  card,
  noBorder,
  ...rest
}: Native<"dl", { rows: SummaryRow[]; card?: SummaryCard; noBorder?: boolean }>) {
  const withActions = rows.some((row) => row.actions?.length);
  const list = (
    <dl className={classNames("govuk-summary-list", noBorder && "govuk-summary-list--no-border")} {...rest}>
      {rows.map((row, i) => (
        <div
          className={classNames(
            "govuk-summary-list__row",
            withActions && !row.actions && "govuk-summary-list__row--no-actions",
          )}
          key={i}
        >
          <dt className="govuk-summary-list__key">{row.key}</dt>
          <dd className="govuk-summary-list__value">{row.value}</dd>
          {row.actions?.length ? (
            <dd className="govuk-summary-list__actions">
              <Actions actions={row.actions} cardTitle={card?.title} list="govuk-summary-list__actions-list" />
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
  if (!card) return list;
  const { title, headingLevel = 2, actions, ...box } = card;
  const Heading = `h${headingLevel}` as const;
  return (
    <div className="govuk-summary-card" {...box}>
      <div className="govuk-summary-card__title-wrapper">
        {title && <Heading className="govuk-summary-card__title">{title}</Heading>}
        {actions?.length === 1 && (
          <div className="govuk-summary-card__actions">
            <ActionLink action={actions[0]!} cardTitle={title} />
          </div>
        )}
        {actions && actions.length > 1 && (
          <ul className="govuk-summary-card__actions">
            {actions.map((action, i) => (
              <li className="govuk-summary-card__action" key={i}>
                <ActionLink action={action} cardTitle={title} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="govuk-summary-card__content">{list}</div>
    </div>
  );
}

function Actions({ actions, cardTitle, list }: { actions: RowAction[]; cardTitle?: ReactNode; list: string }) {
  if (actions.length === 1) return <ActionLink action={actions[0]!} cardTitle={cardTitle} />;
  return (
    <ul className={list}>
      {actions.map((action, i) => (
        <li className={`${list}-item`} key={i}>
          <ActionLink action={action} cardTitle={cardTitle} />
        </li>
      ))}
    </ul>
  );
}

function ActionLink({ action, cardTitle }: { action: RowAction; cardTitle?: ReactNode }) {
  const { text, hiddenText, ...link } = action;
  return (
    <a className="govuk-link" {...link}>
      {text}
      {(hiddenText || cardTitle) && (
        <span className="govuk-visually-hidden">
          {hiddenText && ` ${hiddenText}`}
          {cardTitle && <> ({cardTitle})</>}
        </span>
      )}
    </a>
  );
}

/** A status is a plain word where the task is done, a tag where it waits. */
export type TaskStatus = { text: ReactNode } | { tag: ReactNode; tone?: TagTone };
export type Task = { title: ReactNode; href?: string; hint?: ReactNode; status: TaskStatus };

export function TaskList({
  items,
  idPrefix = "task-list",
  ...rest
}: Native<"ul", { items: Task[]; idPrefix?: string }>) {
  return (
    <ul className="govuk-task-list" {...rest}>
      {items.map(({ title, href, hint, status }, i) => {
        const hintId = `${idPrefix}-${i + 1}-hint`;
        const statusId = `${idPrefix}-${i + 1}-status`;
        return (
          <li className={classNames("govuk-task-list__item", href && "govuk-task-list__item--with-link")} key={i}>
            <div className="govuk-task-list__name-and-hint">
              {href ? (
                <a
                  className="govuk-link govuk-task-list__link"
                  href={href}
                  aria-describedby={classNames(hint && hintId, statusId)}
                >
                  {title}
                </a>
              ) : (
                <div>{title}</div>
              )}
              {hint && (
                <div id={hintId} className="govuk-task-list__hint">
                  {hint}
                </div>
              )}
            </div>
            <div className="govuk-task-list__status" id={statusId}>
              {"tag" in status ? <Tag tone={status.tone}>{status.tag}</Tag> : status.text}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
