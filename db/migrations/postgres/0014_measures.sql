CREATE TABLE "plan_results" (
	"sampled_case_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"signed_off_on" text COLLATE "C" NOT NULL,
	"before" text COLLATE "C",
	"after" text COLLATE "C",
	"phase" text COLLATE "C",
	"primary_need" text COLLATE "C",
	"setting_type" text COLLATE "C",
	"locality" text COLLATE "C",
	"send_team" text COLLATE "C",
	"writer_ref" text COLLATE "C",
	"legal_regime" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "plan_levels" (
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"part" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"level" text COLLATE "C" NOT NULL,
	CONSTRAINT "plan_levels_sampled_case_id_part_key_pk" PRIMARY KEY("sampled_case_id","part","key")
);
--> statement-breakpoint
CREATE TABLE "step_changes" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"series" text COLLATE "C" NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"made_by" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"ended_by" text COLLATE "C",
	"ended_at" timestamp (3) with time zone,
	"ended_reason" text COLLATE "C"
);
--> statement-breakpoint
ALTER TABLE "plan_results" ADD CONSTRAINT "plan_results_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_results" ADD CONSTRAINT "plan_results_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_levels" ADD CONSTRAINT "plan_levels_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_levels" ADD CONSTRAINT "plan_levels_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_changes" ADD CONSTRAINT "step_changes_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "step_changes" ADD CONSTRAINT "step_changes_ended_by_people_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "plan_results_by_cycle" ON "plan_results" USING btree ("cycle_id","phase");--> statement-breakpoint
CREATE INDEX "plan_levels_by_cycle" ON "plan_levels" USING btree ("cycle_id","part","key","level");--> statement-breakpoint
CREATE INDEX "step_changes_by_series" ON "step_changes" USING btree ("series");