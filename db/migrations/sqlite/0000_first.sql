CREATE TABLE `area` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`partners` text NOT NULL,
	`concern_contacts` text NOT NULL,
	`demonstration` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `organisations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`agency` text
);
--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_email` ON `people` (`email`);--> statement-breakpoint
CREATE TABLE `memberships` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`organisation_id` text NOT NULL,
	`role` text NOT NULL,
	`agency` text,
	`ends_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `memberships_once` ON `memberships` (`person_id`,`organisation_id`,`role`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token` ON `sessions` (`token`);--> statement-breakpoint
CREATE INDEX `sessions_by_person` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `accounts_by_person` ON `accounts` (`user_id`);--> statement-breakpoint
CREATE TABLE `verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verifications_by_identifier` ON `verifications` (`identifier`);--> statement-breakpoint
CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`files` text NOT NULL,
	`reference_date` text,
	`staged` text,
	`summary` text,
	`refusal` text,
	`started_by` text,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`started_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `cases` (
	`id` text PRIMARY KEY NOT NULL,
	`pseudonym` text NOT NULL,
	`reference` text NOT NULL,
	`case_ref` text,
	`legal_regime` text NOT NULL,
	`template_version` text,
	`plan_type` text NOT NULL,
	`plan_date` text NOT NULL,
	`birth_month` text,
	`year_group` integer,
	`phase` text,
	`sex` text,
	`primary_need` text,
	`secondary_needs` text NOT NULL,
	`setting_type` text,
	`setting_urn` text,
	`locality` text,
	`looked_after` integer,
	`cin_cp` integer,
	`eotas` integer,
	`home_educated` integer,
	`send_team` text,
	`plan_writer_ref` text,
	`personal_budget` integer,
	`residential` integer,
	`request_date` text,
	`decision_to_assess_date` text,
	`decision_to_issue_date` text,
	`final_date` text,
	`week20_exempt` integer,
	`review_meeting_date` text,
	`review_decision` text,
	`review_decision_date` text,
	`review_draft_date` text,
	`phase_transfer_due` text,
	`phase_transfer_final` text,
	`advice_health_requested` text,
	`advice_health_received` text,
	`advice_care_requested` text,
	`advice_care_received` text,
	`advice_ep_requested` text,
	`advice_ep_received` text,
	`complaint` integer,
	`tribunal` integer,
	`active` integer NOT NULL,
	`first_import_id` text NOT NULL,
	`last_import_id` text NOT NULL,
	`version` integer NOT NULL,
	FOREIGN KEY (`first_import_id`) REFERENCES `imports`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`last_import_id`) REFERENCES `imports`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cases_pseudonym` ON `cases` (`pseudonym`);--> statement-breakpoint
CREATE UNIQUE INDEX `cases_reference` ON `cases` (`reference`);--> statement-breakpoint
CREATE TABLE `journeys` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`journey` text NOT NULL,
	`last_import_id` text NOT NULL,
	FOREIGN KEY (`last_import_id`) REFERENCES `imports`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `journeys_key` ON `journeys` (`key`);--> statement-breakpoint
CREATE TABLE `rubrics` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`version` text NOT NULL,
	`title` text NOT NULL,
	`status` text NOT NULL,
	`document` text NOT NULL,
	`sha256` text NOT NULL,
	`published_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rubrics_version` ON `rubrics` (`key`,`version`);--> statement-breakpoint
