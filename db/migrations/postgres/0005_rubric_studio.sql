CREATE TABLE "rubric_drafts" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"document" json NOT NULL,
	"based_on" text COLLATE "C",
	"version" bigint NOT NULL,
	"started_by" text COLLATE "C" NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"edited_by" text COLLATE "C" NOT NULL,
	"edited_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"published_as" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "rubric_draft_steps" (
	"draft_id" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"of" bigint,
	"sentence" text COLLATE "C" NOT NULL,
	"changes" json NOT NULL,
	"made_by" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "rubric_draft_steps_draft_id_version_pk" PRIMARY KEY("draft_id","version")
);
--> statement-breakpoint
CREATE TABLE "rubric_draft_visits" (
	"draft_id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "rubric_draft_visits_draft_id_person_id_pk" PRIMARY KEY("draft_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "rubric_approvals" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"rubric_key" text COLLATE "C" NOT NULL,
	"content_hash" text COLLATE "C" NOT NULL,
	"organisation_id" text COLLATE "C" NOT NULL,
	"agreed" boolean NOT NULL,
	"confirmed_by" text COLLATE "C" NOT NULL,
	"confirmed_on" text COLLATE "C" NOT NULL,
	"recorded_by" text COLLATE "C" NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rubric_retirements" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"rubric_id" text COLLATE "C" NOT NULL,
	"retired" boolean NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"made_by" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rubric_imports" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"file" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"document" json,
	"problems" json NOT NULL,
	"started_by" text COLLATE "C" NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"draft_id" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "bridging_sets" (
	"cycle_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"earlier_cycle_id" text COLLATE "C" NOT NULL,
	"made_by" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "rubrics" ADD COLUMN "based_on" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "rubrics" ADD COLUMN "agreed_by" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "rubrics" ADD COLUMN "agreed_on" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "rubric_drafts" ADD CONSTRAINT "rubric_drafts_based_on_rubrics_id_fk" FOREIGN KEY ("based_on") REFERENCES "public"."rubrics"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_drafts" ADD CONSTRAINT "rubric_drafts_started_by_people_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_drafts" ADD CONSTRAINT "rubric_drafts_edited_by_people_id_fk" FOREIGN KEY ("edited_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_drafts" ADD CONSTRAINT "rubric_drafts_published_as_rubrics_id_fk" FOREIGN KEY ("published_as") REFERENCES "public"."rubrics"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_draft_steps" ADD CONSTRAINT "rubric_draft_steps_draft_id_rubric_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."rubric_drafts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_draft_steps" ADD CONSTRAINT "rubric_draft_steps_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_draft_visits" ADD CONSTRAINT "rubric_draft_visits_draft_id_rubric_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."rubric_drafts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_draft_visits" ADD CONSTRAINT "rubric_draft_visits_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_approvals" ADD CONSTRAINT "rubric_approvals_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_approvals" ADD CONSTRAINT "rubric_approvals_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_retirements" ADD CONSTRAINT "rubric_retirements_rubric_id_rubrics_id_fk" FOREIGN KEY ("rubric_id") REFERENCES "public"."rubrics"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_retirements" ADD CONSTRAINT "rubric_retirements_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_imports" ADD CONSTRAINT "rubric_imports_started_by_people_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rubric_imports" ADD CONSTRAINT "rubric_imports_draft_id_rubric_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."rubric_drafts"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridging_sets" ADD CONSTRAINT "bridging_sets_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridging_sets" ADD CONSTRAINT "bridging_sets_earlier_cycle_id_cycles_id_fk" FOREIGN KEY ("earlier_cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bridging_sets" ADD CONSTRAINT "bridging_sets_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rubric_approvals_by_content" ON "rubric_approvals" USING btree ("content_hash");--> statement-breakpoint
CREATE INDEX "rubric_retirements_by_rubric" ON "rubric_retirements" USING btree ("rubric_id");