CREATE TABLE "written_reports" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"view" text COLLATE "C" NOT NULL,
	"number" bigint NOT NULL,
	"stage" text COLLATE "C" NOT NULL,
	"audience" text COLLATE "C" NOT NULL,
	"chapters" json NOT NULL,
	"data" json NOT NULL,
	"rubric" json,
	"partners" json NOT NULL,
	"version" bigint NOT NULL,
	"started_by" text COLLATE "C" NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"edited_by" text COLLATE "C" NOT NULL,
	"edited_at" timestamp (3) with time zone NOT NULL,
	"issued_by" text COLLATE "C",
	"issued_at" timestamp (3) with time zone,
	"edition" json,
	"content_hash" text COLLATE "C",
	"withdrawn_by" text COLLATE "C",
	"withdrawn_at" timestamp (3) with time zone,
	"withdrawn_reason" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "report_words" (
	"report_id" text COLLATE "C" NOT NULL,
	"field" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"text" text COLLATE "C" NOT NULL,
	"saved_by" text COLLATE "C" NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "report_words_report_id_field_version_pk" PRIMARY KEY("report_id","field","version")
);
--> statement-breakpoint
CREATE TABLE "report_comments" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"report_id" text COLLATE "C" NOT NULL,
	"chapter" text COLLATE "C",
	"words" text COLLATE "C" NOT NULL,
	"written_by" text COLLATE "C" NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	"settled_by" text COLLATE "C",
	"settled_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "report_quotes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"report_id" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"decision" text COLLATE "C" NOT NULL,
	"decided_by" text COLLATE "C" NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_names_found" (
	"report_id" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"place" text COLLATE "C" NOT NULL,
	"starts" bigint NOT NULL,
	"ends" bigint NOT NULL,
	CONSTRAINT "report_names_found_report_id_key_pk" PRIMARY KEY("report_id","key")
);
--> statement-breakpoint
CREATE TABLE "report_name_checks" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"report_id" text COLLATE "C" NOT NULL,
	"words_hash" text COLLATE "C" NOT NULL,
	"names" bigint NOT NULL,
	"checked_by" text COLLATE "C" NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_answers" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"report_id" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"answered_by" text COLLATE "C" NOT NULL,
	"answered_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_sign_offs" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"report_id" text COLLATE "C" NOT NULL,
	"organisation_id" text COLLATE "C" NOT NULL,
	"content_hash" text COLLATE "C" NOT NULL,
	"signed_by" text COLLATE "C" NOT NULL,
	"signed_on" text COLLATE "C" NOT NULL,
	"recorded_by" text COLLATE "C" NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "written_id" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "written_reports" ADD CONSTRAINT "written_reports_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "written_reports" ADD CONSTRAINT "written_reports_started_by_people_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "written_reports" ADD CONSTRAINT "written_reports_edited_by_people_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "written_reports" ADD CONSTRAINT "written_reports_issued_by_people_id_fk" FOREIGN KEY ("issued_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "written_reports" ADD CONSTRAINT "written_reports_withdrawn_by_people_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_words" ADD CONSTRAINT "report_words_report_id_written_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."written_reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_words" ADD CONSTRAINT "report_words_saved_by_people_id_fk" FOREIGN KEY ("saved_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_comments" ADD CONSTRAINT "report_comments_report_id_written_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."written_reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_comments" ADD CONSTRAINT "report_comments_written_by_people_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_comments" ADD CONSTRAINT "report_comments_settled_by_people_id_fk" FOREIGN KEY ("settled_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_quotes" ADD CONSTRAINT "report_quotes_report_id_written_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."written_reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_quotes" ADD CONSTRAINT "report_quotes_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_names_found" ADD CONSTRAINT "report_names_found_report_id_written_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."written_reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_name_checks" ADD CONSTRAINT "report_name_checks_report_id_written_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."written_reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_name_checks" ADD CONSTRAINT "report_name_checks_checked_by_people_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_answers" ADD CONSTRAINT "report_answers_report_id_written_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."written_reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_answers" ADD CONSTRAINT "report_answers_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_sign_offs" ADD CONSTRAINT "report_sign_offs_report_id_written_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."written_reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_sign_offs" ADD CONSTRAINT "report_sign_offs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_sign_offs" ADD CONSTRAINT "report_sign_offs_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "written_reports_by_cycle" ON "written_reports" USING btree ("cycle_id");--> statement-breakpoint
CREATE UNIQUE INDEX "written_reports_number" ON "written_reports" USING btree ("cycle_id","number");--> statement-breakpoint
CREATE INDEX "report_comments_by_report" ON "report_comments" USING btree ("report_id");--> statement-breakpoint
CREATE INDEX "report_quotes_by_report" ON "report_quotes" USING btree ("report_id");--> statement-breakpoint
CREATE INDEX "report_name_checks_by_report" ON "report_name_checks" USING btree ("report_id");--> statement-breakpoint
CREATE INDEX "report_answers_by_report" ON "report_answers" USING btree ("report_id");--> statement-breakpoint
CREATE INDEX "report_sign_offs_by_report" ON "report_sign_offs" USING btree ("report_id");--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_written_id_written_reports_id_fk" FOREIGN KEY ("written_id") REFERENCES "public"."written_reports"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "reports_by_written" ON "reports" USING btree ("written_id");