CREATE TABLE `codebooks` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`version` text NOT NULL,
	`document` text NOT NULL,
	`published_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `codebooks_version` ON `codebooks` (`key`,`version`);--> statement-breakpoint
CREATE TABLE `cycles` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`question` text NOT NULL,
	`status` text NOT NULL,
	`rubric_id` text NOT NULL,
	`codebook_id` text NOT NULL,
	`short_form` integer NOT NULL,
	`modules` text NOT NULL,
	`limits_mode` text NOT NULL,
	`period_from` text NOT NULL,
	`period_to` text NOT NULL,
	`scoring_opens` text NOT NULL,
	`scoring_due` text NOT NULL,
	`moderation_on` text,
	`seed` text NOT NULL,
	`seed_fixed_at` integer NOT NULL,
	`opened_by` text NOT NULL,
	`opened_at` integer NOT NULL,
	`closed_at` integer,
	`version` integer NOT NULL,
	FOREIGN KEY (`rubric_id`) REFERENCES `rubrics`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`codebook_id`) REFERENCES `codebooks`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`opened_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `draws` (
	`id` text PRIMARY KEY NOT NULL,
	`cycle_id` text NOT NULL,
	`number` integer NOT NULL,
	`record` text NOT NULL,
	`design` text NOT NULL,
	`reason` text NOT NULL,
	`drawn_by` text NOT NULL,
	`drawn_at` integer NOT NULL,
	`replaced_at` integer,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`drawn_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `draws_number` ON `draws` (`cycle_id`,`number`);--> statement-breakpoint
CREATE TABLE `sampled_cases` (
	`id` text PRIMARY KEY NOT NULL,
	`cycle_id` text NOT NULL,
	`draw_id` text NOT NULL,
	`case_id` text NOT NULL,
	`stratum` text NOT NULL,
	`position` integer NOT NULL,
	`standing` text NOT NULL,
	`snapshot` text NOT NULL,
	`replaced_reason` text,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`draw_id`) REFERENCES `draws`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`case_id`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sampled_once` ON `sampled_cases` (`draw_id`,`case_id`);--> statement-breakpoint
CREATE INDEX `sampled_by_cycle` ON `sampled_cases` (`cycle_id`);--> statement-breakpoint
CREATE TABLE `audits` (
	`id` text PRIMARY KEY NOT NULL,
	`cycle_id` text NOT NULL,
	`sampled_case_id` text NOT NULL,
	`auditor_id` text NOT NULL,
	`agency` text NOT NULL,
	`status` text NOT NULL,
	`due_on` text NOT NULL,
	`assigned_at` integer NOT NULL,
	`started_at` integer,
	`submitted_at` integer,
	`last_criterion` text,
	`reopened_reason` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`auditor_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audits_once` ON `audits` (`sampled_case_id`,`auditor_id`);--> statement-breakpoint
CREATE INDEX `audits_by_auditor` ON `audits` (`auditor_id`);--> statement-breakpoint
CREATE INDEX `audits_by_cycle` ON `audits` (`cycle_id`);--> statement-breakpoint
CREATE TABLE `answers` (
	`audit_id` text NOT NULL,
	`criterion` text NOT NULL,
	`score` text,
	`reason` text NOT NULL,
	`note` text NOT NULL,
	`quotes` text NOT NULL,
	`finding` text,
	`version` integer NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`audit_id`, `criterion`),
	FOREIGN KEY (`audit_id`) REFERENCES `audits`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `answer_history` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`audit_id` text NOT NULL,
	`criterion` text NOT NULL,
	`version` integer NOT NULL,
	`score` text,
	`saved_at` integer NOT NULL,
	FOREIGN KEY (`audit_id`) REFERENCES `audits`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `answer_history_by_audit` ON `answer_history` (`audit_id`,`criterion`);--> statement-breakpoint
CREATE TABLE `moderations` (
	`sampled_case_id` text PRIMARY KEY NOT NULL,
	`present` text NOT NULL,
	`grade_shown_at` integer,
	`signed_off_by` text,
	`signed_off_at` integer,
	`result` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`signed_off_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `settlements` (
	`sampled_case_id` text NOT NULL,
	`criterion` text NOT NULL,
	`version` integer NOT NULL,
	`agreed` text NOT NULL,
	`reason` text NOT NULL,
	`finding` text NOT NULL,
	`settled_by` text NOT NULL,
	`settled_at` integer NOT NULL,
	PRIMARY KEY(`sampled_case_id`, `criterion`, `version`),
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`settled_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `reports` (
	`id` text PRIMARY KEY NOT NULL,
	`cycle_id` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`progress` text NOT NULL,
	`data` text NOT NULL,
	`bytes` blob,
	`sha256` text,
	`pages` integer,
	`replaced` text,
	`problem` text,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`ready_at` integer,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`asked_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `reports_by_cycle` ON `reports` (`cycle_id`);--> statement-breakpoint
CREATE TABLE `concerns` (
	`id` text PRIMARY KEY NOT NULL,
	`reference` text NOT NULL,
	`case_reference` text NOT NULL,
	`words` text NOT NULL,
	`told` text NOT NULL,
	`raised_by` text NOT NULL,
	`raised_at` integer NOT NULL,
	FOREIGN KEY (`raised_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `trail` (
	`position` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`sentence` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `trail_by_subject` ON `trail` (`subject_kind`,`subject_id`);