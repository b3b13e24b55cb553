DROP INDEX `sampled_by_cycle`;--> statement-breakpoint
CREATE INDEX `sampled_by_cycle` ON `sampled_cases` (`cycle_id`,`standing`,`draw_id`);--> statement-breakpoint
DROP INDEX `finding_codes_by_theme`;--> statement-breakpoint
CREATE INDEX `finding_codes_by_theme` ON `finding_codes` (`cycle_id`,`code`,`sampled_case_id`,`audit_id`);--> statement-breakpoint
DROP INDEX `plan_results_by_cycle`;--> statement-breakpoint
CREATE INDEX `plan_results_by_cycle` ON `plan_results` (`cycle_id`,`phase`,`before`,`after`);--> statement-breakpoint
DROP INDEX `plan_levels_by_cycle`;--> statement-breakpoint
CREATE INDEX `plan_levels_by_cycle` ON `plan_levels` (`cycle_id`,`part`,`key`,`level`,`sampled_case_id`);--> statement-breakpoint
CREATE INDEX `findings_progress` ON `findings` (`cycle_id`,`state`,`waits`,`first_by`,`second_by`,`lot`,`sampled_case_id`,`source`);--> statement-breakpoint
CREATE INDEX `findings_by_criterion` ON `findings` (`cycle_id`,`criterion`,`kind`,`reference`);