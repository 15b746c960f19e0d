/** What it takes for a report to leave a case. */
export interface ExportRulesRow {
	case_id: string;
	approvals: number;
	days: number;
	idx: number;
	/** Whether two keys of one person are one: by the rule that set it. */
	by_people: boolean;
}

/** Somebody asked to let a report leave, by its id; `approved_at` is the notary's time, as the entry has it. */
export interface ExportRow {
	id: string;
	case_id: string;
	by_person: string;
	/** The oldest key of who asked. */
	first_key: string;
	what: string;
	idx: number;
	approved_by: string | null;
	approved_at: string | null;
	refused: boolean;
}
