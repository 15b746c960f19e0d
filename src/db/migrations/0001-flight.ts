/** What is in flight: statements not yet taken in, their outcomes, sessions, uploads, joins, leases. None of it is evidence. */
export const flight = /* sql */ `
create table pending (
	seq bigint generated always as identity primary key,
	actor text collate "C" not null,
	statement_id text collate "C" not null,
	statement bytea not null,
	signature bytea not null,
	sealed bytea,
	prefix bytea,
	founding text
);
create table outcomes (
	statement_id text collate "C" not null, actor text collate "C" not null, outcome text not null,
	primary key (statement_id, actor)
);
create table denials (person text collate "C" not null, hour timestamptz not null, count int not null, hashes bytea not null, primary key (person, hour));
create table notary_status (one boolean primary key check (one), log text not null, notary text not null, time_note text not null);

create table sessions (
	token text collate "C" primary key, person text collate "C" not null, nonce text not null unique, expires timestamptz not null
);
create table joins (invite text collate "C" primary key, body text not null, at timestamptz not null default now());
create table uploads (
	id text collate "C" primary key, person text collate "C" not null, case_id text collate "C" not null, object text collate "C" not null,
	store_id text not null, size bigint not null, part_size bigint not null, at timestamptz not null default now()
);
create table upload_parts (
	upload text collate "C" not null references uploads on delete cascade, part int not null, token text not null, sha256 text not null,
	primary key (upload, part)
);
create table objects (
	id text collate "C" primary key, person text collate "C" not null, case_id text collate "C" not null, size bigint not null,
	sha256 text, at timestamptz not null default now()
);
create index objects_at on objects (at);
create table leases (
	item text collate "C" primary key, worker text collate "C" not null, attempt int not null, beat timestamptz not null
);
create table epochs_seen (epoch int primary key, at timestamptz not null);
`;

export const grants = /* sql */ `
grant usage on schema ledger, public to custos_notary, custos_api, custos_auditor;
grant select on all tables in schema ledger, public to custos_notary, custos_auditor;
grant insert on all tables in schema ledger to custos_notary;
grant insert, update on subjects, people, invites, epochs, open_epoch, cases, members, intakes, items, derivatives, proxies, clips, exhibits, reports to custos_notary;
grant insert, update, delete on outcomes, denials, notary_status to custos_notary;
grant delete on pending, leases to custos_notary;
grant select on all tables in schema ledger, public to custos_api;
grant insert on pending to custos_api;
grant insert, update, delete on sessions, joins, uploads, upload_parts, objects to custos_api;
grant insert, update, delete on leases, epochs_seen to custos_api;
`;
