CREATE TABLE "calibration_plans" (
	"sampled_case_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"anchor" text COLLATE "C" NOT NULL,
	"plan" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "panel_views" (
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"criterion" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"view" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"version" bigint NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "panel_views_sampled_case_id_criterion_person_id_pk" PRIMARY KEY("sampled_case_id","criterion","person_id")
);
--> statement-breakpoint
ALTER TABLE "sampled_cases" ALTER COLUMN "case_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "cycles" ADD COLUMN "kind" text COLLATE "C" DEFAULT 'audit' NOT NULL;--> statement-breakpoint
ALTER TABLE "calibration_plans" ADD CONSTRAINT "calibration_plans_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_views" ADD CONSTRAINT "panel_views_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_views" ADD CONSTRAINT "panel_views_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calibration_plans_by_anchor" ON "calibration_plans" USING btree ("anchor");