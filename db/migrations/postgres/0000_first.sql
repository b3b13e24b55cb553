CREATE TABLE "area" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"partners" text COLLATE "C" NOT NULL,
	"concern_contacts" json NOT NULL,
	"demonstration" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"agency" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"email" text COLLATE "C" NOT NULL,
	"email_verified" boolean NOT NULL,
	"image" text COLLATE "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"organisation_id" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	"agency" text COLLATE "C",
	"ends_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"token" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text COLLATE "C",
	"user_agent" text COLLATE "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"account_id" text COLLATE "C" NOT NULL,
	"provider_id" text COLLATE "C" NOT NULL,
	"user_id" text COLLATE "C" NOT NULL,
	"access_token" text COLLATE "C",
	"refresh_token" text COLLATE "C",
	"id_token" text COLLATE "C",
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text COLLATE "C",
	"password" text COLLATE "C",
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"identifier" text COLLATE "C" NOT NULL,
	"value" text COLLATE "C" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"files" json NOT NULL,
	"reference_date" text COLLATE "C",
	"staged" text COLLATE "C",
	"summary" json,
	"refusal" text COLLATE "C",
	"started_by" text COLLATE "C",
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"pseudonym" text COLLATE "C" NOT NULL,
	"reference" text COLLATE "C" NOT NULL,
	"case_ref" text COLLATE "C",
	"legal_regime" text COLLATE "C" NOT NULL,
	"template_version" text COLLATE "C",
	"plan_type" text COLLATE "C" NOT NULL,
	"plan_date" text COLLATE "C" NOT NULL,
	"birth_month" text COLLATE "C",
	"year_group" bigint,
	"phase" text COLLATE "C",
	"sex" text COLLATE "C",
	"primary_need" text COLLATE "C",
	"secondary_needs" json NOT NULL,
	"setting_type" text COLLATE "C",
	"setting_urn" text COLLATE "C",
	"locality" text COLLATE "C",
	"looked_after" boolean,
	"cin_cp" boolean,
	"eotas" boolean,
	"home_educated" boolean,
	"send_team" text COLLATE "C",
	"plan_writer_ref" text COLLATE "C",
	"personal_budget" boolean,
	"residential" boolean,
	"request_date" text COLLATE "C",
	"decision_to_assess_date" text COLLATE "C",
	"decision_to_issue_date" text COLLATE "C",
	"final_date" text COLLATE "C",
	"week20_exempt" boolean,
	"review_meeting_date" text COLLATE "C",
	"review_decision" text COLLATE "C",
	"review_decision_date" text COLLATE "C",
	"review_draft_date" text COLLATE "C",
	"phase_transfer_due" text COLLATE "C",
	"phase_transfer_final" text COLLATE "C",
	"advice_health_requested" text COLLATE "C",
	"advice_health_received" text COLLATE "C",
	"advice_care_requested" text COLLATE "C",
	"advice_care_received" text COLLATE "C",
	"advice_ep_requested" text COLLATE "C",
	"advice_ep_received" text COLLATE "C",
	"complaint" boolean,
	"tribunal" boolean,
	"active" boolean NOT NULL,
	"first_import_id" text COLLATE "C" NOT NULL,
	"last_import_id" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "journeys" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"journey" json NOT NULL,
	"last_import_id" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rubrics" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"version" text COLLATE "C" NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"document" json NOT NULL,
	"sha256" text COLLATE "C" NOT NULL,
	"published_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "codebooks" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"version" text COLLATE "C" NOT NULL,
	"document" json NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cycles" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"question" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"rubric_id" text COLLATE "C" NOT NULL,
	"codebook_id" text COLLATE "C" NOT NULL,
	"short_form" boolean NOT NULL,
	"modules" json NOT NULL,
	"limits_mode" text COLLATE "C" NOT NULL,
	"period_from" text COLLATE "C" NOT NULL,
	"period_to" text COLLATE "C" NOT NULL,
	"scoring_opens" text COLLATE "C" NOT NULL,
	"scoring_due" text COLLATE "C" NOT NULL,
	"moderation_on" text COLLATE "C",
	"seed" text COLLATE "C" NOT NULL,
	"seed_fixed_at" timestamp (3) with time zone NOT NULL,
	"opened_by" text COLLATE "C" NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "draws" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"number" bigint NOT NULL,
	"record" json NOT NULL,
	"design" json NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"drawn_by" text COLLATE "C" NOT NULL,
	"drawn_at" timestamp (3) with time zone NOT NULL,
	"replaced_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sampled_cases" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"draw_id" text COLLATE "C" NOT NULL,
	"case_id" text COLLATE "C" NOT NULL,
	"stratum" text COLLATE "C" NOT NULL,
	"position" bigint NOT NULL,
	"standing" text COLLATE "C" NOT NULL,
	"snapshot" json NOT NULL,
	"replaced_reason" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "audits" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"auditor_id" text COLLATE "C" NOT NULL,
	"agency" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"due_on" text COLLATE "C" NOT NULL,
	"assigned_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"submitted_at" timestamp (3) with time zone,
	"last_criterion" text COLLATE "C",
	"reopened_reason" text COLLATE "C",
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "answers" (
	"audit_id" text COLLATE "C" NOT NULL,
	"criterion" text COLLATE "C" NOT NULL,
	"score" text COLLATE "C",
	"reason" text COLLATE "C" NOT NULL,
	"note" text COLLATE "C" NOT NULL,
	"quotes" json NOT NULL,
	"finding" json,
	"version" bigint NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "answers_audit_id_criterion_pk" PRIMARY KEY("audit_id","criterion")
);
--> statement-breakpoint
CREATE TABLE "answer_history" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"audit_id" text COLLATE "C" NOT NULL,
	"criterion" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"score" text COLLATE "C",
	"saved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "moderations" (
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"present" json NOT NULL,
	"grade_shown_at" timestamp (3) with time zone,
	"signed_off_by" text COLLATE "C",
	"signed_off_at" timestamp (3) with time zone,
	"result" json,
	"version" bigint NOT NULL,
	CONSTRAINT "moderations_sampled_case_id_pk" PRIMARY KEY("sampled_case_id")
);
--> statement-breakpoint
CREATE TABLE "settlements" (
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"criterion" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"agreed" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"finding" text COLLATE "C" NOT NULL,
	"settled_by" text COLLATE "C" NOT NULL,
	"settled_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "settlements_sampled_case_id_criterion_version_pk" PRIMARY KEY("sampled_case_id","criterion","version")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"progress" text COLLATE "C" NOT NULL,
	"data" json NOT NULL,
	"bytes" "bytea",
	"sha256" text COLLATE "C",
	"pages" bigint,
	"replaced" json,
	"problem" text COLLATE "C",
	"asked_by" text COLLATE "C" NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"ready_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "concerns" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"reference" text COLLATE "C" NOT NULL,
	"case_reference" text COLLATE "C" NOT NULL,
	"words" text COLLATE "C" NOT NULL,
	"told" text COLLATE "C" NOT NULL,
	"raised_by" text COLLATE "C" NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trail" (
	"position" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"actor_id" text COLLATE "C",
	"actor_name" text COLLATE "C" NOT NULL,
	"subject_kind" text COLLATE "C" NOT NULL,
	"subject_id" text COLLATE "C" NOT NULL,
	"sentence" text COLLATE "C" NOT NULL,
	"previous_hash" text COLLATE "C" NOT NULL,
	"hash" text COLLATE "C" NOT NULL,
	CONSTRAINT "trail_position_pk" PRIMARY KEY("position")
);
--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_people_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_people_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_started_by_people_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_first_import_id_imports_id_fk" FOREIGN KEY ("first_import_id") REFERENCES "public"."imports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_last_import_id_imports_id_fk" FOREIGN KEY ("last_import_id") REFERENCES "public"."imports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journeys" ADD CONSTRAINT "journeys_last_import_id_imports_id_fk" FOREIGN KEY ("last_import_id") REFERENCES "public"."imports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cycles" ADD CONSTRAINT "cycles_rubric_id_rubrics_id_fk" FOREIGN KEY ("rubric_id") REFERENCES "public"."rubrics"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cycles" ADD CONSTRAINT "cycles_codebook_id_codebooks_id_fk" FOREIGN KEY ("codebook_id") REFERENCES "public"."codebooks"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cycles" ADD CONSTRAINT "cycles_opened_by_people_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draws" ADD CONSTRAINT "draws_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draws" ADD CONSTRAINT "draws_drawn_by_people_id_fk" FOREIGN KEY ("drawn_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sampled_cases" ADD CONSTRAINT "sampled_cases_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sampled_cases" ADD CONSTRAINT "sampled_cases_draw_id_draws_id_fk" FOREIGN KEY ("draw_id") REFERENCES "public"."draws"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sampled_cases" ADD CONSTRAINT "sampled_cases_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audits" ADD CONSTRAINT "audits_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audits" ADD CONSTRAINT "audits_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audits" ADD CONSTRAINT "audits_auditor_id_people_id_fk" FOREIGN KEY ("auditor_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_audit_id_audits_id_fk" FOREIGN KEY ("audit_id") REFERENCES "public"."audits"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "answer_history" ADD CONSTRAINT "answer_history_audit_id_audits_id_fk" FOREIGN KEY ("audit_id") REFERENCES "public"."audits"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderations" ADD CONSTRAINT "moderations_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moderations" ADD CONSTRAINT "moderations_signed_off_by_people_id_fk" FOREIGN KEY ("signed_off_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_settled_by_people_id_fk" FOREIGN KEY ("settled_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_asked_by_people_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concerns" ADD CONSTRAINT "concerns_raised_by_people_id_fk" FOREIGN KEY ("raised_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "people_email" ON "people" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "memberships_once" ON "memberships" USING btree ("person_id","organisation_id","role");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_token" ON "sessions" USING btree ("token");--> statement-breakpoint
CREATE INDEX "sessions_by_person" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "accounts_by_person" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verifications_by_identifier" ON "verifications" USING btree ("identifier");--> statement-breakpoint
CREATE UNIQUE INDEX "cases_pseudonym" ON "cases" USING btree ("pseudonym");--> statement-breakpoint
CREATE UNIQUE INDEX "cases_reference" ON "cases" USING btree ("reference");--> statement-breakpoint
CREATE UNIQUE INDEX "journeys_key" ON "journeys" USING btree ("key");--> statement-breakpoint
CREATE UNIQUE INDEX "rubrics_version" ON "rubrics" USING btree ("key","version");--> statement-breakpoint
CREATE UNIQUE INDEX "codebooks_version" ON "codebooks" USING btree ("key","version");--> statement-breakpoint
CREATE UNIQUE INDEX "draws_number" ON "draws" USING btree ("cycle_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "sampled_once" ON "sampled_cases" USING btree ("draw_id","case_id");--> statement-breakpoint
CREATE INDEX "sampled_by_cycle" ON "sampled_cases" USING btree ("cycle_id");--> statement-breakpoint
CREATE UNIQUE INDEX "audits_once" ON "audits" USING btree ("sampled_case_id","auditor_id");--> statement-breakpoint
CREATE INDEX "audits_by_auditor" ON "audits" USING btree ("auditor_id");--> statement-breakpoint
CREATE INDEX "audits_by_cycle" ON "audits" USING btree ("cycle_id");--> statement-breakpoint
CREATE INDEX "answer_history_by_audit" ON "answer_history" USING btree ("audit_id","criterion");--> statement-breakpoint
CREATE INDEX "reports_by_cycle" ON "reports" USING btree ("cycle_id");--> statement-breakpoint
CREATE INDEX "trail_by_subject" ON "trail" USING btree ("subject_kind","subject_id");