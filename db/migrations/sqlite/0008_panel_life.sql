CREATE TABLE `meetings` (
	`id` text PRIMARY KEY NOT NULL,
	`cycle_id` text NOT NULL,
	`day` text NOT NULL,
	`starts_at` text NOT NULL,
	`ends_at` text NOT NULL,
	`place` text NOT NULL,
	`planned_by` text NOT NULL,
	`planned_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`cancelled_at` integer,
	`cancelled_reason` text,
	`sequence` integer NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`planned_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `meetings_by_cycle` ON `meetings` (`cycle_id`);--> statement-breakpoint
CREATE TABLE `meeting_people` (
	`meeting_id` text NOT NULL,
	`person_id` text NOT NULL,
	`asked_at` integer NOT NULL,
	`dropped_at` integer,
	PRIMARY KEY(`meeting_id`, `person_id`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `meeting_people_by_person` ON `meeting_people` (`person_id`);--> statement-breakpoint
CREATE TABLE `meeting_plans` (
	`meeting_id` text NOT NULL,
	`sampled_case_id` text NOT NULL,
	PRIMARY KEY(`meeting_id`, `sampled_case_id`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `meeting_plans_by_plan` ON `meeting_plans` (`sampled_case_id`);--> statement-breakpoint
CREATE TABLE `cycle_reopenings` (
	`id` text PRIMARY KEY NOT NULL,
	`cycle_id` text NOT NULL,
	`reason` text NOT NULL,
	`reopened_by` text NOT NULL,
	`reopened_at` integer NOT NULL,
	`figures` text NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`reopened_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `cycle_reopenings_by_cycle` ON `cycle_reopenings` (`cycle_id`);--> statement-breakpoint
CREATE TABLE `earlier_sign_offs` (
	`id` text PRIMARY KEY NOT NULL,
	`sampled_case_id` text NOT NULL,
	`present` text NOT NULL,
	`signed_off_by` text NOT NULL,
	`signed_off_at` integer NOT NULL,
	`result` text NOT NULL,
	`reason` text NOT NULL,
	`taken_back_by` text NOT NULL,
	`taken_back_at` integer NOT NULL,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`signed_off_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`taken_back_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `earlier_sign_offs_by_plan` ON `earlier_sign_offs` (`sampled_case_id`);--> statement-breakpoint
CREATE TABLE `reminders` (
	`person_id` text NOT NULL,
	`kind` text NOT NULL,
	`about` text NOT NULL,
	`day` text NOT NULL,
	`keys` text NOT NULL,
	`status` text NOT NULL,
	`tries` integer NOT NULL,
	`at` integer NOT NULL,
	`sent_by` text,
	PRIMARY KEY(`person_id`, `kind`, `about`, `day`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`sent_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `reminders_by_time` ON `reminders` (`at`);--> statement-breakpoint
CREATE TABLE `reminder_refusals` (
	`person_id` text PRIMARY KEY NOT NULL,
	`since` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
ALTER TABLE `sampled_cases` ADD `replaced_at` integer;--> statement-breakpoint
ALTER TABLE `sampled_cases` ADD `replaced_by_id` text;--> statement-breakpoint
ALTER TABLE `audits` ADD `withdrawn_at` integer;--> statement-breakpoint
ALTER TABLE `audits` ADD `withdrawn_because` text;