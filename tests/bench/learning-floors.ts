import type { BenchEngine } from "./large-site.ts";

/**
 * The least that each page has to ask the database: one aggregate a figure that it shows, written by hand for the large area.
 * Nothing of the product is in it.
 *
 * @param cycle the cycle that pages open with
 * @param before the one that it is compared with
 */
export function floorsOn(engine: BenchEngine, cycle: string, before: string) {
  const lite = engine === "sqlite";
  const field = (name: string) => (lite ? `journey ->> '$.${name}'` : `journey ->> '${name}'`);
  const days = (from: string, to: string) =>
    lite ? `julianday(${to}) - julianday(${from})` : `cast(${to} as date) - cast(${from} as date)`;
  const inTime = (from: string, to: string, limit: number) =>
    `sum(case when ${days(from, to)} <= ${limit} then 1 else 0 end)`;
  const journeyStep = (from: string, to: string, limit: number) =>
    `select substr(t, 1, 7), count(*), ${inTime("f", "t", limit)} from
     (select ${field(from)} f, ${field(to)} t from journeys) j where f is not null and t >= f group by 1`;
  const caseStep = (from: string, to: string, limit: number) =>
    `select substr(${from}, 1, 7), count(*), ${inTime(from, to, limit)} from cases where ${from} is not null and ${to} >= ${from} group by 1`;
  const advice = (service: string) => caseStep(`advice_${service}_requested`, `advice_${service}_received`, 42);
  const steps = [
    journeyStep("receivedDate", "planDate", 140),
    journeyStep("receivedDate", "requestOutcomeDate", 42),
    journeyStep("receivedDate", "assessmentOutcomeDate", 112),
    caseStep("review_meeting_date", "review_decision_date", 28),
  ];

  const cycles = "select id, title, status, scoring_opens from cycles order by scoring_opens";
  const grades = "select cycle_id, before, after, phase, count(*) from plan_results group by 1, 2, 3, 4";
  const of = (ids: string[]) => `l.cycle_id in (${ids.map((id) => `'${id}'`).join(", ")})`;
  // Of all plans: the few that have no grade are taken off by a second query, which costs next to nothing.
  const levels = (part: string, where: string) =>
    `select l.cycle_id, l.key, l.level, count(*) from plan_levels l where l.part = '${part}' and ${where} group by 1, 2, 3`;
  const levelsByPhase = `select p.phase, l.key, l.level, count(*) from plan_levels l join plan_results p on p.sampled_case_id = l.sampled_case_id
     where l.part = 'domain' and p.before is not null and ${of([cycle])} group by 1, 2, 3`;
  const all = of(["cyc_0", "cyc_1", "cyc_2", "cyc_3", "cyc_4", "cyc_5", "cyc_6", "cyc_7", "cyc_8", "cyc_9", cycle]);
  const byGroup = `select phase, before, after, count(*) from plan_results where cycle_id = '${cycle}' group by 1, 2, 3`;
  const byTeam = `select send_team, before, after, count(*) from plan_results where cycle_id = '${cycle}' group by 1, 2, 3`;
  const themes = (id: string) =>
    `select c.code, count(distinct c.sampled_case_id) from finding_codes c
     join plan_results p on p.sampled_case_id = c.sampled_case_id and p.before is not null
     join audits a on a.id = c.audit_id and a.status = 'submitted' where c.cycle_id = '${id}' group by 1`;
  const plansOfTheme = `select distinct sampled_case_id, code from finding_codes where cycle_id = '${cycle}'`;
  const plansPage = (where: string) => [
    `select count(*) from plan_results p where p.cycle_id = '${cycle}' and ${where}`,
    `select p.sampled_case_id, p.before, p.after, s.snapshot from plan_results p join sampled_cases s on s.id = p.sampled_case_id
     where p.cycle_id = '${cycle}' and ${where} order by p.signed_off_on desc, p.sampled_case_id limit 25`,
  ];
  const behind = (id: string) =>
    `select f.reference, f.criterion, a.finding from findings f join answers a on a.audit_id = f.source and a.criterion = f.criterion
     where f.cycle_id = '${id}' and f.criterion = 'VC1' and f.kind = 'improvement' order by f.reference limit 25`;
  const found = lite
    ? 'in (select rowid from findings_words where findings_words match \'"speech" AND "therapist"\')'
    : "in (select id from findings where to_tsvector('simple', stems) @@ cast('''speech'' & ''therapist''' as tsquery))";
  const criterion = (ids: string[]) => levels("criterion", `l.key = 'VC1' and ${of(ids)}`);

  return {
    overview: [
      ...[cycles, grades, levels("domain", of([cycle, before])), ...steps],
      ...["health", "care", "ep"].map(advice),
      `select agency, status, count(*) from audits where cycle_id = '${cycle}' group by 1, 2`,
    ],
    board: [cycles, grades, levels("domain", of([cycle, before])), ...steps],
    groups: [cycles, grades, byGroup, levelsByPhase],
    agencies: [cycles, grades, levels("criterion", of([cycle]))],
    teams: [cycles, grades, byTeam],
    overTime: [cycles, grades, levels("domain", of([cycle, before]))],
    overTimeCases: [cycles, grades, ...steps.slice(0, 1)],
    themesTogether: [cycles, grades, plansOfTheme],
    timeliness: [...steps],
    health: [cycles, grades, advice("health"), levels("criterion", of([cycle]))],
    care: [cycles, grades, advice("care"), levels("criterion", of([cycle]))],
    plansByGrade: plansPage("p.after in ('good', 'outstanding')"),
    plansByTheme: plansPage(
      `p.sampled_case_id in (select sampled_case_id from finding_codes where cycle_id = '${cycle}' and code = 'EP-VAGUE')`,
    ),
    plansByCriterion: plansPage(
      `p.sampled_case_id in (select sampled_case_id from plan_levels where cycle_id = '${cycle}' and part = 'criterion' and key = 'VC1' and level in ('2', '3'))`,
    ),
    howCommon: [cycles, grades, themes(cycle), themes(before)],
    coding: [
      `select state, second_by is null, count(*) from findings where cycle_id = '${cycle}' group by 1, 2`,
      `select f.id, f.reference, a.finding from findings f join answers a on a.audit_id = f.source and a.criterion = f.criterion
       where f.cycle_id = '${cycle}' and f.state = 'open' order by f.reference, f.criterion, f.id limit 9`,
    ],
    coders: [
      `select state, second_by is null, count(*) from findings where cycle_id = '${cycle}' group by 1, 2`,
      `select audit_id, criterion, part, themes from codings where cycle_id = '${cycle}' and (audit_id, criterion) in
       (select audit_id, criterion from codings where cycle_id = '${cycle}' and part = 'second')`,
    ],
    search: [cycles],
    searchWords: [
      cycles,
      `select count(*) from findings where id ${found}`,
      `select f.id, a.finding, a.quotes from findings f join answers a on a.audit_id = f.source and a.criterion = f.criterion
       where f.id ${found} order by f.saved_at desc limit 20`,
    ],
    actions: ["select * from actions"],
    chain: [
      "select * from actions limit 1",
      behind("cyc_6"),
      themes("cyc_6"),
      criterion(["cyc_6", cycle]),
      "select cycle_id, count(*) from plan_results where cycle_id = 'cyc_6' group by 1",
      `select count(*) from sampled_cases where cycle_id = '${cycle}'`,
    ],
    actionFindings: [behind("cyc_6")],
    newAction: [grades, themes(cycle), levels("domain", of([cycle])), levels("criterion", of([cycle])), ...steps],
    scorecard: [
      cycles,
      grades,
      levels("domain", `l.key in ('VC', 'OU', 'PD', 'PP') and ${all}`),
      levels("criterion", `l.key in ('VC1', 'VC2', 'PD1', 'PP1') and ${all}`),
      "select * from actions",
      ...steps,
    ],
    codebook: ["select document from codebooks"],
  };
}
