import { z } from "zod";
import { questionnaire } from "./family/questionnaire.ts";
import { retentionPeriods } from "./retention/schedule.ts";
import { scorecardSetting } from "./scorecard/indicators.ts";
import { ROLES } from "./vocabulary.ts";

/**
 * What an area decides for itself, by section. Each section is one row in the store and one part of the settings page; a
 * section that nobody has changed holds its defaults, so a new section needs no migration.
 */
export const SETTINGS = {
  sign_in: z.strictObject({
    /** Who has to prove who they are with a second factor as well. */
    secondFactorFor: z.array(z.enum(ROLES)).default(["administrator", "quality_lead", "data_officer", "inspector"]),
    /** Minutes without a request after which a person is signed out. */
    idleMinutes: z.number().int().min(5).max(60).default(20),
  }),
  retention: retentionPeriods,
  moderation: z.strictObject({
    /** Whether a panel reads who of the auditors gave which level, or their agencies alone. */
    auditorNames: z.enum(["shown", "hidden"]).default("shown"),
    /** Whether the shared screen of a meeting shows names where the cockpit does. */
    namesOnSharedScreen: z.enum(["shown", "hidden"]).default("hidden"),
  }),
  rubrics: z.strictObject({
    /** Organisations that must have agreed to a rubric before a cycle can be opened with it. */
    partnersWhoAgree: z.array(z.string()).default([]),
  }),
  reminders: z.strictObject({
    /** Whether reminders leave by mail, on working days, where a mail server is set. */
    on: z.boolean().default(true),
    /** From how many days before they are due auditors are reminded of audits. */
    daysBefore: z.number().int().min(1).max(14).default(3),
    /** The hour, by the clock in England, from which the day's reminders leave. */
    fromHour: z.number().int().min(0).max(20).default(7),
  }),
  feedback: z.strictObject({
    /** Whether a pack says who audited the plan. */
    showAuditors: z.boolean().default(false),
    /** Working days until a reply is due. */
    replyDays: z.number().int().min(1).max(60).default(10),
  }),
  family: z.strictObject({
    /** Days for which a family can answer. */
    openDays: z.number().int().min(1).max(90).default(28),
    questionnaire: questionnaire.prefault({}),
  }),
  reports: z.strictObject({
    /** On the cover of reports that are begun from now on, as `readLogo` made it. */
    logo: z
      .strictObject({ png: z.string(), width: z.number().int(), height: z.number().int(), alt: z.string().min(1) })
      .nullable()
      .default(null),
  }),
  scorecard: scorecardSetting,
  themes: z.strictObject({
    /** Of 100 findings, how many a second person codes without seeing the first. */
    codedTwice: z.number().int().min(0).max(100).default(10),
  }),
} as const satisfies Record<string, z.ZodType>;

export type SettingKey = keyof typeof SETTINGS;
export type Setting<K extends SettingKey> = z.infer<(typeof SETTINGS)[K]>;

/** A section as it holds where nobody has changed it. */
export const defaultSetting = <K extends SettingKey>(key: K): Setting<K> => SETTINGS[key].parse({}) as Setting<K>;

/** What each section is called on its page and in the trail. */
export const SETTING_LABELS: Record<SettingKey, string> = {
  sign_in: "sign-in",
  retention: "retention",
  moderation: "moderation",
  rubrics: "rubrics",
  reminders: "reminders",
  feedback: "feedback",
  family: "the questions to families",
  reports: "reports",
  scorecard: "the scorecard",
  themes: "themes",
};
