CREATE TABLE `plan_results` (
	`sampled_case_id` text PRIMARY KEY NOT NULL,
	`cycle_id` text NOT NULL,
	`signed_off_on` text NOT NULL,
	`before` text,
	`after` text,
	`phase` text,
	`primary_need` text,
	`setting_type` text,
	`locality` text,
	`send_team` text,
	`writer_ref` text,
	`legal_regime` text,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `plan_results_by_cycle` ON `plan_results` (`cycle_id`,`phase`);--> statement-breakpoint
CREATE TABLE `plan_levels` (
	`sampled_case_id` text NOT NULL,
	`cycle_id` text NOT NULL,
	`part` text NOT NULL,
	`key` text NOT NULL,
	`level` text NOT NULL,
	PRIMARY KEY(`sampled_case_id`, `part`, `key`),
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `plan_levels_by_cycle` ON `plan_levels` (`cycle_id`,`part`,`key`,`level`);--> statement-breakpoint
CREATE TABLE `step_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`series` text NOT NULL,
	`day` text NOT NULL,
	`reason` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	`ended_by` text,
	`ended_at` integer,
	`ended_reason` text,
	FOREIGN KEY (`made_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`ended_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `step_changes_by_series` ON `step_changes` (`series`);