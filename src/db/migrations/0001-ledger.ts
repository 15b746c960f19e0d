/**
 * The ledger (insert-only), the projection that `apply` keeps beside it, and what is in flight.
 *
 * Ledger tables belong to a role nobody can log in as, and refuse UPDATE, DELETE and TRUNCATE by triggers that fire
 * always. This stops mistakes and injection, not a superuser: that is what receipts, the saved head and the audit are for.
 */
export const ledger = /* sql */ `
create schema ledger;

create table ledger.entries (
	idx bigint primary key,
	leaf bytea not null,
	skeleton text not null,
	skeleton_salt bytea not null,
	subject text collate "C" not null,
	n bigint not null
);
create unique index entries_subject on ledger.entries (subject, n);

create table ledger.bodies (
	idx bigint primary key,
	actor text collate "C" not null,
	statement_id text collate "C" not null,
	statement bytea not null,
	signature bytea not null,
	statement_salt bytea not null,
	sealed bytea
);
create unique index bodies_statement on ledger.bodies (statement_id, actor);

-- Roots of complete subtrees of 256^level leaves, level 1 and up; level 0 is the leaves themselves.
create table ledger.nodes (
	level int not null,
	idx bigint not null,
	hash bytea not null,
	primary key (level, idx)
);

create table ledger.checkpoints (
	size bigint primary key,
	root text collate "C" not null,
	note text not null
);

create table ledger.prefixes (
	id text collate "C" primary key,
	item text collate "C" not null,
	prefix bytea not null
);

create function ledger.refuse() returns trigger language plpgsql as $$
begin
	raise exception 'the ledger is insert-only: % on % refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end
$$;
`;

const insertOnly = ['entries', 'bodies', 'nodes', 'checkpoints', 'prefixes'];

export const guards = insertOnly
	.map(
		(table) => /* sql */ `
create trigger refuse_change before update or delete on ledger.${table} for each row execute function ledger.refuse();
create trigger refuse_truncate before truncate on ledger.${table} for each statement execute function ledger.refuse();
alter table ledger.${table} enable always trigger refuse_change;
alter table ledger.${table} enable always trigger refuse_truncate;
`,
	)
	.join('');
