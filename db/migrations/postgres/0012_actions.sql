CREATE TABLE "learning_sources" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"words" text COLLATE "C" NOT NULL,
	"theme" text COLLATE "C",
	"opened_by" text COLLATE "C" NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "period_counts" (
	"subject" text COLLATE "C" NOT NULL,
	"period_from" text COLLATE "C" NOT NULL,
	"period_to" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"count" bigint NOT NULL,
	"of" bigint,
	"entered_by" text COLLATE "C" NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "period_counts_subject_period_from_period_to_version_pk" PRIMARY KEY("subject","period_from","period_to","version")
);
--> statement-breakpoint
CREATE TABLE "outcome_counts" (
	"period_from" text COLLATE "C" NOT NULL,
	"period_to" text COLLATE "C" NOT NULL,
	"phase" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"reviews" bigint NOT NULL,
	"met" bigint NOT NULL,
	"partly" bigint NOT NULL,
	"not_met" bigint NOT NULL,
	"narrative" text COLLATE "C" NOT NULL,
	"entered_by" text COLLATE "C" NOT NULL,
	"entered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "outcome_counts_period_from_period_to_phase_version_pk" PRIMARY KEY("period_from","period_to","phase","version")
);
--> statement-breakpoint
CREATE TABLE "actions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"steps" text COLLATE "C" NOT NULL,
	"owner_id" text COLLATE "C" NOT NULL,
	"with_whom" text COLLATE "C" NOT NULL,
	"services" json NOT NULL,
	"measure" json NOT NULL,
	"baseline" json NOT NULL,
	"target" bigint NOT NULL,
	"due_on" text COLLATE "C" NOT NULL,
	"next" text COLLATE "C" NOT NULL,
	"source_id" text COLLATE "C",
	"status" text COLLATE "C" NOT NULL,
	"done_on" text COLLATE "C",
	"test_cycle_id" text COLLATE "C",
	"effect" json,
	"effect_on" text COLLATE "C",
	"opened_by" text COLLATE "C" NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "action_versions" (
	"action_id" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"words" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"kept" json NOT NULL,
	"made_by" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "action_versions_action_id_version_pk" PRIMARY KEY("action_id","version")
);
--> statement-breakpoint
CREATE TABLE "action_entries" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"action_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"words" text COLLATE "C" NOT NULL,
	"link" text COLLATE "C",
	"agency" text COLLATE "C",
	"response" text COLLATE "C",
	"written_by" text COLLATE "C" NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "learning_sources" ADD CONSTRAINT "learning_sources_opened_by_people_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "period_counts" ADD CONSTRAINT "period_counts_entered_by_people_id_fk" FOREIGN KEY ("entered_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outcome_counts" ADD CONSTRAINT "outcome_counts_entered_by_people_id_fk" FOREIGN KEY ("entered_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_source_id_learning_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."learning_sources"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_test_cycle_id_cycles_id_fk" FOREIGN KEY ("test_cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_opened_by_people_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_versions" ADD CONSTRAINT "action_versions_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_versions" ADD CONSTRAINT "action_versions_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_entries" ADD CONSTRAINT "action_entries_action_id_actions_id_fk" FOREIGN KEY ("action_id") REFERENCES "public"."actions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "action_entries" ADD CONSTRAINT "action_entries_written_by_people_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "actions_number" ON "actions" USING btree ("number");--> statement-breakpoint
CREATE INDEX "actions_by_owner" ON "actions" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "action_entries_by_action" ON "action_entries" USING btree ("action_id");