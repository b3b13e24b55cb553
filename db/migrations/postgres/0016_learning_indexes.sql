DROP INDEX "sampled_by_cycle";--> statement-breakpoint
DROP INDEX "finding_codes_by_theme";--> statement-breakpoint
DROP INDEX "plan_results_by_cycle";--> statement-breakpoint
DROP INDEX "plan_levels_by_cycle";--> statement-breakpoint
CREATE INDEX "findings_progress" ON "findings" USING btree ("cycle_id","state","waits","first_by","second_by","lot","sampled_case_id","source");--> statement-breakpoint
CREATE INDEX "findings_by_criterion" ON "findings" USING btree ("cycle_id","criterion","kind","reference");--> statement-breakpoint
CREATE INDEX "sampled_by_cycle" ON "sampled_cases" USING btree ("cycle_id","standing","draw_id");--> statement-breakpoint
CREATE INDEX "finding_codes_by_theme" ON "finding_codes" USING btree ("cycle_id","code","sampled_case_id","audit_id");--> statement-breakpoint
CREATE INDEX "plan_results_by_cycle" ON "plan_results" USING btree ("cycle_id","phase","before","after");--> statement-breakpoint
CREATE INDEX "plan_levels_by_cycle" ON "plan_levels" USING btree ("cycle_id","part","key","level","sampled_case_id");