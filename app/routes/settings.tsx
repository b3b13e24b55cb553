import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { ROLE_LABELS, ROLES } from "#audits/vocabulary.ts";
import { theArea } from "#db/people.ts";
import { settingOf } from "#db/settings.ts";
import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { SummaryList } from "~/components/govuk/lists.tsx";
import { NotificationBanner } from "~/components/govuk/messages.tsx";
import { titled } from "~/components/title.tsx";
import { store } from "~/server/database.server.ts";
import { requireActor } from "~/server/session.server.ts";

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, "settings.change");
  const { db } = store();
  const [area, { value: signIn }] = [await theArea(db), await settingOf(db, "sign_in")];
  const { value: moderation } = await settingOf(db, "moderation");
  const { value: feedback } = await settingOf(db, "feedback");
  return {
    saved: new URL(request.url).searchParams.has("saved"),
    name: area?.name ?? "",
    partners: area?.partners ?? "",
    contacts: (area?.concernContacts ?? []).map((c) => `${c.name}, ${c.role}, ${c.telephone}`),
    secondFactor: ROLES.filter((r) => signIn.secondFactorFor.includes(r)).map((r) => ROLE_LABELS[r]),
    everyone: ROLES.every((r) => signIn.secondFactorFor.includes(r)),
    idleMinutes: signIn.idleMinutes,
    reminders: (await settingOf(db, "reminders")).value,
    moderation,
    feedback,
    logo: (await settingOf(db, "reports")).value.logo?.alt ?? null,
  };
}

const NAMES = { shown: "Agency and name", hidden: "Agency alone" };

export default function Settings() {
  const page = useLoaderData<typeof loader>();
  const change = (href: string, hiddenText: string) => [{ text: "Change", href: `/settings/${href}`, hiddenText }];
  const needed = page.everyone ? "Everybody" : page.secondFactor.length ? page.secondFactor.join(", ") : "Nobody";
  return (
    <ReadingPage>
      {page.saved && (
        <NotificationBanner type="success" title="Saved">
          The settings are saved, and hold from now on.
        </NotificationBanner>
      )}
      <PageTitle>Settings</PageTitle>
      <p className="lead">What your area decided for itself. Each change is in the trail.</p>
      <h2 className="section">The area</h2>
      <SummaryList
        rows={[
          { key: "Name", value: page.name, actions: change("area", "name of the area") },
          { key: "Partners", value: page.partners, actions: change("area", "partners") },
          {
            key: "Urgent concerns go to",
            value: page.contacts.length ? page.contacts.map((c) => <div key={c}>{c}</div>) : "Nobody yet",
            actions: change("contacts", "contacts for an urgent concern"),
          },
        ]}
      />
      <h2 className="section">Sign-in</h2>
      <SummaryList
        rows={[
          { key: "Second factor needed by", value: needed, actions: change("sign-in", "who needs a second factor") },
          {
            key: "Signed out after",
            value: `${page.idleMinutes} minutes without activity`,
            actions: change("sign-in", "time without activity"),
          },
        ]}
      />
      <h2 className="section">Reminders</h2>
      <SummaryList
        rows={[
          {
            key: "By mail",
            value: page.reminders.on
              ? `On working days, from ${page.reminders.fromHour}:00, and from ${page.reminders.daysBefore} days before audits are due`
              : "Switched off",
            actions: change("reminders", "reminders"),
          },
        ]}
      />
      <h2 className="section">Moderation</h2>
      <SummaryList
        rows={[
          {
            key: "A panel reads of auditors",
            value: NAMES[page.moderation.auditorNames],
            actions: change("moderation", "what a panel reads of auditors"),
          },
          {
            key: "On a shared screen",
            value: NAMES[page.moderation.auditorNames === "hidden" ? "hidden" : page.moderation.namesOnSharedScreen],
            actions: change("moderation", "what a shared screen shows of auditors"),
          },
        ]}
      />
      <h2 className="section">Feedback</h2>
      <SummaryList
        rows={[
          {
            key: "Auditors’ names in feedback",
            value: page.feedback.showAuditors ? "Shown" : "Not shown",
            actions: change("feedback", "whether auditors’ names are shown"),
          },
          {
            key: "Replies are due after",
            value: `${page.feedback.replyDays} working days`,
            actions: change("feedback", "when replies are due"),
          },
        ]}
      />
      <h2 className="section">Reports</h2>
      <SummaryList
        rows={[
          {
            key: "Logo",
            value: page.logo ?? "None",
            actions: change("reports", "logo on reports"),
          },
        ]}
      />
      <h2 className="section">Elsewhere</h2>
      <ul className="govuk-list govuk-list--bullet">
        <li>
          <Link className="govuk-link" to="/settings/mail-test">
            Mail
          </Link>
          : whether invitations can be sent, and a test
        </li>
        <li>
          <Link className="govuk-link" to="/organisations">
            Organisations
          </Link>{" "}
          of the partnership
        </li>
        <li>
          <Link className="govuk-link" to="/retention">
            Retention
          </Link>
          : how long each kind of record is kept
        </li>
        <li>
          <Link className="govuk-link" to="/system">
            System
          </Link>
          : database, backups, jobs
        </li>
      </ul>
    </ReadingPage>
  );
}

export const handle = titled<typeof loader>(() => "Settings");
