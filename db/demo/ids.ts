import type { Agency } from "#audits/vocabulary.ts";

/** Ids that are the same in every copy of the demonstration area, for scripts and tests. */

export const DEMO_PERSON = {
  qualityLead: "per_demo_deborah_lane",
  panelChair: "per_demo_margaret_osei",
  educationAuditor: "per_demo_tom_hargreaves",
  secondEducationAuditor: "per_demo_sian_gruffydd",
  healthAuditor: "per_demo_amina_yusuf",
  secondHealthAuditor: "per_demo_malgorzata_zak",
  careAuditor: "per_demo_ruth_adeyemi",
  secondCareAuditor: "per_demo_callum_brodie",
  settingAuditor: "per_demo_joanne_firth",
  forumAuditor: "per_demo_carol_whitfield",
  secondForumAuditor: "per_demo_imran_sheikh",
  planWriter: "per_demo_laura_pickering",
  serviceManager: "per_demo_farida_anand",
  boardMember: "per_demo_helen_castleton",
  dataOfficer: "per_demo_sam_okafor",
  inspector: "per_demo_david_renshaw",
  administrator: "per_demo_nadia_rahman",
} as const;

export const DEMO_CYCLE = {
  autumn2025: "cyc_demo_autumn_2025",
  spring2026: "cyc_demo_spring_2026",
  /** Closed, 40 plans: the one with everything in its results. */
  summer2026: "cyc_demo_summer_2026",
  /** In moderation. */
  autumn2026: "cyc_demo_autumn_2026",
  /** In scoring. */
  winter2026: "cyc_demo_winter_2026",
} as const;

export const DEMO_MEETING = {
  /** The next meeting of the autumn cycle's panel. */
  autumn: "mtg_demo_autumn_third",
  /** The first of the winter cycle's. */
  winter: "mtg_demo_winter_first",
} as const;

/** The id of one audit; no plan has two auditors of one agency. */
export const demoAuditId = (cycleId: string, reference: string, agency: Agency): string =>
  `aud_${cycleId.slice("cyc_".length)}_${reference.toLowerCase()}_${agency}`;

/** The inspection room that is open. Its id also decides which plans are followed in it. */
export const DEMO_ROOM = "room_demo_practice";
