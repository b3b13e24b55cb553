CREATE TABLE `codebook_drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`document` text NOT NULL,
	`based_on` text NOT NULL,
	`version` integer NOT NULL,
	`started_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`edited_by` text NOT NULL,
	`edited_at` integer NOT NULL,
	`deleted_at` integer,
	`published_as` text,
	FOREIGN KEY (`based_on`) REFERENCES `codebooks`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`started_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`edited_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`published_as`) REFERENCES `codebooks`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `codebook_draft_steps` (
	`draft_id` text NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	`of` integer,
	`sentence` text NOT NULL,
	`changes` text NOT NULL,
	`made_by` text NOT NULL,
	`made_at` integer NOT NULL,
	PRIMARY KEY(`draft_id`, `version`),
	FOREIGN KEY (`draft_id`) REFERENCES `codebook_drafts`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`made_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE TABLE `findings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`sampled_case_id` text NOT NULL,
	`cycle_id` text NOT NULL,
	`criterion` text NOT NULL,
	`reference` text NOT NULL,
	`auditor_id` text,
	`agency` text,
	`kind` text,
	`stems` text NOT NULL,
	`saved_at` integer NOT NULL,
	`state` text NOT NULL,
	`waits` integer NOT NULL,
	`lot` integer NOT NULL,
	`first_by` text,
	`second_by` text,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `findings_once` ON `findings` (`sampled_case_id`,`source`,`criterion`);--> statement-breakpoint
CREATE INDEX `findings_to_code` ON `findings` (`cycle_id`,`state`,`reference`,`criterion`);--> statement-breakpoint
CREATE INDEX `findings_by_auditor` ON `findings` (`auditor_id`,`saved_at`);--> statement-breakpoint
CREATE INDEX `findings_by_time` ON `findings` (`saved_at`);--> statement-breakpoint
CREATE TABLE `codings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`audit_id` text NOT NULL,
	`criterion` text NOT NULL,
	`cycle_id` text NOT NULL,
	`part` text NOT NULL,
	`version` integer NOT NULL,
	`themes` text,
	`line` text NOT NULL,
	`codebook_id` text NOT NULL,
	`suggested` text NOT NULL,
	`batch` text NOT NULL,
	`takes_back` integer NOT NULL,
	`coded_by` text NOT NULL,
	`coded_at` integer NOT NULL,
	FOREIGN KEY (`audit_id`) REFERENCES `audits`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`codebook_id`) REFERENCES `codebooks`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`coded_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE UNIQUE INDEX `codings_once` ON `codings` (`audit_id`,`criterion`,`part`,`version`);--> statement-breakpoint
CREATE INDEX `codings_by_cycle` ON `codings` (`cycle_id`,`coded_by`);--> statement-breakpoint
CREATE TABLE `finding_codes` (
	`audit_id` text NOT NULL,
	`criterion` text NOT NULL,
	`code` text NOT NULL,
	`place` integer NOT NULL,
	`cycle_id` text NOT NULL,
	`sampled_case_id` text NOT NULL,
	`by_coder` integer NOT NULL,
	PRIMARY KEY(`audit_id`, `criterion`, `code`),
	FOREIGN KEY (`cycle_id`) REFERENCES `cycles`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`sampled_case_id`) REFERENCES `sampled_cases`(`id`) ON UPDATE no action ON DELETE restrict
);
--> statement-breakpoint
CREATE INDEX `finding_codes_by_theme` ON `finding_codes` (`cycle_id`,`code`,`sampled_case_id`);--> statement-breakpoint
CREATE TABLE `theme_words` (
	`word` text NOT NULL,
	`code` text NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`word`, `code`)
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `findings_words` USING fts5(`stems`, content='findings', content_rowid='id', tokenize='unicode61');--> statement-breakpoint
INSERT INTO `findings_words`(`findings_words`, `rank`) VALUES ('secure-delete', 1);--> statement-breakpoint
CREATE TRIGGER `findings_words_added` AFTER INSERT ON `findings` BEGIN INSERT INTO `findings_words`(`rowid`, `stems`) VALUES (new.`id`, new.`stems`); END;--> statement-breakpoint
CREATE TRIGGER `findings_words_removed` AFTER DELETE ON `findings` BEGIN INSERT INTO `findings_words`(`findings_words`, `rowid`, `stems`) VALUES ('delete', old.`id`, old.`stems`); END;--> statement-breakpoint
CREATE TRIGGER `findings_words_changed` AFTER UPDATE OF `stems` ON `findings` BEGIN INSERT INTO `findings_words`(`findings_words`, `rowid`, `stems`) VALUES ('delete', old.`id`, old.`stems`); INSERT INTO `findings_words`(`rowid`, `stems`) VALUES (new.`id`, new.`stems`); END;
