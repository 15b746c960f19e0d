/**
 * The read tables: what `apply` makes of the ledger, and nothing else. The audit builds the same tables in an empty
 * schema and compares, so the text has no schema name in it.
 */
export const projection = /* sql */ `
create table subjects (kind text not null, id text collate "C" not null, n bigint not null, primary key (id, kind));
create table people (
	key text collate "C" primary key, box text not null, role text not null, suspended boolean not null, idx bigint not null
);
create table invites (id text collate "C" primary key, role text not null, by_person text not null, used boolean not null);
create table epochs (epoch int primary key, key text not null, worker text not null, idx bigint not null);
create table open_epoch (archive text collate "C" primary key, epoch int not null, closed boolean not null);
create table cases (id text collate "C" primary key, generation int not null, key text not null, exhibits int not null, idx bigint not null);
create table members (
	case_id text collate "C" not null, person text collate "C" not null, role text not null, generation int not null,
	active boolean not null, idx bigint not null, primary key (person, case_id)
);
create table intakes (
	id text collate "C" primary key, case_id text collate "C" not null, epoch int not null, for_notary text not null, idx bigint not null
);
create table items (
	id text collate "C" primary key, case_id text collate "C" not null, intake text collate "C" not null, state text not null,
	prefix text not null, object text collate "C" not null, "offset" bigint not null, size bigint not null, sha256 text not null,
	idx bigint not null, kept bigint, examined bigint, epoch int not null, rewrapped bigint
);
create index items_case on items (case_id, idx);
create index items_waiting on items (idx) where state in ('received', 'kept');
create table derivatives (
	id text collate "C" primary key, item text collate "C" not null, prefix text not null,
	object text collate "C" not null, "offset" bigint not null, size bigint not null, sha256 text not null, idx bigint not null,
	kind text not null
);
create index derivatives_item on derivatives (item);
create table proxies (item text collate "C" primary key, state text not null, idx bigint not null);
create index proxies_wanted on proxies (idx) where state = 'wanted';
create table clips (id text collate "C" primary key, case_id text collate "C" not null, item text collate "C" not null, idx bigint not null);
create index clips_case on clips (case_id, idx);
create table exhibits (
	id text collate "C" primary key, case_id text collate "C" not null, number int not null,
	item text collate "C" not null, clip text, idx bigint not null, unique (case_id, number)
);
create table reports (id text collate "C" primary key, case_id text collate "C" not null, by_person text not null, begun bigint not null, signed bigint);
`;

export const projectionTables = [
	'subjects',
	'people',
	'invites',
	'epochs',
	'open_epoch',
	'cases',
	'members',
	'intakes',
	'items',
	'derivatives',
	'proxies',
	'clips',
	'exhibits',
	'reports',
	'marks',
	'notes',
	'shared',
	'numbered',
	'cards',
	'cards_in_force',
	'listed',
	'damages',
	'export_rules',
	'exports',
	'proposals',
	'stewards',
	'steward_people',
	'expunged',
	'expunged_in',
	'case_keys',
	'case_grants',
	'log_keys',
] as const;
