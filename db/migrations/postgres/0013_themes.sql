CREATE TABLE "codebook_drafts" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"document" json NOT NULL,
	"based_on" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"started_by" text COLLATE "C" NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"edited_by" text COLLATE "C" NOT NULL,
	"edited_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"published_as" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "codebook_draft_steps" (
	"draft_id" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"of" bigint,
	"sentence" text COLLATE "C" NOT NULL,
	"changes" json NOT NULL,
	"made_by" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "codebook_draft_steps_draft_id_version_pk" PRIMARY KEY("draft_id","version")
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"source" text COLLATE "C" NOT NULL,
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"criterion" text COLLATE "C" NOT NULL,
	"reference" text COLLATE "C" NOT NULL,
	"auditor_id" text COLLATE "C",
	"agency" text COLLATE "C",
	"kind" text COLLATE "C",
	"stems" text COLLATE "C" NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"waits" boolean NOT NULL,
	"lot" bigint NOT NULL,
	"first_by" text COLLATE "C",
	"second_by" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "codings" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"audit_id" text COLLATE "C" NOT NULL,
	"criterion" text COLLATE "C" NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"part" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"themes" json,
	"line" text COLLATE "C" NOT NULL,
	"codebook_id" text COLLATE "C" NOT NULL,
	"suggested" json NOT NULL,
	"batch" text COLLATE "C" NOT NULL,
	"takes_back" boolean NOT NULL,
	"coded_by" text COLLATE "C" NOT NULL,
	"coded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "finding_codes" (
	"audit_id" text COLLATE "C" NOT NULL,
	"criterion" text COLLATE "C" NOT NULL,
	"code" text COLLATE "C" NOT NULL,
	"place" bigint NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"by_coder" boolean NOT NULL,
	CONSTRAINT "finding_codes_audit_id_criterion_code_pk" PRIMARY KEY("audit_id","criterion","code")
);
--> statement-breakpoint
CREATE TABLE "theme_words" (
	"word" text COLLATE "C" NOT NULL,
	"code" text COLLATE "C" NOT NULL,
	"n" bigint NOT NULL,
	CONSTRAINT "theme_words_word_code_pk" PRIMARY KEY("word","code")
);
--> statement-breakpoint
ALTER TABLE "codebook_drafts" ADD CONSTRAINT "codebook_drafts_based_on_codebooks_id_fk" FOREIGN KEY ("based_on") REFERENCES "public"."codebooks"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "codebook_drafts" ADD CONSTRAINT "codebook_drafts_started_by_people_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "codebook_drafts" ADD CONSTRAINT "codebook_drafts_edited_by_people_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "codebook_drafts" ADD CONSTRAINT "codebook_drafts_published_as_codebooks_id_fk" FOREIGN KEY ("published_as") REFERENCES "public"."codebooks"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "codebook_draft_steps" ADD CONSTRAINT "codebook_draft_steps_draft_id_codebook_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."codebook_drafts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "codebook_draft_steps" ADD CONSTRAINT "codebook_draft_steps_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "codings" ADD CONSTRAINT "codings_audit_id_audits_id_fk" FOREIGN KEY ("audit_id") REFERENCES "public"."audits"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "codings" ADD CONSTRAINT "codings_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "codings" ADD CONSTRAINT "codings_codebook_id_codebooks_id_fk" FOREIGN KEY ("codebook_id") REFERENCES "public"."codebooks"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "codings" ADD CONSTRAINT "codings_coded_by_people_id_fk" FOREIGN KEY ("coded_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_codes" ADD CONSTRAINT "finding_codes_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "finding_codes" ADD CONSTRAINT "finding_codes_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "findings_once" ON "findings" USING btree ("sampled_case_id","source","criterion");--> statement-breakpoint
CREATE INDEX "findings_to_code" ON "findings" USING btree ("cycle_id","state","reference","criterion");--> statement-breakpoint
CREATE INDEX "findings_by_auditor" ON "findings" USING btree ("auditor_id","saved_at");--> statement-breakpoint
CREATE INDEX "findings_by_time" ON "findings" USING btree ("saved_at");--> statement-breakpoint
CREATE UNIQUE INDEX "codings_once" ON "codings" USING btree ("audit_id","criterion","part","version");--> statement-breakpoint
CREATE INDEX "codings_by_cycle" ON "codings" USING btree ("cycle_id","coded_by");--> statement-breakpoint
CREATE INDEX "finding_codes_by_theme" ON "finding_codes" USING btree ("cycle_id","code","sampled_case_id");
--> statement-breakpoint
CREATE INDEX "findings_words" ON "findings" USING gin (to_tsvector('simple', "stems"));
